package dev.sluice.wire;

import dev.sluice.core.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Deadlines of connections, kept by one coarse sweep instead of a timer each: setting and clearing one is a single
 * write, as it happens several times a request, and expiry is rare and may come two ticks late.
 */
public final class Deadlines {
    private static final Duration TICK = Duration.ofMillis(20);
    private static final long NONE = Long.MIN_VALUE;
    private static final long PASSED = NONE + 1;

    private final Ticker ticker;
    private final Set<Deadline> deadlines = ConcurrentHashMap.newKeySet();

    /**
     * Deadlines that only {@link #sweep()} looks after.
     *
     * @param ticker the time
     */
    public Deadlines(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * The deadlines of this process, swept every 20 ms by a daemon thread.
     *
     * @return always the same
     */
    public static Deadlines system() {
        return Shared.INSTANCE;
    }

    private static final class Shared {
        static final Deadlines INSTANCE = start();

        private static Deadlines start() {
            Deadlines deadlines = new Deadlines(new CoarseTicker(Ticker.system()));
            Thread.ofPlatform().daemon().name("sluice-deadlines").start(deadlines::run);
            return deadlines;
        }
    }

    /**
     * The time at which its one sleeper last fell asleep. A deadline is set and looked at by the same clock, which
     * stands still in between, so that it passes no sooner than it should.
     */
    static final class CoarseTicker implements Ticker {
        private final Ticker exact;
        private volatile long nanos;

        CoarseTicker(Ticker exact) {
            this.exact = exact;
            this.nanos = exact.nanos();
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant now() {
            return exact.now();
        }

        @Override
        public void sleep(Duration duration) {
            nanos = exact.nanos();
            exact.sleep(duration);
        }
    }

    void run() {
        while (!Thread.currentThread().isInterrupted()) {
            ticker.sleep(TICK);
            try {
                sweep();
            } catch (RuntimeException | Error bug) { // of one action, reported as any thread's; the others go on
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, bug);
            }
        }
    }

    /** Runs the actions of all deadlines that have passed. */
    public void sweep() {
        long now = ticker.nanos();
        for (Deadline deadline : deadlines) {
            deadline.expireAt(now);
        }
    }

    /**
     * A deadline, not set yet.
     *
     * @param onExpiry what to do when it passes: quick, from the sweeping thread
     * @return to set and clear; close it in the end
     */
    public Deadline deadline(Runnable onExpiry) {
        Deadline deadline = new Deadline(onExpiry);
        deadlines.add(deadline);
        return deadline;
    }

    /** One deadline at a time. Thread-safe. */
    public final class Deadline implements AutoCloseable {
        private static final AtomicLongFieldUpdater<Deadline> AT =
                AtomicLongFieldUpdater.newUpdater(Deadline.class, "at");

        private final Runnable onExpiry;
        private volatile long at = NONE;

        private Deadline(Runnable onExpiry) {
            this.onExpiry = onExpiry;
        }

        /**
         * Sets it, in place of an earlier one.
         *
         * @param fromNow zero or negative for none
         */
        public void set(Duration fromNow) {
            // convert, unlike toNanos, ends at 292 years
            long due = fromNow.isPositive() ? ticker.nanos() + TimeUnit.NANOSECONDS.convert(fromNow) : NONE;
            AT.lazySet(this, due);
        }

        /** Clears it, by a single write: its action does not start any more, unless it starts now. */
        public void clear() {
            AT.lazySet(this, NONE);
        }

        /**
         * Clears it, and tells whether that was in time.
         *
         * @return false if it had passed: its action has run, or runs now
         */
        public boolean clearInTime() {
            return at == NONE || AT.getAndSet(this, NONE) != PASSED;
        }

        private void expireAt(long now) {
            long due = at;
            if (due != NONE && due != PASSED && now - due >= 0 && AT.compareAndSet(this, due, PASSED)) {
                onExpiry.run();
            }
        }

        /** Forgets it. */
        @Override
        public void close() {
            clear();
            deadlines.remove(this);
        }
    }
}
