package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Upstream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A snapshot of a pool: its members, and which of them may be picked by the votes at the time it was made. Immutable.
 *
 * @param members all, in the order they were added
 * @param byUpstream the same by upstream
 * @param taking the members that may be picked, some perhaps on trial
 * @param lastResort the members that may be picked if none of {@code taking} takes the request
 * @param anyway the members of both
 * @param contested the members with votes, whose standing may change with time
 * @param standings the standings of the contested members, in the same order
 */
record Roster(
        List<Member> members,
        Map<Upstream, Member> byUpstream,
        List<Member> taking,
        List<Member> lastResort,
        List<Member> anyway,
        List<Member> contested,
        List<Vote.Standing> standings) {
    static final Roster EMPTY = of(List.of());

    static Roster of(List<Member> members) {
        List<Member> weighty =
                members.stream().filter(member -> member.weight() > 0).toList();
        List<Member> contested =
                members.stream().filter(member -> !member.votes().isEmpty()).toList();
        return new Roster(
                List.copyOf(members),
                members.stream().collect(Collectors.toUnmodifiableMap(Member::upstream, Function.identity())),
                weighty.stream().filter(Member::takes).toList(),
                weighty.stream().filter(Member::lastResort).toList(),
                weighty.stream()
                        .filter(member -> member.takes() || member.lastResort())
                        .toList(),
                contested,
                contested.stream().map(Member::standing).toList());
    }

    /** Whether fewer than some percent of the members that are not out for good may be picked. */
    boolean panics(int percent) {
        return taking.size() * 100L < (long) percent * anyway.size();
    }

    /** Whether the standings are still the same, and no drain is over. */
    boolean holds() {
        for (int i = 0; i < contested.size(); i++) {
            Member member = contested.get(i);
            if (member.standing() != standings.get(i) || member.isDrained()) {
                return false;
            }
        }
        return true;
    }
}
