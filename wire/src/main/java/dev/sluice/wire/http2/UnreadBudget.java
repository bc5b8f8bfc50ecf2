package dev.sluice.wire.http2;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that connections hold because nobody has read them yet. While there are more than granted, peers are credited for
 * what is read and no longer for what arrives. Thread-safe.
 */
public final class UnreadBudget {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    /**
     * A budget, to be shared by connections.
     *
     * @param most bytes
     */
    public UnreadBudget(long most) {
        this.most = most;
    }

    /** How many bytes are held. */
    public long held() {
        return held.get();
    }

    boolean isSpent() {
        return held.get() > most;
    }

    void add(long bytes) {
        held.addAndGet(bytes);
    }
}
