package dev.sluice.forwarder;

import dev.sluice.core.Body;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** A body of unknown length whose first byte the test lets go; its end never comes. */
final class BlockedBody implements Body {
    private final byte[] bytes;
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean read = new AtomicBoolean();
    private int position;

    BlockedBody(String text) {
        bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    }

    void release() {
        released.countDown();
    }

    /** Whether somebody waits, or waited, for its bytes. */
    boolean isRead() {
        return read.get();
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public long length() {
        return UNKNOWN;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        read.set(true);
        await(released);
        if (position == bytes.length) {
            await(closed);
            throw new IllegalStateException("closed");
        }
        int count = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, buffer, offset, count);
        position += count;
        return count;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        released.countDown();
    }
}
