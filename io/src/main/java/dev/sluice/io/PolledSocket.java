package dev.sluice.io;

import dev.sluice.wire.WireInput;
import dev.sluice.wire.WireOutput;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket that threads read and write as if it blocked, at a system call each. A blocking channel of the JDK
 * takes four to read on a virtual thread: one that finds nothing, one that registers it for once, its share of a wait,
 * and the read. This one is registered for good, and reads when it was told that there is something.
 *
 * <p>One thread may read while another writes, and any may close or shut down, which wakes both; an interrupt closes.
 * After this only its own {@link #close()} may close the channel.
 */
public final class PolledSocket implements WireInput.Source, WireOutput.Sink, Closeable {
    private static final AtomicReferenceFieldUpdater<PolledSocket, @Nullable Thread> READER =
            AtomicReferenceFieldUpdater.newUpdater(PolledSocket.class, Thread.class, "reader");
    /** More at a time would only make the JDK keep larger buffers of its own. */
    private static final int AT_MOST = 128 * 1024;
    /** So often is a reader told of the same before it is not listened for any more. */
    private static final int TELLINGS = 4;

    private static final Stall UNNOTICED = new Stall() {
        @Override
        public void begins() {}

        @Override
        public void ends() {}
    };

    private final SocketChannel channel;
    private final Poller poller;
    private final SelectionKey key;
    private volatile @Nullable Thread reader;
    private volatile @Nullable Thread writer;
    private volatile boolean readable;
    private volatile boolean writable;
    /** Whether the poller does not listen for bytes, since nobody took those it told of; only while readable. */
    private volatile boolean muted;
    /** How often in vain; the poller's own. */
    private int told;

    private PolledSocket(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        poller = Poller.next();
        key = poller.watch(channel, this);
    }

    /**
     * Takes a channel over.
     *
     * @param channel connected; nobody else reads, writes or closes it from now on
     * @return the socket
     * @throws IOException if it is closed; it is then left as it is
     */
    public static PolledSocket of(SocketChannel channel) throws IOException {
        return new PolledSocket(channel);
    }

    /**
     * Waits for bytes and reads them.
     *
     * @param buffer where to
     * @param offset first index
     * @param length at most so many, at least 1
     * @return bytes read, or -1 at the end
     * @throws IOException if the connection failed or was closed
     */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(buffer, offset, Math.min(length, AT_MOST));
        while (true) {
            await();
            int count = take(target);
            if (count != 0) {
                return count;
            }
        }
    }

    /** Reads what is there. Once that is all, what comes next is told again; until then nobody needs to. */
    private int take(ByteBuffer target) throws IOException {
        readable = false;
        int count = channel.read(target);
        if (!target.hasRemaining()) {
            readable = true; // there may be more
        } else if (muted) {
            listenAgain();
        }
        return count;
    }

    /**
     * Waits until the poller has told of bytes, or of an end, that nobody has read so far.
     *
     * @throws IOException if the connection was closed
     */
    @Override
    public void await() throws IOException {
        if (!readable) {
            reader = Thread.currentThread(); // from here on it is told
            while (!readable) {
                park();
            }
            READER.lazySet(this, null);
        }
    }

    private void listenAgain() {
        muted = false;
        listenFor(SelectionKey.OP_READ);
    }

    private void listenFor(int operation) {
        try {
            key.interestOpsOr(operation);
            poller.lookAgain();
        } catch (CancelledKeyException closed) {
            // which is seen before anything is waited for
        }
    }

    private void park() throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        LockSupport.park(this);
        if (Thread.currentThread().isInterrupted()) {
            close();
            throw new ClosedByInterruptException();
        }
    }

    /** Is told when a write waits for its peer: most do not. */
    public interface Stall {
        /** The write waits, for the first time. */
        void begins();

        /** All bytes are written. */
        void ends();
    }

    /**
     * Writes all bytes, however long the peer takes for them.
     *
     * @param buffer where from
     * @param offset first index
     * @param length how many
     * @throws IOException if the connection failed or was closed
     */
    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        write(buffer, offset, length, UNNOTICED);
    }

    /**
     * Writes all bytes, however long the peer takes for them.
     *
     * @param buffer where from
     * @param offset first index
     * @param length how many
     * @param stall is told if that takes a while
     * @throws IOException if the connection failed or was closed
     */
    public void write(byte[] buffer, int offset, int length, Stall stall) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(buffer, offset, length);
        int end = source.limit();
        boolean stalled = false;
        while (source.position() < end) {
            source.limit(Math.min(end, source.position() + AT_MOST));
            channel.write(source);
            if (source.hasRemaining()) {
                if (!stalled) {
                    stall.begins();
                    stalled = true;
                }
                awaitRoom();
            }
        }
        if (stalled) {
            stall.ends();
        }
    }

    private void awaitRoom() throws IOException {
        writable = false;
        writer = Thread.currentThread();
        listenFor(SelectionKey.OP_WRITE);
        while (!writable) {
            park();
        }
        writer = null;
    }

    /** What the poller has seen; false if that is no news. */
    boolean ready(SelectionKey seen) {
        boolean news = false;
        if (seen.isWritable()) {
            seen.interestOpsAnd(~SelectionKey.OP_WRITE);
            writable = true;
            LockSupport.unpark(writer);
            news = true;
        }
        if (seen.isReadable()) {
            news |= bytesCame(seen);
        }
        return news;
    }

    private boolean bytesCame(SelectionKey seen) {
        if (!readable) {
            told = 0;
            readable = true;
            LockSupport.unpark(reader);
            return true;
        }
        if (++told > TELLINGS && !muted) {
            seen.interestOpsAnd(~SelectionKey.OP_READ);
            muted = true;
            if (!readable) { // who took it in between may not have seen that it is not listened for
                listenAgain();
            }
        }
        return false;
    }

    /**
     * Whether the poller told of something that nobody has read so far; costs no system call.
     *
     * @return false if nothing has come, true if there may be bytes or an end
     */
    public boolean mayHaveInput() {
        return readable;
    }

    /**
     * Looks whether there is anything to read, without waiting. Not beside a reader.
     *
     * @return false if there is a byte, which is lost, or an end
     * @throws IOException if the connection failed or was closed
     */
    public boolean quiet() throws IOException {
        return take(ByteBuffer.allocate(1)) == 0;
    }

    /**
     * Makes a reader see the end of the stream.
     *
     * @throws IOException if the connection failed or was closed
     */
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
        readable = true;
        LockSupport.unpark(reader);
    }

    /**
     * Sends the end of the stream.
     *
     * @throws IOException if the connection failed or was closed
     */
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Closes the channel; who waits for it sees it closed. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            poller.lookAgain();
            LockSupport.unpark(reader);
            LockSupport.unpark(writer);
        }
    }
}
