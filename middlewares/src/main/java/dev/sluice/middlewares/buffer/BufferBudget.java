package dev.sluice.middlewares.buffer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes may be held at one time, in memory and on disk together. Share one between all buffers of a process: a
 * body that does not fit any more is answered 503, so a crowd of uploads cannot fill heap or disk. Thread-safe.
 */
public final class BufferBudget {
    private final long limit;
    private final AtomicLong held = new AtomicLong();

    private BufferBudget(long limit) {
        this.limit = limit;
    }

    /**
     * A budget of its own.
     *
     * @param bytes how many, at least 1
     * @return nothing held yet
     */
    public static BufferBudget of(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("buffer budget must be at least 1 byte, is " + bytes);
        }
        return new BufferBudget(bytes);
    }

    /**
     * What is held now.
     *
     * @return bytes
     */
    public long held() {
        return held.get();
    }

    /**
     * What may be held.
     *
     * @return bytes
     */
    public long limit() {
        return limit;
    }

    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= limit) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        held.addAndGet(-bytes);
    }

    @Override
    public String toString() {
        return held() + " of " + limit + " bytes";
    }
}
