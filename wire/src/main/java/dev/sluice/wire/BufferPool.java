package dev.sluice.wire;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Byte arrays that connections borrow for the time of a message, so that an idle connection holds none. A body that
 * fills its buffer borrows a large one, for fewer and longer writes; there are few of these, so that a borrower may
 * have to go on with the one it has.
 *
 * <p>Thread-safe, and nobody waits for another thread. A buffer that finds no room is left to the garbage collector.
 */
public final class BufferPool {
    /** Bytes of an ordinary buffer: enough for most messages; a thousand of them are 32 MiB. */
    public static final int SIZE = 32 * 1024;

    /** Bytes of a small buffer: enough for most heads, with a small body. */
    public static final int SMALL = 4 * 1024;

    /** Bytes of a buffer for frames: all that an HTTP/2 connection has to say at once, which is up to eight full ones. */
    public static final int FRAMES = 160 * 1024;

    /** Bytes of a large buffer: a write of that size costs a third less CPU a byte than one of an ordinary buffer. */
    public static final int LARGE = 256 * 1024;

    private static final int SMALL_ONES = 256;
    private static final int ORDINARY_ONES = 64;
    private static final int FRAMES_ONES = 32;
    private static final int LARGE_ONES = 16;
    private static final byte[] NONE = {};

    private final FreeBuffers small = new FreeBuffers(SMALL_ONES);
    private final FreeBuffers ordinary = new FreeBuffers(ORDINARY_ONES);
    private final FreeBuffers frames = new FreeBuffers(FRAMES_ONES);
    private final FreeBuffers large = new FreeBuffers(LARGE_ONES);
    private final AtomicInteger lentLarge = new AtomicInteger();

    /**
     * Lends an ordinary buffer.
     *
     * @return {@link #SIZE} bytes, whatever they hold
     */
    public byte[] borrow() {
        byte[] found = ordinary.take();
        return found == null ? new byte[SIZE] : found;
    }

    /**
     * Lends a small buffer.
     *
     * @return {@link #SMALL} bytes, whatever they hold
     */
    public byte[] borrowSmall() {
        byte[] found = small.take();
        return found == null ? new byte[SMALL] : found;
    }

    /**
     * Lends a buffer for frames.
     *
     * @return {@link #FRAMES} bytes, whatever they hold
     */
    public byte[] borrowFrames() {
        byte[] found = frames.take();
        return found == null ? new byte[FRAMES] : found;
    }

    /**
     * Lends a large buffer.
     *
     * @return {@link #LARGE} bytes; none if all large ones are lent
     */
    public byte[] borrowLarge() {
        if (lentLarge.incrementAndGet() > LARGE_ONES) {
            lentLarge.decrementAndGet();
            return NONE;
        }
        byte[] found = large.take();
        return found == null ? new byte[LARGE] : found;
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
            default -> NONE;
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
            case SMALL -> small.put(buffer);
            case SIZE -> ordinary.put(buffer);
            case FRAMES -> frames.put(buffer);
            case LARGE -> {
                lentLarge.decrementAndGet();
                large.put(buffer);
            }
            default -> {}
        }
    }
}
