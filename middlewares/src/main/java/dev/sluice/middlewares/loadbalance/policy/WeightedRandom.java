package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.core.Request;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Any member, each as probable as its effective weight says. Several gateways that share a pool do not fall into step, as
 * they may in turn. Thread-safe if the random numbers are; keeps nothing but the members' weights.
 */
final class WeightedRandom implements Balancer {
    private final WeightedRoundRobin turns = new WeightedRoundRobin();
    private final RandomGenerator random;

    WeightedRandom(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Optional<Member> pick(Request request, List<Member> members) {
        long drawn = random.nextLong();
        return Optional.of(
                request.tried().isEmpty()
                        ? turns.cycle(members).drawn(drawn)
                        : WeightedRoundRobin.byWeight(members, drawn));
    }
}
