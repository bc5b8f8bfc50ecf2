package dev.sluice.middlewares.loadbalance.rebalance;

import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes the next factors of members' weights: the arithmetic of oxy's rebalancer. */
final class Factors {
    private static final int GROW_FACTOR = 4;
    private static final int MAX_WEIGHT = 4_096;

    private Factors() {}

    /**
     * The factors of good members grow by four, up to an effective weight of 4 096. Those of bad members stay, so their
     * share shrinks.
     */
    static Map<Member, Integer> grown(List<Member> members, Set<Member> bad) {
        Map<Member, Integer> factors = new HashMap<>();
        members.forEach(member -> factors.put(member, bad.contains(member) ? member.factor() : grown(member)));
        return relative(factors);
    }

    private static int grown(Member member) {
        boolean tooGreat = member.effectiveWeight() > MAX_WEIGHT / GROW_FACTOR;
        return tooGreat ? member.factor() : member.factor() * GROW_FACTOR;
    }

    /** All factors are divided by four, down to 1. */
    static Map<Member, Integer> converged(List<Member> members) {
        Map<Member, Integer> factors = new HashMap<>();
        members.forEach(member -> factors.put(member, Math.max(1, member.factor() / GROW_FACTOR)));
        return relative(factors);
    }

    /** Divides all factors by the smallest, which changes no share. */
    private static Map<Member, Integer> relative(Map<Member, Integer> factors) {
        int common = factors.values().stream().reduce(Integer.MAX_VALUE, Math::min);
        factors.replaceAll((member, factor) -> factor / common);
        return factors;
    }
}
