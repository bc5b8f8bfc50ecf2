package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Request;
import dev.sluice.core.Response;
import java.util.Optional;

/** Votes on the members of a pool, and is {@linkplain Pool#register registered} there for as long as it runs. */
public interface Judge {
    /**
     * What it answers if no member takes a request.
     *
     * @param request the request that could not be sent anywhere
     * @return the answer, or empty if it knows none; then the client sees 503
     */
    default Optional<Response> answer(Request request) {
        return Optional.empty();
    }
}
