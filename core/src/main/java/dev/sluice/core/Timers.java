package dev.sluice.core;

import java.time.Duration;

/**
 * Where actions that wait for a time are kept: the only source of timers, as {@link Ticker} is of time, so that tests
 * and simulations run them themselves. Thread-safe.
 */
public interface Timers {
    /**
     * A timer that is not set yet.
     *
     * @param action what to do when its time has come: quick, it runs on the thread of all timers
     * @return to be set and cleared, and closed in the end
     */
    Timer deadline(Runnable action);

    /** One action and the time at which it runs. Thread-safe. */
    interface Timer extends AutoCloseable {
        /**
         * Sets the time, in place of an earlier one. The action runs once, at most some tens of milliseconds late.
         *
         * @param fromNow zero or negative clears it
         */
        void set(Duration fromNow);

        /** Takes the time back: the action does not start any more, unless it starts now. */
        void clear();

        /** Clears it for good. */
        @Override
        void close();
    }
}
