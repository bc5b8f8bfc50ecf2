package dev.sluice.middlewares.loadbalance.health;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * For how long a member has not answered though requests wait for it. Some of these may be slow by nature, so this alone
 * is no failure. Thread-safe, without a lock.
 */
final class Silence {
    /**
     * A millisecond: more often than that it is not noted that there was an answer. A note at each request would take the
     * cache line away from the other processors, which read at each request what lies beside it.
     */
    static final long PRECISION = 1_000_000;

    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long since;

    /** A request is sent. */
    void asked(long now) {
        if (waiting.getAndIncrement() == 0) {
            since = now;
        }
    }

    /** A request has got its head. */
    void answered(long now) {
        if (now - since >= PRECISION) {
            since = now;
        }
        waiting.decrementAndGet();
    }

    /** A request has failed, or was given up. */
    void over() {
        waiting.decrementAndGet();
    }

    int waiting() {
        return waiting.get();
    }

    /** When it has answered last or was first asked since: within {@link #PRECISION}. */
    long since() {
        return since;
    }
}
