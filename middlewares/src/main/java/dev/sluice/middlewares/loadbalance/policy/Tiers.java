package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.core.Request;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The tier of a pool that a policy picks from: the members with the smallest {@linkplain Member#priority() priority} of those
 * that may be picked. Each tier has a policy of its own, so its own turn.
 *
 * <p>With overprovisioning (Envoy's priority levels) requests spill over before a tier has nobody left: a tier whose available
 * members, times the factor, are less than all of its members takes only that share, and the next tier the rest. With 140 %,
 * that begins when fewer than 71 % are available.
 *
 * <p>Thread-safe, no lock. A retry goes to the smallest tier with a member that it may go to.
 */
final class Tiers implements Balancer {
    private final Supplier<Balancer> policy;
    private final Supplier<List<Member>> all;
    private final double overprovisioning;
    private final RandomGenerator random;
    private final Map<Integer, Balancer> policies = new ConcurrentHashMap<>();
    private final boolean readsLatency;
    private volatile Split split = new Split(List.of(), List.of());

    /** Over policies of one kind; all members say how many there would be; the factor is in percent, 0 for no spill. */
    Tiers(Supplier<Balancer> policy, Supplier<List<Member>> all, int overprovisioning, RandomGenerator random) {
        this.policy = policy;
        this.all = all;
        this.overprovisioning = overprovisioning / 100.0;
        this.random = random;
        this.readsLatency = of(0).readsLatency();
    }

    /** Some members of one tier, and the share of requests that it and those before it take. */
    private record Tier(Balancer policy, List<Member> members, double upTo) {}

    /** The tiers of a list of members. */
    private record Split(List<Member> members, List<Tier> tiers) {
        @SuppressWarnings("ReferenceEquality") // the same list means that nothing has changed
        boolean isOver(List<Member> others) {
            return members == others;
        }
    }

    @Override
    public boolean readsLatency() {
        return readsLatency;
    }

    @Override
    public Optional<Member> pick(Request request, List<Member> members) {
        Split present = split;
        if (!present.isOver(members)) {
            present = split(members, request.tried().isEmpty() ? overprovisioning : 0);
            split = request.tried().isEmpty() ? present : split;
        }
        Tier tier = present.tiers().getFirst();
        if (tier.upTo() < 1) {
            double drawn = random.nextDouble();
            tier = present.tiers().stream()
                    .filter(one -> drawn < one.upTo())
                    .findFirst()
                    .orElse(tier);
        }
        return tier.policy().pick(request, tier.members());
    }

    private Balancer of(int priority) {
        return policies.computeIfAbsent(priority, first -> policy.get());
    }

    private Split split(List<Member> members, double factor) {
        TreeMap<Integer, List<Member>> tiers =
                members.stream().collect(Collectors.groupingBy(Member::priority, TreeMap::new, Collectors.toList()));
        if (tiers.size() == 1) {
            return new Split(members, List.of(new Tier(of(tiers.firstKey()), members, 1)));
        }
        Map<Integer, Long> counts = counts();
        List<Double> health = tiers.entrySet().stream()
                .map(tier -> health(tier.getValue().size(), counts.getOrDefault(tier.getKey(), 0L), factor))
                .toList();
        double sum =
                Math.min(1, health.stream().mapToDouble(Double::doubleValue).sum());
        List<Tier> found = new ArrayList<>();
        double upTo = 0;
        for (Map.Entry<Integer, List<Member>> tier : tiers.entrySet()) {
            upTo += health.get(found.size()) / sum;
            found.add(new Tier(of(tier.getKey()), List.copyOf(tier.getValue()), upTo));
        }
        return new Split(members, found);
    }

    /** How many members each tier has, whether or not they take requests now. */
    private Map<Integer, Long> counts() {
        return all.get().stream()
                .filter(member -> member.weight() > 0)
                .collect(Collectors.groupingBy(Member::priority, Collectors.counting()));
    }

    /** What a tier can take of all requests: all of them, or less if there is a factor. */
    private static double health(int available, long all, double factor) {
        return factor == 0 ? 1 : Math.min(1, factor * available / Math.max(available, all));
    }
}
