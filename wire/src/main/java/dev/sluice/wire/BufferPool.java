package dev.sluice.wire;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for messages on their way, so that an idle connection need not hold one. A body that fills its buffer gets a
 * larger one for fewer and longer writes, as long as there are any: there are few of those.
 *
 * <p>Fixed tables of slots, each swapped atomically: no lock, no allocation, and never more kept than slots.
 */
public final class BufferPool {
    /** Bytes of a buffer: large enough for most messages, small enough for a thousand at once. */
    public static final int SIZE = 32 * 1024;

    /** Bytes of a smaller one: most heads, with their bodies if those are small too. */
    static final int SMALL = 4 * 1024;

    /** Bytes of a larger one: a write of it costs a third less for each byte. */
    static final int LARGE = 256 * 1024;

    private static final int SLOTS = 64;
    /** Between the first slots of two threads: as many threads as processors have one each. */
    private static final int STEP = SLOTS
            / Integer.highestOneBit(Math.min(SLOTS, 2 * Runtime.getRuntime().availableProcessors() - 1));

    private static final int LARGE_SLOTS = 16;
    /** In the place of a larger one that nobody has wanted so far. */
    private static final byte[] TO_BE_MADE = {};

    private final AtomicReferenceArray<byte @Nullable []> small = new AtomicReferenceArray<>(SLOTS);
    private final AtomicReferenceArray<byte @Nullable []> slots = new AtomicReferenceArray<>(SLOTS);
    private final AtomicReferenceArray<byte @Nullable []> large = new AtomicReferenceArray<>(LARGE_SLOTS);

    /** An empty pool. */
    public BufferPool() {
        for (int i = 0; i < LARGE_SLOTS; i++) {
            large.setPlain(i, TO_BE_MADE);
        }
    }

    byte[] borrow() {
        byte[] found = take(slots);
        return found == null ? new byte[SIZE] : found;
    }

    byte[] borrowSmall() {
        byte[] found = take(small);
        return found == null ? new byte[SMALL] : found;
    }

    /** Takes a borrowed buffer for a larger one; lends the same again while all of those are in use. */
    byte[] enlarge(byte[] buffer) {
        byte[] found = buffer.length == SIZE ? take(large) : null;
        if (found == null) {
            return buffer;
        }
        giveBack(buffer);
        return found.length == 0 ? new byte[LARGE] : found;
    }

    /** Of any size; what is not one of these is not kept. */
    void giveBack(byte[] buffer) {
        switch (buffer.length) {
            case SMALL -> put(small, buffer);
            case SIZE -> put(slots, buffer);
            case LARGE -> put(large, buffer);
            default -> {}
        }
    }

    private static byte @Nullable [] take(AtomicReferenceArray<byte @Nullable []> from) {
        int start = slot();
        for (int i = 0; i < from.length(); i++) {
            int at = (start + i) & (from.length() - 1);
            if (from.getPlain(at) != null) {
                byte[] found = from.getAndSet(at, null);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static void put(AtomicReferenceArray<byte @Nullable []> into, byte[] buffer) {
        int start = slot();
        for (int i = 0; i < into.length(); i++) {
            int at = (start + i) & (into.length() - 1);
            if (into.getPlain(at) == null && into.compareAndSet(at, null, buffer)) {
                return;
            }
        }
    }

    /** Where to look first: in few places, so that what was given back last is taken first, and is in the cache. */
    private static int slot() {
        return (int) Thread.currentThread().threadId() * STEP;
    }
}
