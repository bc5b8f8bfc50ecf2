package dev.sluice.server.http1;

import dev.sluice.server.accept.ClientSocket;
import dev.sluice.wire.WireInput;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The client's bytes, with a way to notice that it left while nobody reads: a watcher does the next read ahead of time.
 * What it reads is kept for the reader, so nothing that was pipelined is lost.
 *
 * <p>One reader or one watcher owns the input and all fields but {@code owner}; ownership changes by one atomic step.
 */
final class WatchedSource implements WireInput.Source {
    private static final Object NOBODY = new Object();
    /** Nobody reads, and bytes that were read ahead wait for a reader: a watch would have to keep more, so there is none. */
    private static final Object UNREAD = new Object();

    private static final Object READER = new Object();
    private static final AtomicReferenceFieldUpdater<WatchedSource, Object> OWNER =
            AtomicReferenceFieldUpdater.newUpdater(WatchedSource.class, Object.class, "owner");
    private static final int AHEAD = 2 * 1024;

    private final ClientSocket socket;
    /** Nobody, the reader, or the latch of the watcher that is reading. */
    private volatile Object owner = NOBODY;

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
        try {
            return aheadAt < aheadEnd ? readKept(buffer, offset, length) : readSocket(buffer, offset, length);
        } finally {
            release();
        }
    }

    @Override
    public void await() throws IOException {
        take();
        try {
            if (aheadAt == aheadEnd && !ended && failure == null) {
                socket.await();
            }
        } finally {
            release();
        }
    }

    /** Makes the caller the reader; waits for a watcher's read, since it is the read the caller wants anyway. */
    @SuppressWarnings("ReferenceEquality") // owners are identities
    private void take() throws IOException {
        while (!OWNER.compareAndSet(this, NOBODY, READER) && !OWNER.compareAndSet(this, UNREAD, READER)) {
            Object other = owner;
            if (other instanceof CountDownLatch watching) {
                await(watching);
            } else if (other == READER) {
                throw new IllegalStateException("two readers of one connection");
            }
        }
    }

    private static void await(CountDownLatch watching) throws IOException {
        try {
            watching.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private void release() {
        OWNER.lazySet(this, aheadAt < aheadEnd ? UNREAD : NOBODY);
    }

    private int readKept(byte[] buffer, int offset, int length) {
        int count = Math.min(length, aheadEnd - aheadAt);
        System.arraycopy(ahead, aheadAt, buffer, offset, count);
        aheadAt += count;
        return count;
    }

    private int readSocket(byte[] buffer, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            int count = ended ? -1 : socket.read(buffer, offset, length);
            ended = count < 0;
            return count;
        } catch (IOException failed) {
            failure = failed;
            throw failed;
        }
    }

    /** Whether a look would tell something: nobody reads, and there is nothing to read yet. */
    @SuppressWarnings("ReferenceEquality") // owners are identities
    boolean watchable() {
        return owner == NOBODY;
    }

    /** How many bytes were read ahead that nobody has read yet. Asked by a reader, between its reads. */
    @SuppressWarnings("ReferenceEquality") // owners are identities
    int held() {
        return owner == UNREAD ? aheadEnd - aheadAt : 0;
    }

    boolean mayHaveInput() {
        return socket.mayHaveInput();
    }

    /**
     * Reads ahead if nobody reads, however long that takes.
     *
     * @return true if the client has left
     */
    boolean watch() {
        CountDownLatch done = new CountDownLatch(1);
        if (!OWNER.compareAndSet(this, NOBODY, done)) {
            return false;
        }
        try {
            readAhead();
            return ended || failure != null;
        } finally {
            release();
            done.countDown();
        }
    }

    private void readAhead() {
        byte[] kept = new byte[AHEAD];
        try {
            int count = readSocket(kept, 0, AHEAD);
            ahead = kept;
            aheadAt = 0;
            aheadEnd = Math.max(count, 0);
        } catch (IOException left) {
            aheadEnd = aheadAt; // readSocket keeps the failure for the reader
        }
    }
}
