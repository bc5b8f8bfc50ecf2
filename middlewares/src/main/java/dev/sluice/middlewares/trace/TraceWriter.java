package dev.sluice.middlewares.trace;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A bounded queue of records and the one thread that makes lines of them. Lock-free: adding a record costs an increment
 * and a link, and a wake-up only if the thread sleeps, which under load is at most once per {@link #GATHER_NANOS}.
 */
final class TraceWriter {
    private static final Logger LOG = System.getLogger(Trace.class.getName());

    /**
     * How long the thread lets lines gather once there is one, so that they are written as a block. Real time, not a
     * Ticker's: it decides nothing that anybody could observe but the size of a block.
     */
    private static final long GATHER_NANOS = 10_000_000;

    private static final int BLOCK = 64 * 1024;

    private final Queue<TraceRecord> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean started = new AtomicBoolean();
    private final int capacity;
    private final LineFormat format;
    private final TraceSink sink;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;

    private final LineBuffer block = new LineBuffer(BLOCK + BLOCK / 4);
    private int linesInBlock;
    private boolean failing;

    TraceWriter(TraceOptions options) {
        capacity = options.capacity();
        format = LineFormat.of(options);
        sink = options.sink();
        thread = Thread.ofPlatform().name("sluice-trace").daemon().unstarted(this::run);
    }

    /** Takes a record, or counts it as dropped. Never waits. */
    void add(TraceRecord trace) {
        int position = queued.incrementAndGet();
        if (position > capacity || closed) {
            queued.decrementAndGet();
            dropped.increment();
            return;
        }
        queue.add(trace);
        if (asleep || position == capacity / 2) {
            asleep = false;
            LockSupport.unpark(thread);
        }
        if (!started.get() && started.compareAndSet(false, true)) {
            thread.start();
        }
    }

    long dropped() {
        return dropped.sum();
    }

    /** Writes what is queued, then releases the sink. */
    void close() {
        closed = true;
        if (started.compareAndSet(false, true)) {
            thread.start();
        }
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed || !queue.isEmpty()) {
            awaitRecord();
            writeQueued();
        }
        sink.close();
    }

    private void awaitRecord() {
        while (queue.isEmpty() && !closed) {
            asleep = true;
            if (queue.isEmpty() && !closed) {
                LockSupport.park(this);
            }
        }
        asleep = false;
        if (!closed && queued.get() < capacity / 2) {
            LockSupport.parkNanos(this, GATHER_NANOS);
        }
    }

    private void writeQueued() {
        for (TraceRecord trace = queue.poll(); trace != null; trace = queue.poll()) {
            queued.decrementAndGet();
            append(trace);
            if (block.size() >= BLOCK) {
                writeBlock();
            }
        }
        if (block.size() > 0) {
            writeBlock();
        }
    }

    private void append(TraceRecord trace) {
        int start = block.size();
        try {
            format.append(trace, block);
            block.write('\n');
            linesInBlock++;
        } catch (IOException | RuntimeException bug) {
            block.truncate(start);
            lost(1, bug);
        }
    }

    /** The thread outlives a sink that fails: a full disk must not end the log for good. */
    private void writeBlock() {
        try {
            sink.write(block.bytes(), block.size());
            failing = false;
        } catch (RuntimeException failed) {
            lost(linesInBlock, failed);
        }
        block.reset();
        linesInBlock = 0;
    }

    private void lost(int lines, Exception why) {
        dropped.add(lines);
        if (!failing) {
            LOG.log(Level.WARNING, "trace lines are being lost", why);
        }
        failing = true;
    }
}
