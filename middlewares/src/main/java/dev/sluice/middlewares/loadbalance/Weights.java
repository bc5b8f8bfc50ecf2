package dev.sluice.middlewares.loadbalance;

import java.util.List;
import java.util.stream.IntStream;

/** What the next weights of some members are: the arithmetic of oxy's rebalancer. */
final class Weights {
    private static final int GROW_FACTOR = 4;
    private static final int MAX_WEIGHT = 4_096;

    private Weights() {}

    /** The good ones grow, if they are not too great already; the bad ones stay and so lose. */
    static List<Integer> grown(List<Member> members, boolean... bad) {
        return normalised(IntStream.range(0, members.size())
                .map(i -> bad[i]
                        ? members.get(i).effectiveWeight()
                        : grown(members.get(i).effectiveWeight()))
                .toArray());
    }

    private static int grown(int weight) {
        return weight > MAX_WEIGHT / GROW_FACTOR ? weight : weight * GROW_FACTOR;
    }

    /** All go back to where they came from, by the steps they came. */
    static List<Integer> converged(List<Member> members) {
        boolean arrived =
                members.stream().allMatch(member -> member.effectiveWeight() / GROW_FACTOR <= member.weight());
        return arrived
                ? members.stream().map(Member::weight).toList()
                : normalised(members.stream()
                        .mapToInt(member -> Math.max(member.weight(), member.effectiveWeight() / GROW_FACTOR))
                        .toArray());
    }

    private static List<Integer> normalised(int... weights) {
        int divisor = IntStream.of(weights).reduce(0, Cycle::gcd);
        return IntStream.of(weights).mapToObj(weight -> weight / divisor).toList();
    }
}
