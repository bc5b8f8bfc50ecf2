package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.Arrays;
import java.util.List;

/**
 * The order of turns of weighted members: oxy's interleaved weighted round robin, as a function of the number of the
 * turn.
 *
 * <p>oxy walks over its servers again and again, each time with a bar lower by the greatest common divisor of the
 * weights, from the greatest weight down, and picks whoever reaches the bar. Between two neighbouring weights the bar
 * does not change who that is, so the walk falls into as many stages as there are different weights, and a stage is a
 * list of members repeated. A turn is found by binary search among the stages, without state and lock, and in the same
 * time for cycles of any length. Immutable.
 */
final class Cycle {
    private final Member[][] stages;
    private final long[] ends;

    private Cycle(Member[][] stages, long[] ends) {
        this.stages = stages;
        this.ends = ends;
    }

    /** The cycle of the weights that the members have now; those with weight 0 have no turns. */
    static Cycle of(List<Member> members) {
        List<Weighted> weighted = members.stream()
                .map(member -> new Weighted(member, member.effectiveWeight()))
                .filter(one -> one.weight() > 0)
                .toList();
        int[] bars =
                weighted.stream().mapToInt(Weighted::weight).distinct().sorted().toArray();
        int step = Arrays.stream(bars).reduce(0, Cycle::gcd);
        Member[][] stages = new Member[bars.length][];
        long[] ends = new long[bars.length];
        long end = 0;
        for (int stage = 0; stage < bars.length; stage++) {
            int bar = bars[bars.length - 1 - stage];
            int nextBar = stage + 1 < bars.length ? bars[bars.length - 2 - stage] : 0;
            stages[stage] = reaching(bar, weighted);
            end += (long) (bar - nextBar) / step * stages[stage].length;
            ends[stage] = end;
        }
        return new Cycle(stages, ends);
    }

    /** A weight may change at any time, so it is read once. */
    private record Weighted(Member member, int weight) {}

    private static Member[] reaching(int bar, List<Weighted> members) {
        return members.stream()
                .filter(one -> one.weight() >= bar)
                .map(Weighted::member)
                .toArray(Member[]::new);
    }

    static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** How many turns until it repeats itself: the sum of the weights over their greatest common divisor. */
    long length() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** The member whose turn it is. The cycle must not be empty. */
    Member at(long turn) {
        long position = Math.floorMod(turn, length());
        int stage = stageOf(position);
        return stages[stage][place(stage, position)];
    }

    /** A member by weight. The cycle must not be empty. */
    Member drawn(long random) {
        long position = Math.unsignedMultiplyHigh(random, length());
        int stage = stageOf(position);
        return stages[stage][place(stage, position)];
    }

    /** The first turn of a member that is not before a position, or its first of all. It must have turns. */
    long turnOf(Member member, long from) {
        for (int stage = stageOf(from); stage < stages.length; stage++) {
            int index = Arrays.asList(stages[stage]).indexOf(member);
            long position = Math.max(from, start(stage));
            long turn = position + Math.floorMod(index - (position - start(stage)), (long) stages[stage].length);
            if (index >= 0 && turn < ends[stage]) {
                return turn;
            }
        }
        return turnOf(member, 0);
    }

    private int stageOf(long position) {
        int found = Arrays.binarySearch(ends, position);
        return found >= 0 ? found + 1 : -found - 1;
    }

    private int place(int stage, long position) {
        return (int) Math.floorMod(position - start(stage), (long) stages[stage].length);
    }

    private long start(int stage) {
        return stage == 0 ? 0 : ends[stage - 1];
    }
}
