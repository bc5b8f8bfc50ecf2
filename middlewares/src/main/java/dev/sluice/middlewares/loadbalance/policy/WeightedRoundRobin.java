package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.core.Request;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Weighted round robin: members in turn, each as often as its effective weight says, interleaved as in oxy. The first turn
 * is the first member's.
 *
 * <p>Thread-safe. A pick reads one immutable rotation and takes a number from its counter, at the same cost for two
 * members and for a thousand. When the members change, a small lock guards the making of the next rotation, which goes
 * on with whose turn it was.
 *
 * <p>A retry takes no turn: it is spread over the members by weight, by a counter of its own.
 */
public final class WeightedRoundRobin implements Balancer {
    /** 2^64 over the golden ratio: multiples of it, taken as fractions of 2^64, are spread evenly at every scale. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final AtomicLong retries = new AtomicLong();
    private volatile Rotation rotation = new Rotation(List.of(), Cycle.of(List.of()), new AtomicLong());

    /** No turn has been taken yet. */
    public WeightedRoundRobin() {}

    /** Some members, the order of their turns and the number of the next. */
    private record Rotation(List<Member> members, Cycle cycle, AtomicLong turn) {
        @SuppressWarnings("ReferenceEquality") // the same list means that nothing has changed
        boolean isOver(List<Member> others) {
            return members == others;
        }

        Member next() {
            return cycle.length() == 0 ? members.getFirst() : cycle.at(turn.getAndIncrement());
        }

        /**
         * The same rotation over changed members: the next turn is that of the member which was next or, if that was
         * removed, of the one after it.
         */
        Rotation over(List<Member> changed) {
            Cycle other = Cycle.of(changed);
            return new Rotation(changed, other, new AtomicLong(turnIn(other, changed)));
        }

        private long turnIn(Cycle other, List<Member> changed) {
            if (cycle.length() == 0 || other.length() == 0) {
                return 0;
            }
            Set<Member> stayed = Set.copyOf(changed);
            long position = Math.floorMod(turn.get(), cycle.length());
            long from = (long) ((double) position / cycle.length() * other.length());
            for (int i = 0; i < members.size(); i++) {
                Member owner = cycle.at(position + i);
                if (stayed.contains(owner)) {
                    return other.turnOf(owner, from);
                }
            }
            return from;
        }
    }

    @Override
    public Optional<Member> pick(Request request, List<Member> members) {
        return Optional.of(next(request, members));
    }

    /** The member whose turn it is; for a retry, which takes no turn, one by weight. */
    Member next(Request request, List<Member> members) {
        return request.tried().isEmpty() ? over(members).next() : byWeight(members, retries.getAndIncrement() * GOLDEN);
    }

    /** The order of turns of members. */
    Cycle cycle(List<Member> members) {
        return over(members).cycle();
    }

    private Rotation over(List<Member> members) {
        Rotation present = rotation;
        return present.isOver(members) ? present : changed(members);
    }

    private synchronized Rotation changed(List<Member> members) {
        if (!rotation.isOver(members)) {
            rotation = rotation.over(members);
        }
        return rotation;
    }

    /** The member at a place of all weights in a row; the place is a fraction of 2^64. */
    static Member byWeight(List<Member> members, long fraction) {
        long sum = members.stream().mapToLong(Member::effectiveWeight).sum();
        long place = Math.unsignedMultiplyHigh(fraction, sum);
        for (Member member : members) {
            place -= member.effectiveWeight();
            if (place < 0) {
                return member;
            }
        }
        return members.getLast();
    }
}
