package dev.sluice.opentelemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Spans that wait to be exported, and the daemon thread that does it, which starts with the first. What does not fit is
 * dropped and counted: exchanges never wait. Thread-safe; one short lock, which is not held while exporting.
 */
final class SpanQueue implements AutoCloseable {
    private static final int BATCH = 512;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final SpanExporter exporter;
    private final int capacity;
    private final Duration timeout;
    private final LongAdder dropped = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<SpanData> waiting = new ArrayDeque<>();
    private @Nullable Thread thread;
    private boolean closed;

    SpanQueue(SpanExporter exporter, int capacity, Duration timeout) {
        this.exporter = exporter;
        this.capacity = capacity;
        this.timeout = timeout;
    }

    void add(SpanData span) {
        lock.lock();
        try {
            if (closed || waiting.size() >= capacity) {
                dropped.increment();
                return;
            }
            waiting.add(span);
            if (thread == null) {
                thread = Thread.ofPlatform().daemon().name("sluice-spans").start(this::export);
            }
            if (waiting.size() == 1 || waiting.size() == BATCH) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void drop(long spans) {
        dropped.add(spans);
    }

    long dropped() {
        return dropped.sum();
    }

    private void export() {
        for (List<SpanData> batch = next(); !batch.isEmpty(); batch = next()) {
            if (!isExported(batch)) {
                drop(batch.size());
            }
        }
    }

    private boolean isExported(List<SpanData> batch) {
        try {
            CompletableResultCode result = exporter.export(batch);
            return result.join(timeout.toMillis(), TimeUnit.MILLISECONDS).isSuccess();
        } catch (RuntimeException bug) {
            System.getLogger(SpanQueue.class.getName())
                    .log(System.Logger.Level.WARNING, "spans could not be exported: " + bug, bug);
            return false;
        }
    }

    /** As many as go together; waits a little for more to come. Empty when it is closed and nothing is left. */
    private List<SpanData> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            long left = PAUSE.toNanos();
            while (left > 0 && waiting.size() < Math.min(BATCH, capacity) && !closed) {
                left = changed.awaitNanos(left);
            }
            return taken();
        } catch (InterruptedException end) {
            return taken();
        } finally {
            lock.unlock();
        }
    }

    private List<SpanData> taken() {
        List<SpanData> batch = new ArrayList<>(Math.min(BATCH, waiting.size()));
        while (batch.size() < BATCH && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    /** Exports what waits, for three seconds at most. The rest is dropped. */
    @Override
    public void close() {
        Thread exporting = closing();
        try {
            if (exporting != null && !exporting.join(PATIENCE)) {
                drop(left());
            }
        } catch (InterruptedException hurry) {
            drop(left());
            Thread.currentThread().interrupt();
        }
        exporter.shutdown();
    }

    private @Nullable Thread closing() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            return thread;
        } finally {
            lock.unlock();
        }
    }

    private int left() {
        lock.lock();
        try {
            int left = waiting.size();
            waiting.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }
}
