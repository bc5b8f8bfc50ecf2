package dev.sluice.model;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import java.util.List;
import java.util.function.Function;

/** Puts the steps of a route around its end; a host may note more about them than the plain way does. */
@FunctionalInterface
public interface Composer {
    /** Each step around the next, and nothing else. */
    Composer PLAIN = (steps, end, paths) -> {
        Handler handler = end;
        for (int i = steps.size() - 1; i >= 0; i--) {
            handler = steps.get(i).around(handler);
        }
        return handler;
    };

    /**
     * Composes a handler.
     *
     * @param steps outermost first
     * @param end what they lead to
     * @param paths where each step stands in its model
     * @return the steps around the end
     */
    Handler around(List<Middleware> steps, Handler end, Function<Middleware, String> paths);
}
