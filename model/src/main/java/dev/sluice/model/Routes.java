package dev.sluice.model;

import java.util.List;
import java.util.Optional;

/**
 * A choice of routes. Which one takes a request does not depend on their order, unless nothing else tells two apart (see
 * {@link dev.sluice.routing.Table}); a request that none takes goes to {@code otherwise}, or else to that of the routes
 * around these, or else is answered with 404.
 *
 * @param routes in the order in which they are written
 * @param otherwise what takes the requests that no route takes
 * @param ambiguous what becomes of targets that a router and an upstream could read differently
 */
public record Routes(List<Route> routes, Optional<Node> otherwise, Ambiguous ambiguous) implements Node {
    /** What becomes of a target that a router and an upstream could read differently. */
    public enum Ambiguous {
        /** It is answered with 400, reason {@code ambiguous-target}. */
        REJECT,
        /** It is matched in its normal form, and forwarded as it is. */
        PASS
    }

    /** Keeps its own copy. */
    public Routes {
        routes = List.copyOf(routes);
    }
}
