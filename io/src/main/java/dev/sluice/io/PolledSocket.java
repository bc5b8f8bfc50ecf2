package dev.sluice.io;

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
 * A connected socket with blocking reads and writes for virtual threads, at one system call each. A read from a
 * blocking channel of the JDK takes four on a virtual thread: a read that finds nothing, a registration with the JDK's
 * poller for one event, a share of the poller's wait, and the read again. This socket is registered with a {@link
 * Poller} of ours once, and reads when that has told it of bytes. Why: ADR 7.
 *
 * <p>One thread may read while another writes. Any thread may close the socket or shut a direction down, which wakes
 * both; an interrupt of a waiting thread closes it. From then on the channel is closed by {@link #close()} only.
 */
public final class PolledSocket implements Polled {
    private static final AtomicReferenceFieldUpdater<PolledSocket, @Nullable Thread> READER =
            AtomicReferenceFieldUpdater.newUpdater(PolledSocket.class, Thread.class, "reader");
    /** The most bytes of one read or write: for more, the JDK would allocate and keep larger direct buffers. */
    private static final int AT_MOST = 128 * 1024;
    /** How many events in a row that nobody reads make the socket ignore read events until somebody reads. */
    private static final int TELLINGS = 4;

    static final Stall UNNOTICED = new Stall() {
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
    /**
     * Whether the poller ignores read events, since nobody reads the bytes that it told of; only while {@code
     * readable}.
     */
    private volatile boolean muted;
    /** Read events in a row that nobody has read; only the poller's thread uses it. */
    private int told;

    private PolledSocket(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        poller = Poller.next();
        key = poller.watch(channel, this);
    }

    /**
     * Makes a socket of a channel, and registers it.
     *
     * @param channel connected; nobody else may read, write or close it from now on
     * @return the socket
     * @throws IOException if the channel is closed
     */
    public static PolledSocket of(SocketChannel channel) throws IOException {
        return new PolledSocket(channel);
    }

    /**
     * Reads bytes. Blocks until there is at least one.
     *
     * @param buffer where the bytes are put
     * @param offset index in the buffer of the first byte
     * @param length the most bytes to read, 1 or more
     * @return the number of bytes read, or -1 at the end of the stream
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

    /**
     * Reads what has come, without waiting for more. No other thread may be reading.
     *
     * @param buffer where the bytes are put
     * @param offset index in the buffer of the first byte
     * @param length the most bytes to read, 1 or more
     * @return the number of bytes read, 0 if nothing has come, or -1 at the end of the stream
     * @throws IOException if the connection failed or was closed
     */
    int tryRead(byte[] buffer, int offset, int length) throws IOException {
        return take(ByteBuffer.wrap(buffer, offset, Math.min(length, AT_MOST)));
    }

    /** Reads without blocking. A read that leaves nothing behind makes the next bytes an event of the poller again. */
    private int take(ByteBuffer target) throws IOException {
        readable = false;
        int count = channel.read(target);
        if (!target.hasRemaining()) {
            readable = true; // the buffer was filled: there may be more
        } else if (muted) {
            listenAgain();
        }
        return count;
    }

    /**
     * Blocks until the poller has told of bytes, or of the end of the stream, that nobody has read yet.
     *
     * @throws IOException if the connection was closed
     */
    @Override
    public void await() throws IOException {
        if (!readable) {
            reader = Thread.currentThread(); // before the check below, so that no event is missed
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
            // the socket is closed, which park() sees before it waits
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

    /** Is told when a write has to wait for the peer, for example to set a deadline. Most writes need not. */
    public interface Stall {
        /** The write waits for the first time. */
        void begins();

        /** All bytes are written. */
        void ends();
    }

    /**
     * Writes bytes. Blocks until all of them are written, however long the peer takes to read.
     *
     * @param buffer holds the bytes
     * @param offset index of the first byte
     * @param length the number of bytes
     * @throws IOException if the connection failed or was closed
     */
    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        write(buffer, offset, length, UNNOTICED);
    }

    @Override
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

    @Override
    public int tryWrite(byte[] buffer, int offset, int length) throws IOException {
        return channel.write(ByteBuffer.wrap(buffer, offset, Math.min(length, AT_MOST)));
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

    /** Called by the poller with the events of a key; returns false if they tell nothing new. */
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
            if (!readable) { // a reader that has taken the bytes meanwhile may not have seen muted
                listenAgain();
            }
        }
        return false;
    }

    @Override
    public boolean mayHaveInput() {
        return readable;
    }

    @Override
    public boolean quiet() throws IOException {
        return take(ByteBuffer.allocate(1)) == 0;
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
        readable = true;
        LockSupport.unpark(reader);
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Closes the channel. Threads that wait in a read or write get an exception. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            poller.lookAgain();
            wake();
        }
    }

    /** Makes reader and writer check what they wait for; they wait on if it has not come. */
    void wake() {
        LockSupport.unpark(reader);
        LockSupport.unpark(writer);
    }
}
