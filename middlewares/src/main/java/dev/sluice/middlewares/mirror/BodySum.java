package dev.sluice.middlewares.mirror;

import java.util.zip.CRC32C;

/**
 * The length of a body and a check sum of its first bytes. CRC-32C, because machines compute it in hardware, and bodies
 * that differ by accident are found by it. Used by one thread.
 */
final class BodySum {
    private final CRC32C sum = new CRC32C();
    private long left;
    private long length;

    BodySum(long most) {
        left = most;
    }

    void add(byte[] buffer, int offset, int count) {
        int some = (int) Math.min(left, count);
        sum.update(buffer, offset, some);
        left -= some;
        length += count;
    }

    long length() {
        return length;
    }

    boolean isSameAs(BodySum other) {
        return length == other.length && sum.getValue() == other.sum.getValue();
    }
}
