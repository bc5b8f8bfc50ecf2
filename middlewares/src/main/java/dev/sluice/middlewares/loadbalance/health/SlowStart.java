package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import dev.sluice.model.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Gives members that have joined a pool or come back a growing share of the picks. Those that are there at the first pick
 * have all of theirs. Thread-safe: a pick takes a lock only while a member warms up or after the members that may be
 * picked have changed.
 */
public final class SlowStart {
    private final Pool pool;
    private final Duration window;
    private final Ticker ticker;
    private final Journal journal;
    private final List<WarmUp> warming = new CopyOnWriteArrayList<>();
    private volatile List<Member> seen = List.of();
    private Set<Member> well = Set.of();
    private boolean begun;

    /**
     * For all steps of an environment that pick from a pool.
     *
     * @param pool whose members
     * @param window how long a member warms up; that of the first step counts
     * @param environment the time
     * @return always the same for a pool
     */
    public static SlowStart in(Pool pool, Duration window, Environment environment) {
        return environment.shared(
                new Of(pool),
                SlowStart.class,
                () -> new SlowStart(pool, window, environment.ticker(), environment.journal()));
    }

    /**
     * The slow starts of a pool.
     *
     * @param pool compared by identity
     */
    private record Of(Pool pool) {}

    /**
     * For the picks of one step.
     *
     * @param pool whose members
     * @param window how long a member warms up
     * @param ticker the time
     * @param journal where beginnings are noted; the pool notes the ends
     */
    SlowStart(Pool pool, Duration window, Ticker ticker, Journal journal) {
        this.pool = pool;
        this.window = window;
        this.ticker = ticker;
        this.journal = journal;
    }

    /** Is told of a pick before it is made. */
    public void beforePick() {
        List<Member> taking = pool.taking();
        if (isNew(taking)) {
            look(taking);
        }
        if (!warming.isEmpty()) {
            warm(taking);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the pool has the same list until it changes
    private boolean isNew(List<Member> taking) {
        return taking != seen;
    }

    private synchronized void look(List<Member> taking) {
        Set<Member> now = taking.stream().filter(SlowStart::isWell).collect(Collectors.toUnmodifiableSet());
        for (WarmUp one : warming) {
            if (!now.contains(one.member())) {
                pool.withdraw(one.member().upstream(), one);
            }
        }
        warming.removeIf(one -> one.isOver() || !now.contains(one.member()));
        for (Member member : now) {
            if (begun && !well.contains(member)) {
                begin(member);
            }
        }
        begun = true;
        well = now;
        seen = taking;
    }

    private void begin(Member member) {
        WarmUp starting = new WarmUp(member, window, ticker);
        warming.add(starting);
        if (pool.vote(member.upstream(), starting)) {
            journal.note(new Decision.Warming(member.upstream(), window));
        }
    }

    /** Whether nobody but a slow start has a vote on it. */
    private static boolean isWell(Member member) {
        return member.votes().stream().allMatch(vote -> vote instanceof WarmUp || vote.standing() == Vote.Standing.IN);
    }

    /** Each pick brings a member closer to its next one, by its share of the pool's weight. */
    private void warm(List<Member> taking) {
        long sum = taking.stream().mapToLong(Member::effectiveWeight).sum();
        for (WarmUp one : warming) {
            one.earn((double) one.member().effectiveWeight() / Math.max(1, sum));
        }
    }
}
