package dev.sluice.core.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** The only source of time. Policies take one, so that tests and simulations move time themselves. */
public interface Ticker {
    /**
     * A clock that only moves forward. Only the difference of two readings means anything, as with
     * {@link System#nanoTime()}.
     *
     * @return nanoseconds
     */
    long nanos();

    /**
     * The time of day.
     *
     * @return now
     */
    Instant now();

    /**
     * Sleeps. An interrupted sleep returns early with the interrupt flag set.
     *
     * @param duration how long to sleep
     */
    void sleep(Duration duration);

    /**
     * Waits until a latch is open, but not longer than a time. An interrupted wait returns early with the interrupt flag
     * set.
     *
     * @param latch what is waited for
     * @param atMost how long
     * @return whether it is open
     */
    boolean await(CountDownLatch latch, Duration atMost);

    /**
     * The machine's clock.
     *
     * @return the one system implementation
     */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
