package dev.sluice.wire.http2;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that connections hold because nobody has read them yet. While there are more than granted, peers are credited for
 * what is read and no longer for what arrives. As many may be lent to windows that grow beyond what they begin with.
 * Thread-safe.
 */
public final class UnreadBudget {
    private final long most;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong lent = new AtomicLong();

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

    long lent() {
        return lent.get();
    }

    /** Lends bytes to a window, or takes back; false if there are not so many. */
    boolean lend(long bytes) {
        if (lent.addAndGet(bytes) <= most || bytes <= 0) {
            return true;
        }
        lent.addAndGet(-bytes);
        return false;
    }

    boolean isSpent() {
        return held.get() > most;
    }

    void add(long bytes) {
        held.addAndGet(bytes);
    }
}
