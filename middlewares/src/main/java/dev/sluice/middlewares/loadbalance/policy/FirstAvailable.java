package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.core.Request;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.List;
import java.util.Optional;

/**
 * The first member that may be picked, in the order in which they were added: the others are backups, in this order. Weights
 * do not matter, but for 0. Keeps nothing.
 */
final class FirstAvailable implements Balancer {
    @Override
    public Optional<Member> pick(Request request, List<Member> members) {
        return Optional.of(members.getFirst());
    }
}
