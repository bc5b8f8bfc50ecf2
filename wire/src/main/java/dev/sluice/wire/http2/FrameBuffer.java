package dev.sluice.wire.http2;

import java.util.Arrays;

/** Bytes that are written one after another, in an array that grows. Not thread-safe. */
final class FrameBuffer {
    private byte[] bytes;
    private int length;

    FrameBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Makes room for more bytes behind those that are there; returns the index of the first. */
    int reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
        return length;
    }

    /** The bytes up to here are written. */
    void length(int end) {
        length = end;
    }

    void put(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
        length = at + 1;
    }

    void put(byte[] source, int offset, int count) {
        int at = reserve(count);
        System.arraycopy(source, offset, bytes, at, count);
        length = at + count;
    }
}
