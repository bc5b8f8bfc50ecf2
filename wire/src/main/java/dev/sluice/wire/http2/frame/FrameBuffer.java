package dev.sluice.wire.http2.frame;

import dev.sluice.wire.BufferPool;

/** Bytes that are written one after another, in an array that grows; it is borrowed from a pool. Not thread-safe. */
public final class FrameBuffer {
    private static final byte[] NONE = {};

    private final BufferPool pool;
    private byte[] bytes = NONE;
    private int length;
    /** What it held when it was cleared. */
    private int usual;

    /** An empty one, which holds no array yet. */
    public FrameBuffer(BufferPool pool) {
        this.pool = pool;
    }

    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** Empties it. The next array that it borrows has room for as much, since what comes next is mostly as much again. */
    public void clear() {
        usual = Math.min(length, BufferPool.FRAMES);
        length = 0;
    }

    /** Makes room for more bytes behind those that are there; returns the index of the first. */
    public int reserve(int more) {
        if (length + more > bytes.length) {
            byte[] larger = borrow(Math.max(length + more, usual));
            System.arraycopy(bytes, 0, larger, 0, length);
            pool.giveBack(bytes);
            bytes = larger;
        }
        return length;
    }

    private byte[] borrow(int least) {
        if (least <= BufferPool.SMALL) {
            return pool.borrowSmall();
        }
        if (least <= BufferPool.SIZE) {
            return pool.borrow();
        }
        if (least <= BufferPool.FRAMES) {
            return pool.borrowFrames();
        }
        // that is rare, and larger than what the pool takes
        return new byte[Math.max(least, 2 * Math.max(bytes.length, BufferPool.FRAMES))];
    }

    /** The bytes up to here are written. */
    public void length(int end) {
        length = end;
    }

    public void put(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
        length = at + 1;
    }

    public void put(byte[] source, int offset, int count) {
        int at = reserve(count);
        System.arraycopy(source, offset, bytes, at, count);
        length = at + count;
    }

    /** Empties it, and gives its array back. */
    public void release() {
        length = 0;
        pool.giveBack(bytes);
        bytes = NONE;
    }
}
