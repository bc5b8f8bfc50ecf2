package dev.sluice.wire;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for messages on their way, so that a connection holds one only while it has something to say.
 *
 * <p>A fixed table of slots, each swapped atomically: no lock, no allocation, and never more kept than slots.
 */
public final class BufferPool {
    /** Bytes of a buffer: large enough for a bulk copy, small enough for a thousand at once. */
    public static final int SIZE = 32 * 1024;

    private static final int SLOTS = 64;
    /** Between the first slots of two threads: as many threads as processors have one each. */
    private static final int STEP = SLOTS
            / Integer.highestOneBit(Math.min(SLOTS, 2 * Runtime.getRuntime().availableProcessors() - 1));

    private final AtomicReferenceArray<byte @Nullable []> slots = new AtomicReferenceArray<>(SLOTS);

    /** An empty pool. */
    public BufferPool() {}

    byte[] borrow() {
        int start = slot();
        for (int i = 0; i < SLOTS; i++) {
            int at = (start + i) & (SLOTS - 1);
            if (slots.getPlain(at) != null) {
                byte[] found = slots.getAndSet(at, null);
                if (found != null) {
                    return found;
                }
            }
        }
        return new byte[SIZE];
    }

    void giveBack(byte[] buffer) {
        int start = slot();
        for (int i = 0; i < SLOTS; i++) {
            int at = (start + i) & (SLOTS - 1);
            if (slots.getPlain(at) == null && slots.compareAndSet(at, null, buffer)) {
                return;
            }
        }
    }

    /** Where to look first: in few places, so that what was given back last is taken first, and is in the cache. */
    private static int slot() {
        return (int) Thread.currentThread().threadId() * STEP & (SLOTS - 1);
    }
}
