package dev.sluice.io;

import dev.sluice.core.Ticker;
import dev.sluice.core.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Deadlines of connections, kept by one coarse sweep instead of a timer each: setting and clearing one is a single
 * write, as it happens several times a request, and expiry is rare and may come two ticks late.
 *
 * <p>Only those that were soon due at some time of the last seconds are looked at with each tick. All are looked at once
 * a second, so that the many of idle connections cost little.
 */
public final class Deadlines implements Timers {
    private static final Duration TICK = Duration.ofMillis(20);
    private static final long NONE = Long.MIN_VALUE;
    private static final long PASSED = NONE + 1;
    private static final long SORTED_EVERY = TimeUnit.SECONDS.toNanos(1);
    /** Long enough for a deadline that is farther to be seen by another sorting in time, even by a late one. */
    private static final long SOON = 2 * SORTED_EVERY;

    private final Ticker ticker;
    private final Set<Deadline> all = ConcurrentHashMap.newKeySet();
    private final Set<Deadline> soon = ConcurrentHashMap.newKeySet();
    /** The sweep's own. */
    private long sortedAt;

    /**
     * Deadlines that only {@link #sweep()} looks after.
     *
     * @param ticker the time
     */
    public Deadlines(Ticker ticker) {
        this.ticker = ticker;
        this.sortedAt = ticker.nanos();
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

        @Override
        public boolean await(CountDownLatch latch, Duration atMost) {
            nanos = exact.nanos();
            return exact.await(latch, atMost);
        }
    }

    void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                ticker.sleep(TICK);
                sweep();
            } catch (RuntimeException | Error bug) { // of one action, reported as any thread's; the others go on
                report(bug);
            }
        }
    }

    private static void report(Throwable bug) {
        try {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, bug);
        } catch (RuntimeException | Error again) {
            // without memory nothing can be said of it
        }
    }

    /** Runs the actions of all deadlines that have passed. */
    public void sweep() {
        long now = ticker.nanos();
        if (now - sortedAt >= SORTED_EVERY) {
            sortedAt = now;
            all.forEach(deadline -> deadline.sort(now));
        }
        for (Deadline deadline : soon) {
            deadline.expireAt(now);
        }
    }

    /** How many are looked at with each tick. */
    int soon() {
        return soon.size();
    }

    @Override
    public Deadline deadline(Runnable onExpiry) {
        Deadline deadline = new Deadline(onExpiry);
        all.add(deadline);
        return deadline;
    }

    /** One deadline at a time. Thread-safe; its lock is for a change of lists and never held while its action runs. */
    public final class Deadline implements Timers.Timer {
        private static final AtomicLongFieldUpdater<Deadline> AT =
                AtomicLongFieldUpdater.newUpdater(Deadline.class, "at");

        private final Runnable onExpiry;
        private volatile long at = NONE;
        private volatile boolean listed;
        /** Not listed any more, but still looked at; the sweep's own. */
        private boolean leaving;

        private boolean closed;

        private Deadline(Runnable onExpiry) {
            this.onExpiry = onExpiry;
        }

        @Override
        public void set(Duration fromNow) {
            if (!fromNow.isPositive()) {
                clear();
                return;
            }
            long now = ticker.nanos();
            // convert, unlike toNanos, ends at 292 years
            long due = now + TimeUnit.NANOSECONDS.convert(fromNow);
            AT.lazySet(this, due);
            if (due - now < SOON && !listed) {
                list();
            }
        }

        private synchronized void list() {
            if (!closed) {
                listed = true;
                soon.add(this);
            }
        }

        private static boolean isTime(long at) {
            return at != NONE && at != PASSED;
        }

        /** One that leaves is looked at for another second: who set it just now may have believed it listed. */
        private void sort(long now) {
            long due = at;
            if (isTime(due) && due - now < SOON) {
                list();
            } else if (listed) {
                listed = false;
                leaving = true;
            } else if (leaving) {
                leaving = false;
                leave();
            }
        }

        private synchronized void leave() {
            if (!listed) {
                soon.remove(this);
            }
        }

        /** By a single write. */
        @Override
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
            if (isTime(due) && now - due >= 0 && AT.compareAndSet(this, due, PASSED)) {
                onExpiry.run();
            }
        }

        @Override
        public synchronized void close() {
            clear();
            closed = true;
            all.remove(this);
            soon.remove(this);
        }
    }
}
