package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Upstream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A pool between two changes. Immutable but for the number of the next turn, which starts at 0 after every change. */
final class Snapshot {
    static final Snapshot EMPTY = of(List.of());

    private final List<Member> members;
    private final Map<Upstream, Member> byUpstream;
    private final Set<Upstream> taking;
    private final Cycle cycle;
    private final AtomicLong turn = new AtomicLong();

    private Snapshot(List<Member> members) {
        this.members = members;
        this.byUpstream = members.stream().collect(Collectors.toUnmodifiableMap(Member::upstream, Function.identity()));
        this.taking =
                members.stream().filter(Member::takes).map(Member::upstream).collect(Collectors.toUnmodifiableSet());
        this.cycle = Cycle.of(members);
    }

    static Snapshot of(List<Member> members) {
        return new Snapshot(List.copyOf(members));
    }

    List<Member> members() {
        return members;
    }

    Map<Upstream, Member> byUpstream() {
        return byUpstream;
    }

    Set<Upstream> taking() {
        return taking;
    }

    Optional<Upstream> pick(List<Upstream> tried) {
        if (taking.isEmpty()) {
            return Optional.empty();
        }
        long mine = turn.getAndIncrement();
        return Optional.of(tried.isEmpty() ? cycle.at(mine) : cycle.at(mine, tried));
    }
}
