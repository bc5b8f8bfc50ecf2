package dev.sluice.observe.admin;

import dev.sluice.core.Timers;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Timers that run when a test moves the clock, on the thread of the test. */
final class SteppedTimers implements Timers {
    final ManualTicker ticker = new ManualTicker();
    private final List<Stepped> timers = new CopyOnWriteArrayList<>();

    /** Moves the clock second by second, and runs what has come due. */
    void advance(Duration duration) {
        for (long i = 0; i < duration.toSeconds(); i++) {
            ticker.advance(Duration.ofSeconds(1));
            timers.forEach(Stepped::runIfDue);
        }
    }

    @Override
    public Timer deadline(Runnable action) {
        Stepped timer = new Stepped(action);
        timers.add(timer);
        return timer;
    }

    @Override
    public void startThread(String name, Runnable task) {
        task.run();
    }

    private final class Stepped implements Timer {
        private final Runnable action;
        private boolean set;
        private long due;

        Stepped(Runnable action) {
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
