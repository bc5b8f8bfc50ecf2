package dev.sluice.middlewares.trace;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A queue of records, bounded by number and by memory, and the one thread that makes lines of them. Lock-free: adding a
 * record costs two additions and a link, and a wake-up only if the thread sleeps, which under load is at most once per
 * {@link #GATHER_NANOS}.
 *
 * <p>Its two waits are in real time, not a Ticker's: how long lines gather, and how long the end waits for a sink. They
 * decide nothing about an exchange.
 */
final class TraceWriter {
    private static final Logger LOG = System.getLogger(Trace.class.getName());

    /** How long the thread lets lines gather once there is one, so that they are written as a block. */
    private static final long GATHER_NANOS = 10_000_000;

    private static final int BLOCK = 64 * 1024;
    /** Bytes of memory above which a record is replaced by one with copies of the fields that its line needs. */
    private static final long LARGE = 4 * 1024;

    private final Queue<TraceRecord> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final int capacity;
    private final long capacityBytes;
    private final Collection<String> requestFields;
    private final Collection<String> responseFields;
    private final LineFormat format;
    private final Output output;
    private final Duration patience;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;
    private volatile boolean rotated;
    private volatile boolean abandoned;

    private final LineBuffer block = new LineBuffer(BLOCK + BLOCK / 4);
    private int linesInBlock;
    private boolean failing;

    TraceWriter(TraceOptions options, Duration patience) {
        this.patience = patience;
        capacity = options.capacity();
        capacityBytes = options.maxWaitingBytes();
        List<String> shown = new ArrayList<>(TraceRecord.SHOWN);
        shown.addAll(options.requestHeaders());
        requestFields = List.copyOf(shown);
        responseFields = options.responseHeaders();
        format = LineFormat.of(options);
        output = Output.of(options.to());
        thread = Thread.ofPlatform().name("sluice-trace").daemon().unstarted(this::run);
    }

    /** Takes a record, or counts it as dropped. Never waits. */
    void add(TraceRecord whole) {
        TraceRecord trace = whole.memoryBytes() > LARGE ? whole.keeping(requestFields, responseFields) : whole;
        long bytes = trace.memoryBytes();
        int position = queued.incrementAndGet();
        if (queuedBytes.addAndGet(bytes) > capacityBytes || position > capacity || closed) {
            forget(bytes);
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

    private void forget(long bytes) {
        queued.decrementAndGet();
        queuedBytes.addAndGet(-bytes);
    }

    long dropped() {
        return dropped.sum();
    }

    /** Asks the thread that writes to reopen the sink before its next block. */
    void reopen() {
        rotated = true;
        if (started.compareAndSet(false, true)) {
            thread.start();
        }
        LockSupport.unpark(thread);
    }

    /** Writes what is queued, then releases the sink; gives up after a while. */
    void close() {
        closed = true;
        if (started.compareAndSet(false, true)) {
            thread.start();
        }
        LockSupport.unpark(thread);
        try {
            if (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.log(Level.WARNING, "the trace ends without {0} lines, which its sink did not take", queued.get());
                abandon();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            abandon();
        }
    }

    /**
     * Interrupts the thread, which ends a write to a file or FIFO. One that does not notice is a daemon and does not
     * keep the JVM alive.
     */
    private void abandon() {
        abandoned = true;
        thread.interrupt();
    }

    private void run() {
        while (!abandoned && (!closed || !queue.isEmpty())) {
            awaitRecord();
            if (rotated) {
                reopenSink();
            }
            writeQueued();
        }
        for (TraceRecord left = queue.poll(); left != null; left = queue.poll()) {
            forget(left.memoryBytes());
            dropped.increment();
        }
        try {
            output.end();
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "the end of the trace was not written", failed);
        } finally {
            ended.countDown();
        }
    }

    private void awaitRecord() {
        while (queue.isEmpty() && !closed && !rotated) {
            asleep = true;
            if (queue.isEmpty() && !closed && !rotated) {
                LockSupport.park(this);
            }
        }
        asleep = false;
        if (!closed && !rotated && queued.get() < capacity / 2) {
            LockSupport.parkNanos(this, GATHER_NANOS);
        }
    }

    private void reopenSink() {
        rotated = false;
        try {
            output.sink().reopen();
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.WARNING, "the trace could not be opened anew; the next lines will try it again", failed);
        }
    }

    private void writeQueued() {
        TraceRecord trace;
        while (!abandoned && (trace = queue.poll()) != null) {
            forget(trace.memoryBytes());
            append(trace);
            if (block.size() >= BLOCK) {
                writeBlock();
            }
        }
        if (block.size() > 0) {
            writeBlock();
        }
    }

    /** The thread outlives what goes wrong with a line, a lack of memory included: else the log would end for good. */
    private void append(TraceRecord trace) {
        int start = block.size();
        try {
            format.append(trace, block);
            block.write('\n');
            linesInBlock++;
        } catch (IOException | RuntimeException | Error bug) {
            block.truncate(start);
            lost(1, bug);
        }
    }

    /** The thread outlives a sink that fails, too: a full disk must not end the log for good. */
    private void writeBlock() {
        try {
            output.sink().write(block.bytes(), block.size());
            failing = false;
        } catch (RuntimeException | Error failed) {
            lost(linesInBlock, failed);
        }
        block.reset();
        linesInBlock = 0;
    }

    private void lost(int lines, Throwable why) {
        dropped.add(lines);
        if (!failing) {
            failing = true;
            try {
                LOG.log(Level.WARNING, "trace lines are being lost", why);
            } catch (Error noMemory) {
                // dropped() tells of it
            }
        }
    }
}
