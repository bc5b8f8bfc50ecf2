package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Request;
import java.util.List;
import java.util.Optional;

/**
 * A policy that picks one of several members, for example in turn, by the fewest requests, or by a hash of the request.
 * The pool decides before which members may be picked. Must be thread-safe and quick.
 *
 * {@snippet :
 * Balancer fewest = (request, members) -> members.stream().min(Comparator.comparingInt(Member::inFlight));
 * Optional<Member> picked = pool.pick(request, fewest);
 * }
 */
@FunctionalInterface
public interface Balancer {
    /**
     * Picks a member for a request.
     *
     * @param request the request. If members were {@linkplain Request#tried() tried} for it, the pick is for a retry,
     *     or follows a member on trial that did not admit the request, and must not use up a turn
     * @param members the members that may be picked, at least one. If it is the same list object as before, neither
     *     members nor weights have changed
     * @return one of the members; empty if the request may go to none of them
     */
    Optional<Member> pick(Request request, List<Member> members);

    /**
     * Whether it reads how long members take to answer, which is then measured: two readings of the time for each
     * exchange.
     *
     * @return false by default
     */
    default boolean readsLatency() {
        return false;
    }
}
