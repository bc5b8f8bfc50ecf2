package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Request;
import java.util.List;

/**
 * A policy of picking: whose turn it is, who has the fewest requests, whom a hash of the request names. A state machine
 * without time of its own; who may be picked at all is decided before it is asked. Must be thread-safe and quick.
 *
 * {@snippet :
 * Balancer fewest = (request, members) -> Collections.min(members, Comparator.comparingInt(Member::inFlight));
 * Optional<Member> picked = pool.pick(request, fewest);
 * }
 */
@FunctionalInterface
public interface Balancer {
    /**
     * Picks a member for a request.
     *
     * @param request the request; if it names members that were {@linkplain Request#tried() tried}, the pick is for a
     *     retry or goes on after a member that would not take the request, and must take nobody's turn
     * @param members who may be picked, at least one. The same list object means that nothing has changed: neither the
     *     members nor their weights
     * @return one of the members
     */
    Member pick(Request request, List<Member> members);
}
