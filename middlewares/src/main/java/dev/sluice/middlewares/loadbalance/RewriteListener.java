package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Request;

/** Told of every pick, before the request is passed on. Runs on the exchange's thread: must be quick. */
@FunctionalInterface
public interface RewriteListener {
    /**
     * A member was picked.
     *
     * @param before the request as it came
     * @param after the same for the picked upstream
     */
    void picked(Request before, Request after);
}
