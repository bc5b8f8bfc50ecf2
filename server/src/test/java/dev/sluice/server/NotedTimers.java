package dev.sluice.server;

import dev.sluice.core.Timers;
import dev.sluice.io.Deadlines;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Deadlines that pass when a test moves the clock, and that tell which waits have begun. */
final class NotedTimers implements Timers {
    /** Shorter ones are those of watches, which look again and again. */
    private static final Duration NOTED = Duration.ofSeconds(1);

    private final ManualTicker ticker = new ManualTicker();
    private final Deadlines deadlines = new Deadlines(ticker);
    private final BlockingQueue<Duration> set = new LinkedBlockingQueue<>();

    Hosting hosting() {
        return Hosting.of(ticker, this);
    }

    /** The next deadline that was set; fails after ten seconds without one. */
    Duration next() throws InterruptedException {
        Duration next = set.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no deadline was set");
        }
        return next;
    }

    /** The next deadline that was set already; zero if there is none. */
    Duration nextNow() {
        Duration next = set.poll();
        return next == null ? Duration.ZERO : next;
    }

    /** Moves the clock and lets pass what has come due. */
    void advance(Duration duration) {
        ticker.advance(duration);
        deadlines.sweep();
    }

    @Override
    public Timer deadline(Runnable action) {
        return new Noted(deadlines.deadline(action));
    }

    private final class Noted implements Timer {
        private final Timer timer;

        Noted(Timer timer) {
            this.timer = timer;
        }

        @Override
        public void set(Duration fromNow) {
            timer.set(fromNow);
            if (fromNow.compareTo(NOTED) >= 0) {
                set.add(fromNow);
            }
        }

        @Override
        public void clear() {
            timer.clear();
        }

        @Override
        public boolean clearInTime() {
            return timer.clearInTime();
        }

        @Override
        public void close() {
            timer.close();
        }
    }
}
