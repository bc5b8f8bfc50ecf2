package dev.sluice.wire;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Byte arrays that connections borrow for the time of a message, so that an idle connection holds none. A body that
 * fills its buffer borrows a larger one, for fewer and longer writes; there are few of these, so that a borrower may
 * have to go on with the one it has.
 *
 * <p>Thread-safe without a lock: free buffers lie in tables of fixed size whose slots are swapped atomically. A buffer
 * that finds no free slot is left to the garbage collector.
 */
public final class BufferPool {
    /** Bytes of an ordinary buffer: enough for most messages; a thousand of them are 32 MiB. */
    public static final int SIZE = 32 * 1024;

    /** Bytes of a small buffer: enough for most heads, with a small body. */
    public static final int SMALL = 4 * 1024;

    /** Bytes of a large buffer: a write of that size costs a third less CPU a byte than one of an ordinary buffer. */
    public static final int LARGE = 256 * 1024;

    private static final int SLOTS = 64;
    /** The distance between the slots at which searches begin, of which there are about as many as processors. */
    private static final int STEP = SLOTS
            / Integer.highestOneBit(Math.min(SLOTS, 2 * Runtime.getRuntime().availableProcessors() - 1));

    private static final int LARGE_SLOTS = 16;
    /** Fills the slot of a large buffer that has not been allocated yet, because nobody has asked for it. */
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

    /**
     * Lends an ordinary buffer.
     *
     * @return {@link #SIZE} bytes, whatever they hold
     */
    public byte[] borrow() {
        byte[] found = take(slots);
        return found == null ? new byte[SIZE] : found;
    }

    /**
     * Lends a small buffer.
     *
     * @return {@link #SMALL} bytes, whatever they hold
     */
    public byte[] borrowSmall() {
        byte[] found = take(small);
        return found == null ? new byte[SMALL] : found;
    }

    /**
     * Lends a large buffer.
     *
     * @return {@link #LARGE} bytes; none if all large ones are lent
     */
    public byte[] borrowLarge() {
        byte[] found = take(large);
        if (found == null) {
            return TO_BE_MADE;
        }
        return found.length == 0 ? new byte[LARGE] : found;
    }

    /**
     * Lends a large buffer, or an ordinary one if all large ones are lent.
     *
     * @return {@link #LARGE} or {@link #SIZE} bytes, whatever they hold
     */
    public byte[] borrowLargeIfAny() {
        byte[] found = borrowLarge();
        return found.length == 0 ? borrow() : found;
    }

    /**
     * Exchanges a borrowed buffer for the next larger size. What it holds is lost.
     *
     * @param buffer the borrowed one
     * @return an ordinary one for a small one, a large one for an ordinary one; the same buffer if there is no larger size or
     *     all large ones are lent
     */
    public byte[] enlarge(byte[] buffer) {
        byte[] found = switch (buffer.length) {
            case SMALL -> borrow();
            case SIZE -> borrowLarge();
            default -> TO_BE_MADE;
        };
        if (found.length == 0) {
            return buffer;
        }
        giveBack(buffer);
        return found;
    }

    /** Takes a buffer back. One whose size is none of the pool's is left to the garbage collector. */
    public void giveBack(byte[] buffer) {
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

    /** Where this thread's search begins: at one of few slots, so that it finds a buffer that is in the CPU's cache. */
    private static int slot() {
        return (int) Thread.currentThread().threadId() * STEP;
    }
}
