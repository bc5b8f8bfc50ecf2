package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Attributes;
import dev.sluice.core.Request;
import dev.sluice.core.Upstream;

/**
 * Told which member was picked for an attempt, before it is made. A step outside the pick hands it on as an attribute of
 * the request, if it needs to know where an attempt goes before that is answered. Thread-safe and quick.
 */
@FunctionalInterface
public interface PickWatch {
    /** The attribute under which a balancer finds it. */
    Attributes.Key<PickWatch> KEY = Attributes.key("pick-watch", PickWatch.class);

    /**
     * A member was picked.
     *
     * @param upstream where the attempt goes
     * @return whether the attempt is made; if not, the balancer answers as if there was no member
     */
    boolean picked(Upstream upstream);

    /**
     * Whether an attempt may be made.
     *
     * @param request the attempt, with its upstream
     * @return true unless the request has a watch that is against it
     */
    static boolean agrees(Request request) {
        return request.attributes()
                .get(KEY)
                .flatMap(watch -> request.upstream().map(watch::picked))
                .orElse(true);
    }
}
