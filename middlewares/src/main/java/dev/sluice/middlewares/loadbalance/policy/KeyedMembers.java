package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Some members, the table of their keys, and their requests in flight. These are counted at every pick among up to eight
 * members, otherwise so seldom that it costs as much as eight members a pick. Thread-safe.
 */
final class KeyedMembers {
    private static final int COUNTED_PER_PICK = 8;

    private final List<Member> members;
    private final List<Integer> weights;
    private final MaglevTable table;
    private final long weight;
    private final int every;
    private final AtomicInteger picks = new AtomicInteger();
    private volatile long inFlight;

    private KeyedMembers(List<Member> members, List<Integer> weights, MaglevTable table) {
        this.members = members;
        this.weights = weights;
        this.table = table;
        this.weight = weights.stream().mapToLong(Integer::longValue).sum();
        this.every = Math.ceilDiv(members.size(), COUNTED_PER_PICK);
    }

    static KeyedMembers of(List<Member> members) {
        List<Integer> weights = weights(members);
        return new KeyedMembers(members, weights, new MaglevTable(members, weights));
    }

    private static List<Integer> weights(List<Member> members) {
        return members.stream().map(Member::effectiveWeight).toList();
    }

    /** The same in another list. */
    KeyedMembers over(List<Member> others) {
        return new KeyedMembers(others, weights, table);
    }

    /** Whether another list has the same members with the same weights, in the same order. */
    boolean isLike(List<Member> others) {
        return members.equals(others) && weights.equals(weights(others));
    }

    @SuppressWarnings("ReferenceEquality") // the same list means that nothing has changed
    boolean isOver(List<Member> others) {
        return members == others;
    }

    MaglevTable table() {
        return table;
    }

    /** How many requests in flight a unit of weight would have with one request more. */
    double average() {
        if (every == 1 || Math.floorMod(picks.getAndIncrement(), every) == 0) {
            long sum = 0;
            for (Member member : members) {
                sum += member.inFlight();
            }
            inFlight = sum;
        }
        return (inFlight + 1.0) / weight;
    }
}
