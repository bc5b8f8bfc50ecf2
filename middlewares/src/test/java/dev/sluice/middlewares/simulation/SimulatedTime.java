package dev.sluice.middlewares.simulation;

import dev.sluice.core.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Time of a simulation: many tasks at once, one running at a time. A task that sleeps hands over to whoever is due next,
 * and time jumps there. The order depends on nothing but the tasks, so a run can be repeated exactly.
 */
final class SimulatedTime implements Ticker {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private final Semaphore handedBack = new Semaphore(0);
    private final List<Throwable> failures = new ArrayList<>();
    private long now;
    private long numbers;

    /** Resumes somebody, and tells whether that is one who hands back. */
    private record Due(long at, long number, BooleanSupplier resume) {}

    private final List<Waiting> waitings = new ArrayList<>();

    /** Starts a task some time from now. */
    void after(Duration delay, Runnable task) {
        enqueue(delay, () -> {
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
        });
    }

    private void enqueue(Duration delay, BooleanSupplier resume) {
        queue.add(new Due(now + delay.toNanos(), numbers++, resume));
    }

    /** Runs until there is nothing left to do. */
    void run() {
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
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " tasks failed", failures.getFirst());
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

    /** Looked at after each task: whoever opens a latch resumes those who wait for it at the same time. */
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
        /** Whether somebody runs now who did not before. */
        boolean resume() {
            boolean first = over.compareAndSet(false, true);
            if (first) {
                resumed.release();
            }
            return first;
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
