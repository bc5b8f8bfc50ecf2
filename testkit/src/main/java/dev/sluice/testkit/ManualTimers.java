package dev.sluice.testkit;

import dev.sluice.core.time.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Timers that run when a test moves the clock: on the test's thread, in the order in which they are due, and each at its
 * time. They also tell which waits have begun. Thread-safe.
 */
public final class ManualTimers implements Timers {
    private static final long PATIENCE_SECONDS = 10;

    private final ManualTicker ticker = new ManualTicker();
    private final List<Manual> timers = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Duration> waits = new LinkedBlockingQueue<>();
    private final boolean inline;

    /** With tasks on threads of their own. */
    public ManualTimers() {
        this(false);
    }

    private ManualTimers(boolean inline) {
        this.inline = inline;
    }

    /** With tasks that run to their end where they are started. */
    public static ManualTimers inline() {
        return new ManualTimers(true);
    }

    /** The clock. Moved by itself it runs no timer. */
    public ManualTicker ticker() {
        return ticker;
    }

    /** Moves the clock, and runs what comes due. */
    public void advance(Duration duration) {
        long end = ticker.nanos() + duration.toNanos();
        for (Optional<Manual> next = firstDueBy(end); next.isPresent(); next = firstDueBy(end)) {
            next.get().runIfDueBy(end);
        }
        moveTo(end);
    }

    private Optional<Manual> firstDueBy(long end) {
        return timers.stream().filter(timer -> timer.isDueBy(end)).min(Comparator.comparingLong(Manual::due));
    }

    private void moveTo(long nanos) {
        ticker.advance(Duration.ofNanos(Math.max(0, nanos - ticker.nanos())));
    }

    /** How many timers there are that were not closed. */
    public int size() {
        return timers.size();
    }

    /**
     * The next time that a timer was set to, from when it was set; each is told once.
     *
     * @throws AssertionError if none is set within ten seconds
     */
    public Duration nextSet() throws InterruptedException {
        Duration next = waits.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no timer was set");
        }
        return next;
    }

    /** The same, if one was set already. */
    public Optional<Duration> nextSetAlready() {
        return Optional.ofNullable(waits.poll());
    }

    @Override
    public Timer deadline(Runnable action) {
        Manual timer = new Manual(action);
        timers.add(timer);
        return timer;
    }

    @Override
    public void startThread(String name, Runnable task) {
        if (inline) {
            task.run();
        } else {
            Timers.super.startThread(name, task);
        }
    }

    private final class Manual implements Timer {
        private final Runnable action;
        private boolean set;
        private long due;

        Manual(Runnable action) {
            this.action = action;
        }

        synchronized boolean isDueBy(long end) {
            return set && due <= end;
        }

        synchronized long due() {
            return due;
        }

        void runIfDueBy(long end) {
            synchronized (this) {
                if (!isDueBy(end)) {
                    return;
                }
                set = false;
                moveTo(due);
            }
            action.run();
        }

        @Override
        public synchronized void set(Duration fromNow) {
            set = fromNow.isPositive();
            due = ticker.nanos() + fromNow.toNanos();
            if (set) {
                waits.add(fromNow);
            }
        }

        @Override
        public synchronized void clear() {
            set = false;
        }

        @Override
        public synchronized boolean clearInTime() {
            boolean inTime = set;
            set = false;
            return inTime;
        }

        @Override
        public void close() {
            clear();
            timers.remove(this);
        }
    }
}
