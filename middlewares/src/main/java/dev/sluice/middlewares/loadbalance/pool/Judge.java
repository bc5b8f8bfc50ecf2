package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Request;
import dev.sluice.core.Response;
import java.util.Optional;

/**
 * A step that votes on the members of a pool. It is {@linkplain Pool#register registered} with the pool while it runs.
 */
public interface Judge {
    /**
     * The answer to a request that no member takes.
     *
     * @param request the request that could not be sent anywhere
     * @return the answer; empty if this judge has none. If no judge has one, the client sees 503
     */
    default Optional<Response> answer(Request request) {
        return Optional.empty();
    }
}
