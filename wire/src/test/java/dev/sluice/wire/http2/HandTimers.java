package dev.sluice.wire.http2;

import dev.sluice.core.Timers;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Timers that run when a test moves the clock, on the thread of the test. */
final class HandTimers implements Timers {
    final ManualTicker ticker = new ManualTicker();
    private final List<Hand> timers = new CopyOnWriteArrayList<>();

    /** Moves the clock, and runs what has come due. */
    void advance(Duration duration) {
        ticker.advance(duration);
        timers.forEach(Hand::runIfDue);
    }

    /** How many timers there are that were not closed. */
    int size() {
        return timers.size();
    }

    @Override
    public Timer deadline(Runnable action) {
        Hand timer = new Hand(action);
        timers.add(timer);
        return timer;
    }

    private final class Hand implements Timer {
        private final Runnable action;
        private boolean set;
        private long due;

        Hand(Runnable action) {
            this.action = action;
        }

        void runIfDue() {
            boolean runs;
            synchronized (this) {
                runs = set && ticker.nanos() - due >= 0;
                set &= !runs;
            }
            if (runs) {
                action.run();
            }
        }

        @Override
        public synchronized void set(Duration fromNow) {
            set = fromNow.isPositive();
            due = ticker.nanos() + fromNow.toNanos();
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
