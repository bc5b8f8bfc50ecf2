package dev.sluice.testkit;

import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Virtual time for a simulation of many tasks. One task runs at a time; one that waits hands over to the task that is due
 * next, and time jumps there. The order depends on nothing but the tasks, so a run can be repeated exactly. Give it to an
 * environment as both ticker and timers, and call nothing of it from threads that are no tasks while {@link #run} runs.
 */
public final class SimulatedTime implements Ticker, Timers {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private final Semaphore handedBack = new Semaphore(0);
    private final List<Throwable> failures = new ArrayList<>();
    private final List<Waiting> waitings = new ArrayList<>();
    private long now;
    private long numbers;

    /** Resumes a task, and tells whether that is one which hands back. */
    private record Due(long at, long number, BooleanSupplier resume) {}

    /** Starts a task some time from now. */
    public void after(Duration delay, Runnable task) {
        enqueue(delay, () -> start(task));
    }

    private boolean start(Runnable task) {
        Thread.ofVirtual().start(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error failure) {
                failures.add(failure);
            } finally {
                handedBack.release();
            }
        });
        return true;
    }

    private void enqueue(Duration delay, BooleanSupplier resume) {
        queue.add(new Due(now + delay.toNanos(), numbers++, resume));
    }

    /**
     * Runs until no task and no timer is left. On a virtual thread, as the tasks do: they take turns without the operating
     * system, which needs many times as long to hand over.
     *
     * @throws AssertionError if a task has thrown
     */
    public void run() {
        try {
            CompletableFuture.runAsync(this::takeTurns, Thread::startVirtualThread)
                    .get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stopped);
        } catch (ExecutionException bug) {
            throw new AssertionError("the simulation failed", bug.getCause());
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " tasks failed", failures.getFirst());
        }
    }

    private void takeTurns() {
        while (!queue.isEmpty()) {
            Due next = queue.remove();
            now = next.at();
            if (next.resume().getAsBoolean()) {
                handedBack.acquireUninterruptibly();
            }
            waitings.stream()
                    .filter(waiting -> waiting.latch().getCount() == 0)
                    .forEach(waiting -> enqueue(Duration.ZERO, waiting::resume));
        }
    }

    @Override
    public void sleep(Duration duration) {
        Semaphore resumed = new Semaphore(0);
        enqueue(duration, () -> {
            resumed.release();
            return true;
        });
        handedBack.release();
        resumed.acquireUninterruptibly();
    }

    /** Latches are looked at after each task: a task that opens one resumes those who wait for it at the same time. */
    @Override
    public boolean await(CountDownLatch latch, Duration atMost) {
        Semaphore resumed = new Semaphore(0);
        Waiting waiting = new Waiting(latch, resumed, new AtomicBoolean());
        waitings.add(waiting);
        enqueue(atMost, waiting::resume);
        handedBack.release();
        resumed.acquireUninterruptibly();
        waitings.remove(waiting);
        return latch.getCount() == 0;
    }

    private record Waiting(CountDownLatch latch, Semaphore resumed, AtomicBoolean over) {
        /** Whether a task runs now that did not run before. */
        boolean resume() {
            boolean first = over.compareAndSet(false, true);
            if (first) {
                resumed.release();
            }
            return first;
        }
    }

    /** The action runs as a task of its own. */
    @Override
    public Timer deadline(Runnable action) {
        return new SimulatedTimer(action);
    }

    /** The thread is a task that starts at this time, after the tasks that are due already. */
    @Override
    public void startThread(String name, Runnable task) {
        after(Duration.ZERO, task);
    }

    private final class SimulatedTimer implements Timer {
        private final Runnable action;
        private final AtomicLong setting = new AtomicLong();
        private volatile boolean passed;

        private SimulatedTimer(Runnable action) {
            this.action = action;
        }

        @Override
        public void set(Duration fromNow) {
            long mine = setting.incrementAndGet();
            passed = false;
            if (fromNow.isPositive()) {
                enqueue(fromNow, () -> setting.get() == mine && pass());
            }
        }

        private boolean pass() {
            passed = true;
            return start(action);
        }

        @Override
        public void clear() {
            setting.incrementAndGet();
        }

        @Override
        public boolean clearInTime() {
            clear();
            return !passed;
        }

        @Override
        public void close() {
            clear();
        }
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Instant now() {
        return EPOCH.plusNanos(now);
    }
}
