package dev.sluice.wire.http2;

import dev.sluice.core.time.Timers.Timer;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.Frames;
import dev.sluice.wire.http2.frame.Http2Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a connection sends. Whoever has something to say appends frames under the connection's lock; then whoever comes
 * first writes all that is pending, without the lock, and goes on until nothing is: so streams that are busy at the same
 * time share writes. It also gives out the connection's flow-control window, to the most urgent stream first (RFC 9218
 * §10), those of the same urgency in turn.
 */
final class Outbound {
    /** Bytes that are pending at which streams wait before they add more: as many frames as one write takes. */
    private static final int MANY = Http2Stream.BATCH;
    /** Bytes of a write to a peer that takes few at a time, so that its deadline is one for progress. */
    private static final int PIECE = 16 * 1024;

    private final ReentrantLock lock;
    private final Http2Socket socket;
    private final Multiplexer.Parts parts;
    private final Streams streams;
    private final Consumer<IOException> broken;
    private final Timer deadline;
    private final Duration patience;
    private final FrameBuffer[] buffers = new FrameBuffer[2];
    private final Queue<Http2Stream> blocked = new PriorityQueue<>(4, Comparator.comparingLong(stream -> stream.turn));
    /** Those that wait to send what is not under flow control. */
    private final List<Http2Stream> waiting = new ArrayList<>();

    private FrameBuffer pending;
    private boolean writing;
    private boolean closed;
    private boolean finishing;
    private boolean blockSent;
    private long window = Http2Options.FIRST_WINDOW;
    private long turns;
    /** Who may go next, though others wait. */
    private @Nullable Http2Stream granted;
    /** How many threads wait for the peer. */
    private final AtomicInteger heldUp = new AtomicInteger();

    private volatile Runnable onHeldUp = () -> {};

    /**
     * Nothing to say yet.
     *
     * @param lock the connection's
     * @param streams who else may have something to say
     * @param broken is told when a write fails
     * @param patience how long the peer may take no byte
     */
    Outbound(
            ReentrantLock lock,
            Http2Socket socket,
            Multiplexer.Parts parts,
            Streams streams,
            Duration patience,
            Consumer<IOException> broken) {
        this.lock = lock;
        this.socket = socket;
        this.parts = parts;
        this.streams = streams;
        this.broken = broken;
        this.patience = patience;
        this.deadline = parts.timers()
                .deadline(() ->
                        broken.accept(new IOException("the peer took no byte for " + patience.toSeconds() + " s")));
        buffers[0] = new FrameBuffer(parts.buffers());
        buffers[1] = new FrameBuffer(parts.buffers());
        pending = buffers[0];
    }

    /** Where frames are appended; only with the lock. */
    FrameBuffer frames() {
        return pending;
    }

    /** Appends fields, of which nothing is left if that fails. The first block says that no table is used (RFC 7541 §4.2). */
    void headers(int stream, Consumer<FrameBuffer> fields, boolean end) {
        int at = Frames.beginHeaders(pending);
        boolean whole = false;
        try {
            if (!blockSent) {
                pending.put(0x20); // a dynamic table size update to 0
            }
            fields.accept(pending);
            Frames.endHeaders(pending, at, stream, end);
            blockSent = true;
            whole = true;
        } finally {
            if (!whole) {
                pending.length(at);
            }
        }
    }

    /** The peer grants more for all streams; only with the lock. False if that is more than there can be. */
    boolean credit(int increment) {
        window += increment;
        grant();
        return window <= Integer.MAX_VALUE;
    }

    /**
     * Takes the lock for a stream that wants to send, as soon as it may. {@link #left} must follow.
     *
     * @param length bytes of content; 0 for what is not under flow control
     * @return how many of them it may send now: they are taken from both windows
     */
    int enter(Http2Stream stream, int length) throws StreamResetException {
        boolean stalled = false;
        boolean in = false;
        lock.lock();
        try {
            while (true) {
                stream.checkSending();
                int count = take(stream, length);
                in = count > 0 || (length == 0 && pending.length() < MANY);
                if (in) {
                    return count;
                }
                if (!pending.isEmpty() && !writing) {
                    unlocked(this::flush);
                } else if (stalled) {
                    await(stream, length);
                } else {
                    stalled = true;
                    unlocked(stream.stalls()::writeBegins);
                }
            }
        } finally {
            if (!in) {
                left(stream, false);
            }
            if (stalled) {
                stream.stalls().writeEnds();
            }
        }
    }

    /**
     * How many bytes of content a stream may send now, as in one frame: they are taken from both windows. Only with the
     * lock, after {@link #enter}.
     */
    int take(Http2Stream stream, int length) {
        long room = Math.min(Math.min(length, Frames.MAX_PAYLOAD), Math.min(stream.sendWindow, window));
        if (room <= 0 || pending.length() >= MANY || !isTurn(stream)) {
            return 0;
        }
        stream.sendWindow -= room;
        window -= room;
        return (int) room;
    }

    private void unlocked(Runnable action) {
        lock.unlock();
        try {
            action.run();
        } finally {
            lock.lock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // streams are identities
    private boolean isTurn(Http2Stream stream) {
        Http2Stream first = blocked.peek();
        return granted == stream || (granted == null && (first == null || stream.urgency < first.urgency));
    }

    @SuppressWarnings({"ReferenceEquality", "WaitNotInLoop"}) // streams are identities; the caller loops
    private void await(Http2Stream stream, int length) throws StreamResetException {
        if (granted == stream) { // in vain: its own window was taken back meanwhile
            granted = null;
        }
        if (length == 0) {
            waiting.add(stream);
        } else if (stream.sendWindow > 0) {
            stream.turn = ((long) stream.urgency << Integer.SIZE) + turns++;
            blocked.add(stream);
        }
        grant();
        heldUp();
        try {
            stream.canSend(lock).await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StreamResetException(ErrorCode.CANCEL, false, "interrupted");
        } finally {
            heldUp.decrementAndGet();
            waiting.remove(stream);
            blocked.remove(stream);
        }
    }

    private void heldUp() {
        heldUp.incrementAndGet();
        onHeldUp.run();
    }

    /** Whether a thread waits for the peer: for its credit, or until it takes bytes. */
    boolean isHeldUp() {
        return heldUp.get() > 0;
    }

    /** Sets what runs when that begins; it must be quick. */
    void onHeldUp(Runnable action) {
        onHeldUp = action;
    }

    /** Lets the next one go if there is something to go for. */
    private void grant() {
        if (granted == null && window > 0 && pending.length() < MANY) {
            granted = blocked.poll();
            if (granted != null) {
                granted.canSend(lock).signal();
            }
        }
    }

    /**
     * Gives the lock back after {@link #enter}: the stream has appended its frames, or could not.
     *
     * @param flush whether to write them now, as {@link #flush} does
     */
    @SuppressWarnings("ReferenceEquality") // streams are identities
    void left(Http2Stream stream, boolean flush) {
        if (granted == stream) {
            granted = null;
        }
        grant();
        boolean writes = flush && beginsToWrite();
        lock.unlock();
        if (writes) {
            writeAfterOthers();
        }
    }

    /**
     * Writes what is pending, unless another thread does. Waits for the peer to take it. If there are other streams it
     * lets their threads run first, once: what they have to say leaves in the same write. With 32 streams that are busy
     * a write carries 30 messages then, and without that hardly more than one.
     */
    void flush() {
        boolean writes;
        lock.lock();
        try {
            writes = beginsToWrite();
        } finally {
            lock.unlock();
        }
        if (writes) {
            writeAfterOthers();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // it decides how much a write carries, and nothing else
    private void writeAfterOthers() {
        if (streams.open() > 1) {
            Thread.yield();
        }
        lock.lock();
        try {
            swap();
        } finally {
            lock.unlock();
        }
        write(0, true);
    }

    /** Writes what is pending, unless another thread does. What the peer does not take at once is left to a thread. */
    void flushSoon() {
        boolean writes;
        lock.lock();
        try {
            writes = beginsToWrite();
            if (writes) {
                swap();
            }
        } finally {
            lock.unlock();
        }
        if (writes) {
            write(0, false);
        }
    }

    /** With the lock: whether this thread has to write what is pending. */
    private boolean beginsToWrite() {
        if (writing || closed || pending.isEmpty()) {
            return false;
        }
        writing = true;
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // two buffers in turn
    private void swap() {
        pending = pending == buffers[0] ? buffers[1] : buffers[0];
        waiting.forEach(Http2Stream::wake);
        grant();
    }

    @SuppressWarnings("ReferenceEquality") // two buffers in turn
    private FrameBuffer full() {
        return pending == buffers[0] ? buffers[1] : buffers[0];
    }

    private void write(int from, boolean patiently) {
        int at = from;
        try {
            do {
                FrameBuffer full = full();
                while (at < full.length()) {
                    at += socket.tryWrite(full.array(), at, full.length() - at);
                    boolean more = at < full.length();
                    if (more && !patiently) {
                        int rest = at;
                        parts.timers().startThread("sluice-flush", () -> write(rest, true));
                        return;
                    }
                    at += more ? writePiece(full, at) : 0;
                }
                full.clear();
                at = 0;
            } while (goesOn());
        } catch (IOException failed) {
            broken.accept(failed);
        }
    }

    /** Waits until the peer takes some bytes; returns how many. */
    private int writePiece(FrameBuffer full, int at) throws IOException {
        int count = Math.min(PIECE, full.length() - at);
        deadline.set(patience);
        heldUp();
        try {
            socket.write(full.array(), at, count);
        } finally {
            heldUp.decrementAndGet();
        }
        deadline.clear();
        return count;
    }

    private boolean goesOn() {
        boolean finished;
        lock.lock();
        try {
            if (!closed && !pending.isEmpty()) {
                swap();
                return true;
            }
            writing = false;
            finished = finishing;
            buffers[0].release();
            buffers[1].release();
        } finally {
            lock.unlock();
        }
        if (finished) {
            socket.finish();
        }
        return false;
    }

    /** Nothing follows what is pending: then the peer is told of the end. Only with the lock; {@link #flushSoon} follows. */
    void finish() {
        finishing = true;
    }

    /** Ends the connection at once. */
    void cut() {
        socket.cut();
    }

    /** Nothing is written any more; only with the lock. */
    void close() {
        closed = true;
        deadline.close();
    }
}
