package dev.sluice.observe.journal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Follows the entries that fit a filter, from when it was made. What its reader does not take in time is dropped and
 * counted: decisions never wait. Thread-safe; meant for one reader.
 */
public final class JournalFollower implements AutoCloseable {
    private final JournalFilter filter;
    private final BlockingQueue<Optional<JournalEntry>> queue;
    private final Consumer<JournalFollower> leave;
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean closed;

    JournalFollower(JournalFilter filter, int capacity, Consumer<JournalFollower> leave) {
        this.filter = filter;
        this.leave = leave;
        queue = new ArrayBlockingQueue<>(capacity);
    }

    void offer(JournalEntry entry) {
        if (!closed && filter.takes(entry) && !queue.offer(Optional.of(entry))) {
            lost.incrementAndGet();
        }
    }

    /**
     * Takes the next entry. Waits in real time, which decides nothing.
     *
     * @param atMost how long to wait for one
     * @return the entry; empty if none came in time, the follower was closed, or the wait was interrupted, which leaves the
     *     interrupt flag set
     */
    public Optional<JournalEntry> next(Duration atMost) {
        if (closed && queue.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<JournalEntry> next = queue.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return next == null ? Optional.empty() : next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * How many entries were dropped since this was last asked.
     *
     * @return 0 if the reader keeps up
     */
    public long lost() {
        return lost.getAndSet(0);
    }

    /**
     * Whether no more entries will come.
     *
     * @return true once it was closed, by its reader or because the program ends
     */
    public boolean closed() {
        return closed;
    }

    /** Follows no longer, and wakes a reader that waits. */
    @Override
    public void close() {
        closed = true;
        leave.accept(this);
        queue.offer(Optional.empty()); // a reader that waits has an empty queue, so there is a place
    }
}
