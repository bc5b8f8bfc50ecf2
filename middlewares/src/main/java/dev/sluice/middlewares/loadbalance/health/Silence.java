package dev.sluice.middlewares.loadbalance.health;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * For how long a member has not answered though requests wait for it. Some of these may be slow by nature, so this alone
 * is no failure. Thread-safe, without a lock.
 */
final class Silence {
    private static final AtomicIntegerFieldUpdater<Silence> WAITING =
            AtomicIntegerFieldUpdater.newUpdater(Silence.class, "waiting");

    private volatile int waiting;
    private volatile long since;

    /** A request is sent. */
    void asked(long now) {
        if (WAITING.getAndIncrement(this) == 0) {
            since = now;
        }
    }

    /** A request has got its head. */
    void answered(long now) {
        if (now - since >= PassiveCheck.PRECISION) {
            since = now;
        }
        WAITING.decrementAndGet(this);
    }

    /** A request has failed, or was given up. */
    void over() {
        WAITING.decrementAndGet(this);
    }

    int waiting() {
        return waiting;
    }

    /** When it has answered last or was first asked since: within {@link PassiveCheck#PRECISION}. */
    long since() {
        return since;
    }
}
