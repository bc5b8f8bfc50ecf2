package dev.sluice.middlewares.totaltimeout;

import java.time.Duration;

/**
 * How long a client waits at most. Immutable.
 *
 * @param total from the first byte of a request to the head of the final response, more than 0
 */
public record TotalTimeoutOptions(Duration total) {
    /**
     * Checks the option.
     *
     * @throws IllegalArgumentException unless the time is more than 0
     */
    public TotalTimeoutOptions {
        if (!total.isPositive()) {
            throw new IllegalArgumentException("total must be more than 0, is " + total);
        }
    }
}
