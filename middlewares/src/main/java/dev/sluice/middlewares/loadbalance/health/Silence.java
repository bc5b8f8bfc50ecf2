package dev.sluice.middlewares.loadbalance.health;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * For how long a member has not answered though requests wait for it. Some of these may be slow by nature, so this alone
 * is no failure. Thread-safe, without a lock.
 */
final class Silence {
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
        since = now;
        waiting.decrementAndGet();
    }

    /** A request has failed, or was given up. */
    void over() {
        waiting.decrementAndGet();
    }

    int waiting() {
        return waiting.get();
    }

    long since() {
        return since;
    }
}
