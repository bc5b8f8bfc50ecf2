package dev.sluice.wire.http2;

import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.FrameReader;
import dev.sluice.wire.http2.frame.Frames;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import dev.sluice.wire.http2.frame.Http2Socket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection, seen from either end: many streams over one pair of byte streams (RFC 9113).
 *
 * <p>One thread reads, in {@link #run}. It never waits for a write, nor for one of several streams; for the only one it
 * does, for a moment ({@link Lead}). Every stream has a thread of its owner's that sends and receives through {@link
 * Http2Stream}. One lock guards the states of all streams and what is about to be sent; it is never held while the
 * connection is read or written, nor while an owner is told something.
 */
public final class Multiplexer {
    /** Bytes that a stream's owner reads before the peer is credited for them. */
    static final int CREDIT = 8 * 1024;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LINGER_BYTES = 1024 * 1024;
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final boolean server;
    private final Http2Socket socket;
    private final Http2Options options;
    private final Parts parts;
    private final Http2Events events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Outbound outbound;
    private final Streams streams;
    private final PeerSettings peer = new PeerSettings();
    private final ReceiveWindow receiveWindow;
    private final Departure departure;
    private final StreamEnds ends;
    private final Liveness liveness;
    private final Lead lead;
    /** Written with the lock, read also without. */
    private volatile @Nullable ErrorCode ended;

    /** What streams are told that the server did not take. Guarded by the lock. */
    private ErrorCode refusal = ErrorCode.REFUSED_STREAM;

    private int grace;

    /**
     * The server's end.
     *
     * @param socket the connection
     * @param options what is granted
     * @param parts time and buffers
     * @param events is given the requests
     * @return a connection that has sent nothing yet
     */
    public static Multiplexer server(Http2Socket socket, Http2Options options, Parts parts, Http2Events events) {
        return new Multiplexer(true, socket, options, parts, events);
    }

    /**
     * The client's end.
     *
     * @param socket the connection
     * @param options what is granted
     * @param parts time and buffers
     * @param events is told of room for streams
     * @return a connection that has sent nothing yet
     */
    public static Multiplexer client(Http2Socket socket, Http2Options options, Parts parts, Http2Events events) {
        return new Multiplexer(false, socket, options, parts, events);
    }

    /**
     * What connections share.
     *
     * @param ticker the time
     * @param timers deadlines
     * @param buffers for what is received and not read yet, and for what is about to be sent
     * @param unread how much of what is received may be held
     */
    public record Parts(Ticker ticker, Timers timers, BufferPool buffers, UnreadBudget unread) {}

    private Multiplexer(boolean server, Http2Socket socket, Http2Options options, Parts parts, Http2Events events) {
        this.server = server;
        this.socket = socket;
        this.options = options;
        this.parts = parts;
        this.events = events;
        this.streams = new Streams(server);
        this.outbound = new Outbound(lock, socket, parts, streams, options.writeTimeout(), this::broken);
        this.receiveWindow = new ReceiveWindow(outbound, options, streams, parts.unread());
        this.departure = new Departure(lock, outbound, streams, server, options.idleTimeout(), parts.timers());
        this.ends = new StreamEnds(
                lock,
                outbound,
                streams,
                receiveWindow,
                departure,
                server,
                new EventBucket(parts.ticker(), options.resets()),
                events);
        this.liveness = new Liveness(
                outbound, parts.timers().deadline(() -> close(ErrorCode.SETTINGS_TIMEOUT)), options.headTimeout());
        this.lead = new Lead(streams, outbound, parts.timers());
        outbound.onHeldUp(lead::wake);
        preface();
    }

    ReentrantLock lock() {
        return lock;
    }

    Outbound outbound() {
        return outbound;
    }

    PeerSettings peer() {
        return peer;
    }

    ReceiveWindow receiveWindow() {
        return receiveWindow;
    }

    StreamEnds ends() {
        return ends;
    }

    Departure departure() {
        return departure;
    }

    Liveness liveness() {
        return liveness;
    }

    Lead lead() {
        return lead;
    }

    Streams all() {
        return streams;
    }

    Http2Events events() {
        return events;
    }

    boolean isServer() {
        return server;
    }

    /**
     * Sends the preface and settings, then reads frames until the connection has ended. All streams have ended when it
     * returns, and the socket is cut.
     *
     * @return why it has ended; NO_ERROR if all streams had ended in order
     */
    public ErrorCode run() {
        FrameReader frames = new FrameReader(socket, parts.buffers());
        Receiver receiver = new Receiver(this, frames, options, parts);
        try {
            begin();
            if (server && !frames.expect(PREFACE)) {
                throw new Http2ConnectionException(ErrorCode.PROTOCOL_ERROR, "no connection preface");
            }
            receiver.run();
            end(ErrorCode.NO_ERROR, "the peer ended the connection");
        } catch (Http2ConnectionException malformed) {
            fail(malformed.code(), malformed.getMessage());
            linger(frames);
        } catch (IOException broken) {
            end(ErrorCode.NO_ERROR, broken.toString());
        } finally {
            end(ErrorCode.INTERNAL_ERROR, "a bug"); // does nothing if it has ended
            receiver.close();
            frames.release();
            socket.cut();
            over();
        }
        return why();
    }

    private void over() {
        lock.lock();
        try {
            outbound.close();
            liveness.close();
            receiveWindow.close();
        } finally {
            lock.unlock();
        }
        departure.close();
        lead.close();
    }

    /** What is sent first: before anything that a stream says, which may come before {@link #run}. */
    private void preface() {
        FrameBuffer first = outbound.frames();
        if (!server) {
            first.put(PREFACE, 0, PREFACE.length);
        }
        PeerSettings.write(first, options, server, parts.buffers());
        receiveWindow.open();
    }

    private void begin() {
        lock.lock();
        try {
            liveness.start();
        } finally {
            lock.unlock();
        }
        departure.start();
        outbound.flushSoon();
    }

    /** Reads on for a while, so that the peer gets what it was told last and not a reset of the TCP connection. */
    private void linger(FrameReader frames) {
        try (Timer patience = parts.timers().deadline(socket::cut)) {
            patience.set(LINGER);
            frames.linger(LINGER_BYTES);
        } catch (IOException gone) {
            // the end has come
        }
    }

    // --- streams

    /**
     * Opens a stream to a server. It takes its number when its request is sent.
     *
     * @return empty if the server allows no further stream now, or never again
     */
    public Optional<Http2Stream> open() {
        lock.lock();
        try {
            if (room() <= 0) {
                return Optional.empty();
            }
            streams.reserve();
            lead.wake();
            return Optional.of(stream());
        } finally {
            lock.unlock();
        }
    }

    private Http2Stream stream() {
        Http2Stream stream = new Http2Stream(this, new Inbox(parts));
        stream.sendWindow = peer.initialWindow();
        stream.receiveWindow = options.streamWindow();
        return stream;
    }

    /** With the lock: a client's request has begun. Null if it has to be refused. */
    @Nullable
    Http2Stream accept(int id) {
        streams.begun(id);
        if (departure.isLastNamed() || streams.open() >= options.maxStreams()) {
            return null;
        }
        departure.busy();
        streams.reserve();
        Http2Stream stream = stream();
        stream.id(id);
        stream.processed();
        streams.put(stream);
        return stream;
    }

    /** With the lock: something of a stream is sent. A client's stream takes its number now. */
    void begins(Http2Stream stream) throws StreamResetException {
        if (stream.id() != 0) {
            return;
        }
        if (departure.begun() || ended != null || !streams.hasNumbers()) {
            throw new StreamResetException(refusal, true, "the connection takes no further streams");
        }
        stream.id(streams.next());
        stream.sendWindow = peer.initialWindow();
        stream.processed();
        streams.put(stream);
    }

    /** How many streams can be opened now: one until the server's settings have come; 0 or less if it is full. */
    public int room() {
        if (!usable()) {
            return 0;
        }
        return (peer.received() ? peer.maxStreams() : 1) - streams.open();
    }

    /** Whether the peer's settings have come, so that what it allows is known. */
    public boolean settled() {
        return peer.received();
    }

    /** Whether it takes new streams in principle: not after a GOAWAY of either side, nor at its end. */
    public boolean usable() {
        return !departure.begun() && why() == ErrorCode.NO_ERROR && streams.hasNumbers();
    }

    private ErrorCode why() {
        ErrorCode cause = ended;
        return cause == null ? ErrorCode.NO_ERROR : cause;
    }

    /** How many streams are open, or were reset and have owners who do not know yet. */
    public int streams() {
        return streams.open();
    }

    /** Whether the server has allowed extended CONNECT (RFC 8441 §3). */
    public boolean connectProtocol() {
        return peer.connectProtocol();
    }

    // --- flow control

    /** A stream's owner has read bytes: the peer may send more of them. */
    void hasRead(Http2Stream stream, int length) {
        boolean told;
        lock.lock();
        try {
            receiveWindow.credit(length);
            receiveWindow.credit(stream);
            told = !outbound.frames().isEmpty();
        } finally {
            lock.unlock();
        }
        if (told) {
            outbound.flushSoon();
        }
    }

    /** With the lock: content has moved, for which a peer sends window updates, and pings to measure it. */
    void contentMoved() {
        grace = Math.min(grace + 10, 1000);
    }

    /** With the lock: whether a frame is one of those that content asks for. */
    boolean isDue() {
        return grace > 0 && grace-- > 0;
    }

    // --- the connection's life

    /** The server takes no streams after this one. That a client takes none from the server means nothing. */
    void goAway(int last, ErrorCode why) {
        if (server) {
            return;
        }
        List<Http2Stream> refused;
        lock.lock();
        try {
            departure.begin();
            refused = streams.after(last);
            if (why == ErrorCode.HTTP_1_1_REQUIRED) {
                refusal = why;
            }
        } finally {
            lock.unlock();
        }
        for (Http2Stream stream : refused) {
            ends.end(stream, new StreamResetException(refusal, true, "GOAWAY"), false, true);
        }
        events.roomChanged();
        departure.sentAway();
    }

    /**
     * Takes no further streams (RFC 9113 §6.8): a server warns by a first GOAWAY and names the last stream by a second
     * one, when the client has seen the first. The connection ends with its last stream.
     */
    public void drain() {
        departure.drain();
    }

    /**
     * Ends the connection at once, with a GOAWAY if it can be sent without waiting.
     *
     * @param why NO_ERROR if there is no fault
     */
    public void close(ErrorCode why) {
        fail(why, "closed");
        socket.cut();
    }

    /** Nothing can be written any more. */
    private void broken(IOException failed) {
        end(ErrorCode.NO_ERROR, failed.toString());
        socket.cut();
    }

    /** Says why, and ends all streams. */
    void fail(ErrorCode why, @Nullable String detail) {
        lock.lock();
        try {
            if (ended == null) {
                Frames.goAway(outbound.frames(), streams.last(), why);
                outbound.finish();
            }
        } finally {
            lock.unlock();
        }
        outbound.flushSoon();
        end(why, String.valueOf(detail));
    }

    /** All streams end. */
    void end(ErrorCode why, String detail) {
        List<Http2Stream> open;
        lock.lock();
        try {
            if (ended != null) {
                return;
            }
            ended = why;
            departure.begin();
            open = streams.all();
        } finally {
            lock.unlock();
        }
        ErrorCode told = why == ErrorCode.NO_ERROR ? ErrorCode.CANCEL : why;
        for (Http2Stream stream : open) {
            ends.end(stream, new StreamResetException(told, true, detail), false, false);
        }
        events.roomChanged();
    }

    /** Asks whether the peer is still there: without an answer within {@code headTimeout} the connection is cut. */
    public void ping() {
        lock.lock();
        try {
            liveness.ping();
        } finally {
            lock.unlock();
        }
        outbound.flushSoon();
    }
}
