package dev.sluice.observe.journal;

import dev.sluice.core.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Follows the entries that fit a filter, from when it was made. What its reader does not take in time is dropped and
 * counted: decisions never wait. Thread-safe; meant for one reader.
 */
public final class JournalFollower implements AutoCloseable {
    private final JournalFilter filter;
    private final Queue<JournalEntry> queue;
    private final Ticker ticker;
    private final Consumer<JournalFollower> leave;
    private final AtomicLong lost = new AtomicLong();
    /** Open as soon as there is something new for a reader that waits. */
    private volatile CountDownLatch news = new CountDownLatch(0);

    private volatile boolean closed;

    JournalFollower(JournalFilter filter, int capacity, Ticker ticker, Consumer<JournalFollower> leave) {
        this.filter = filter;
        this.ticker = ticker;
        this.leave = leave;
        queue = new ArrayBlockingQueue<>(capacity);
    }

    void offer(JournalEntry entry) {
        if (closed || !filter.takes(entry)) {
            return;
        }
        if (queue.offer(entry)) {
            news.countDown();
        } else {
            lost.incrementAndGet();
        }
    }

    /**
     * Takes the next entry.
     *
     * @param atMost how long to wait for one
     * @return the entry; empty if none came in time, the follower was closed, or the wait was interrupted, which leaves the
     *     interrupt flag set
     */
    public Optional<JournalEntry> next(Duration atMost) {
        JournalEntry there = queue.poll();
        if (there == null && !closed) {
            CountDownLatch waiting = new CountDownLatch(1);
            news = waiting;
            there = queue.poll(); // what came before the latch was there to be opened
            if (there == null && !closed) {
                ticker.await(waiting, atMost);
                there = queue.poll();
            }
        }
        return Optional.ofNullable(there);
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
        news.countDown();
    }
}
