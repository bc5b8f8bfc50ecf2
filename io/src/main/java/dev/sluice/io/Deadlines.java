package dev.sluice.io;

import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines of connections, kept by one periodic sweep instead of a timer each. A deadline is set and cleared several
 * times a request, so that this has to be cheap: it is one write of a field. Deadlines seldom pass, so that it may take
 * a while to notice: an action runs up to two ticks of 20 ms late.
 *
 * <p>Each tick looks at the deadlines that are due within seconds. Once a second all of them are sorted into those and
 * the others, so that the many of idle connections cost little. A new one is listed by the next tick but one, or before they
 * are sorted: most of those of a single exchange are closed by then, and never were in a list.
 */
public final class Deadlines implements Timers {
    private static final Duration TICK = Duration.ofMillis(20);
    /** What a field has before it is written: to write a volatile one as it is made would be a fence. */
    private static final long NONE = 0;

    private static final long PASSED = Long.MIN_VALUE;
    private static final long SORTED_EVERY = TimeUnit.SECONDS.toNanos(1);
    /** Each tick looks at the deadlines within this many nanoseconds; those farther off are sorted again before. */
    private static final long SOON = 2 * SORTED_EVERY;

    private final Ticker ticker;
    private final Failures failures = new Failures();
    private final Set<Deadline> all = ConcurrentHashMap.newKeySet();
    private final Set<Deadline> soon = ConcurrentHashMap.newKeySet();
    /** Those made since the last tick, each with the one before. */
    private final AtomicReference<@Nullable Deadline> newest = new AtomicReference<>();
    /** Those made in the tick before that, each with the one before; only the thread that sweeps uses it. */
    private @Nullable Deadline recent;
    /** When all deadlines were sorted last; only the thread that sweeps uses it. */
    private long sortedAt;

    /**
     * Deadlines that pass when {@link #sweep()} is called, as a test does.
     *
     * @param ticker tells the time
     */
    public Deadlines(Ticker ticker) {
        this.ticker = ticker;
        this.sortedAt = ticker.nanos();
    }

    /**
     * The deadlines of this process, which a daemon thread sweeps every 20 ms.
     *
     * @return the one instance
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
     * A clock that is read once a tick, when the sweeping thread goes to sleep, and stands still in between: reading it
     * is a field access. Deadlines are set and compared by the same clock, so that none passes too early.
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

    /** Ends by an interrupt only: without this thread no deadline of the gateway would pass any more. */
    void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                ticker.sleep(TICK);
                sweep();
            } catch (RuntimeException | Error failed) {
                failures.report(failed);
            }
        }
    }

    /** Runs the actions of all deadlines that have passed. If one throws, that is reported and the others run. */
    public void sweep() {
        long now = ticker.nanos();
        joinWithEarlier(recent);
        recent = newest.getAndSet(null);
        if (now - sortedAt >= SORTED_EVERY) {
            sortedAt = now;
            joinWithEarlier(recent);
            recent = null;
            all.forEach(deadline -> deadline.sort(now));
        }
        for (Deadline deadline : soon) {
            try {
                deadline.expireAt(now);
            } catch (RuntimeException | Error bug) {
                failures.report(bug);
            }
        }
        failures.endOfRound();
    }

    /** Lists a deadline and those made before it. One for which there is no memory just then comes with a later tick. */
    private void joinWithEarlier(@Nullable Deadline last) {
        Deadline made = last;
        while (made != null) {
            Deadline earlier = made.earlier;
            made.earlier = null;
            try {
                made.join();
            } catch (Error noMemory) {
                failures.report(noMemory);
                push(made);
            }
            made = earlier;
        }
    }

    private void push(Deadline made) {
        Deadline earlier;
        do {
            earlier = newest.get();
            made.earlier = earlier;
        } while (!newest.compareAndSet(earlier, made));
    }

    /** How many deadlines are in the list of all. */
    int listed() {
        return all.size();
    }

    /** How many deadlines each tick looks at. */
    int soon() {
        return soon.size();
    }

    @Override
    public Deadline deadline(Runnable onExpiry) {
        Deadline deadline = new Deadline(onExpiry);
        push(deadline);
        return deadline;
    }

    /**
     * A deadline that can be set again and again. Thread-safe; its lock guards its place in the lists and is not held
     * while the action runs.
     */
    public final class Deadline implements Timers.Timer {
        private static final AtomicLongFieldUpdater<Deadline> AT =
                AtomicLongFieldUpdater.newUpdater(Deadline.class, "at");

        private Runnable onExpiry;
        /** The one that was made before, until this one is listed. */
        private @Nullable Deadline earlier;

        /** {@link #NONE} at first. */
        private volatile long at;

        private volatile boolean listed;
        /** Whether it has been in a list. */
        private boolean joined;
        /** Whether it leaves the list of those that each tick looks at; only the thread that sweeps uses it. */
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
            // convert saturates at 292 years, where toNanos throws
            long due = now + TimeUnit.NANOSECONDS.convert(fromNow);
            AT.lazySet(this, due == NONE ? due + 1 : due);
            if (due - now < SOON && !listed) {
                list();
            }
        }

        private synchronized void list() {
            if (!closed) {
                listed = true;
                joined = true;
                soon.add(this);
            }
        }

        /** Joins all others, unless it is closed. */
        private synchronized void join() {
            if (!closed) {
                joined = true;
                all.add(this);
            }
        }

        private static boolean isTime(long at) {
            return at != NONE && at != PASSED;
        }

        /**
         * Sorts it into those that each tick looks at, or out of them. One that leaves is looked at for another second,
         * since a thread that sets it just now may have seen it still listed.
         */
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

        /** Clears it, by one write of a field. */
        @Override
        public void clear() {
            AT.lazySet(this, NONE);
        }

        @Override
        public boolean clearInTime() {
            return at == NONE || AT.getAndSet(this, NONE) != PASSED;
        }

        private void expireAt(long now) {
            long due = at;
            Runnable action = onExpiry; // before it passes, and whoever is told so may close it
            if (isTime(due) && now - due >= 0 && AT.compareAndSet(this, due, PASSED)) {
                action.run();
            }
        }

        @Override
        public synchronized void close() {
            clear();
            closed = true;
            onExpiry = () -> {}; // what it held need not wait for the next tick
            if (joined) {
                all.remove(this);
                soon.remove(this);
            }
        }
    }
}
