package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Upstream;
import java.util.Arrays;
import java.util.List;

/**
 * The order in which members take their turns: oxy's interleaved weighted round robin as a function of the turn's number.
 *
 * <p>oxy walks over its servers again and again, each time with a bar lower by the greatest common divisor of the
 * weights, from the greatest weight down, and picks whoever reaches the bar. Between two neighbouring weights the bar
 * does not change who that is, so the walk falls into as many stages as there are different weights, and a stage is a
 * list of members repeated. A turn is found by a binary search among the stages: no state, no lock, however long the
 * cycle. Immutable.
 */
final class Cycle {
    private final Upstream[][] stages;
    private final long[] ends;

    private Cycle(Upstream[][] stages, long[] ends) {
        this.stages = stages;
        this.ends = ends;
    }

    static Cycle of(List<Member> members) {
        List<Member> taking = members.stream().filter(Member::takes).toList();
        int[] bars = taking.stream()
                .mapToInt(Member::effectiveWeight)
                .distinct()
                .sorted()
                .toArray();
        int step = Arrays.stream(bars).reduce(0, Cycle::gcd);
        Upstream[][] stages = new Upstream[bars.length][];
        long[] ends = new long[bars.length];
        long end = 0;
        for (int stage = 0; stage < bars.length; stage++) {
            int bar = bars[bars.length - 1 - stage];
            int nextBar = stage + 1 < bars.length ? bars[bars.length - 2 - stage] : 0;
            stages[stage] = reaching(bar, taking);
            end += (long) (bar - nextBar) / step * stages[stage].length;
            ends[stage] = end;
        }
        return new Cycle(stages, ends);
    }

    private static Upstream[] reaching(int bar, List<Member> members) {
        return members.stream()
                .filter(member -> member.effectiveWeight() >= bar)
                .map(Member::upstream)
                .toArray(Upstream[]::new);
    }

    static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** How many turns until it repeats itself: the sum of the weights over their greatest common divisor. */
    long length() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** Whose turn it is. The cycle must not be empty. */
    Upstream at(long turn) {
        long position = Math.floorMod(turn, length());
        int stage = stageOf(position);
        return stages[stage][place(stage, position)];
    }

    /** Whose turn it is if some are better avoided: the next in line who is not, or who it would have been anyway. */
    Upstream at(long turn, List<Upstream> avoided) {
        Upstream usual = at(turn);
        if (!avoided.contains(usual)) {
            return usual;
        }
        long position = Math.floorMod(turn, length());
        for (int stage = stageOf(position); stage < stages.length; stage++) {
            Upstream[] line = stages[stage];
            int place = place(stage, position);
            for (int i = 0; i < line.length; i++) {
                Upstream candidate = line[(place + i) % line.length];
                if (!avoided.contains(candidate)) {
                    return candidate;
                }
            }
        }
        return usual;
    }

    private int stageOf(long position) {
        int found = Arrays.binarySearch(ends, position);
        return found >= 0 ? found + 1 : -found - 1;
    }

    private int place(int stage, long position) {
        long start = stage == 0 ? 0 : ends[stage - 1];
        return (int) Math.floorMod(position - start, (long) stages[stage].length);
    }
}
