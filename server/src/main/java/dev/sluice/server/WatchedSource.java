package dev.sluice.server;

import dev.sluice.wire.WireInput;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The client's bytes, with a way to notice that it left while nobody reads: a watcher does the next read ahead of time.
 * What it reads is kept for the reader, so nothing that was pipelined is lost.
 *
 * <p>Either the connection's thread or the watcher owns the socket's input; ownership changes by one atomic step.
 */
final class WatchedSource implements WireInput.Source {
    private static final Object READER = new Object();
    private static final Object NOBODY = new Object();
    private static final int AHEAD = 2 * 1024;

    private final ClientSocket socket;
    /** The reader, nobody, or the latch of the watcher that is reading. */
    private final AtomicReference<Object> owner = new AtomicReference<>(READER);

    private byte[] ahead = new byte[0];
    private int aheadAt;
    private int aheadEnd;
    private boolean ended;
    private @Nullable IOException failure;

    WatchedSource(ClientSocket socket) {
        this.socket = socket;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        take();
        if (aheadAt < aheadEnd) {
            int count = Math.min(length, aheadEnd - aheadAt);
            System.arraycopy(ahead, aheadAt, buffer, offset, count);
            aheadAt += count;
            return count;
        }
        if (failure != null) {
            throw failure;
        }
        return ended ? -1 : socket.read(buffer, offset, length);
    }

    /** Makes the caller the reader; waits for a watcher's read, since it is the read the caller wants anyway. */
    @SuppressWarnings("ReferenceEquality") // owners are identities
    private void take() throws IOException {
        if (owner.get() == READER || owner.compareAndSet(NOBODY, READER)) {
            return;
        }
        if (owner.get() instanceof CountDownLatch watching) {
            try {
                watching.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
        owner.set(READER);
    }

    /** Says that the whole request was read, so that the input may be watched until the next read. */
    void release() {
        if (aheadAt == aheadEnd && !ended && failure == null) {
            owner.set(NOBODY);
        }
    }

    /**
     * Reads ahead if nobody reads.
     *
     * @return true if the client has left
     */
    boolean watch() {
        CountDownLatch done = new CountDownLatch(1);
        if (!owner.compareAndSet(NOBODY, done)) {
            return false;
        }
        try {
            readAhead();
            return ended || failure != null;
        } finally {
            done.countDown();
        }
    }

    private void readAhead() {
        ahead = new byte[AHEAD];
        aheadAt = 0;
        try {
            int count = socket.read(ahead, 0, AHEAD);
            aheadEnd = Math.max(count, 0);
            ended = count < 0;
        } catch (IOException failed) {
            aheadEnd = 0;
            failure = failed;
        }
    }
}
