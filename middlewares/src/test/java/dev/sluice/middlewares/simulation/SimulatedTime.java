package dev.sluice.middlewares.simulation;

import dev.sluice.core.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;

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

    private record Due(long at, long number, Runnable resume) {}

    /** Starts a task some time from now. */
    void after(Duration delay, Runnable task) {
        enqueue(
                delay,
                () -> Thread.ofVirtual().start(() -> {
                    try {
                        task.run();
                    } catch (RuntimeException | Error failure) {
                        failures.add(failure);
                    } finally {
                        handedBack.release();
                    }
                }));
    }

    private void enqueue(Duration delay, Runnable resume) {
        queue.add(new Due(now + delay.toNanos(), numbers++, resume));
    }

    /** Runs until there is nothing left to do. */
    void run() {
        while (!queue.isEmpty()) {
            Due next = queue.remove();
            now = next.at();
            next.resume().run();
            handedBack.acquireUninterruptibly();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " tasks failed", failures.getFirst());
        }
    }

    @Override
    public void sleep(Duration duration) {
        Semaphore resumed = new Semaphore(0);
        enqueue(duration, resumed::release);
        handedBack.release();
        resumed.acquireUninterruptibly();
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
