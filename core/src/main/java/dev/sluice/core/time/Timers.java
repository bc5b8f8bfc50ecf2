package dev.sluice.core.time;

import java.time.Duration;

/**
 * Runs actions at a later time. It is the only source of timers, as {@link Ticker} is the only source of time, so that
 * tests and simulations decide when they run. Thread-safe.
 */
public interface Timers {
    /**
     * Makes a timer that is not set yet.
     *
     * @param action runs when the time has come; it must be quick, because all timers share a thread
     * @return the timer, which its user closes
     */
    Timer deadline(Runnable action);

    /**
     * Starts a task that may block, on a virtual thread of its own, now. A simulation runs it as one of its tasks.
     *
     * @param name of the thread
     * @param task handles its own exceptions: nobody waits for it
     */
    default void startThread(String name, Runnable task) {
        Thread.ofVirtual().name(name).start(task);
    }

    /** One action and the time at which it runs. Thread-safe. */
    interface Timer extends AutoCloseable {
        /**
         * Sets the time, in place of an earlier one. The action runs once, at most some tens of milliseconds late.
         *
         * @param fromNow zero or negative clears it
         */
        void set(Duration fromNow);

        /** Clears the time: the action does not run until another is set. One that is starting now still runs. */
        void clear();

        /**
         * Clears the time, and tells whether it had not passed yet.
         *
         * @return false if it had passed: the action has run, or is running
         */
        boolean clearInTime();

        /** Clears the time and gives the timer up: it cannot be set again. */
        @Override
        void close();
    }
}
