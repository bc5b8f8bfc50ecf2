package dev.sluice.wire.http2;

import dev.sluice.core.Ticker;
import dev.sluice.core.Timers;
import dev.sluice.wire.BufferPool;
import java.util.Optional;

/**
 * One HTTP/2 connection, seen from either end: many streams over one pair of byte streams (RFC 9113).
 *
 * <p>One thread reads, in {@link #run}. It never waits for a stream or for a write. Every stream has a thread of its
 * owner's that sends and receives through {@link Http2Stream}.
 */
public final class Multiplexer {
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
        throw new UnsupportedOperationException(socket.toString() + options + parts + events);
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
        throw new UnsupportedOperationException(socket.toString() + options + parts + events);
    }

    /**
     * What connections share.
     *
     * @param ticker the time
     * @param timers deadlines
     * @param buffers for what is received and not read yet, and for what is about to be sent
     */
    public record Parts(Ticker ticker, Timers timers, BufferPool buffers) {}

    private Multiplexer() {}

    /**
     * Sends the preface and settings, then reads frames until the connection has ended. All streams have ended when it
     * returns, and the socket is cut.
     *
     * @return why it has ended; NO_ERROR if all streams had ended in order
     */
    public ErrorCode run() {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens a stream to a server. It takes its number when its request is sent.
     *
     * @return empty if the server allows no further stream now, or never again
     */
    public Optional<Http2Stream> open() {
        throw new UnsupportedOperationException();
    }

    /** How many streams can be opened now: one until the server's settings have come; 0 or less if it is full. */
    public int room() {
        throw new UnsupportedOperationException();
    }

    /** Whether it takes new streams in principle: not after a GOAWAY of either side, nor at its end. */
    public boolean usable() {
        throw new UnsupportedOperationException();
    }

    /** How many streams there are whose owners have not released them. */
    public int streams() {
        throw new UnsupportedOperationException();
    }

    /** Whether the server has allowed extended CONNECT (RFC 8441 §3). */
    public boolean connectProtocol() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes no further streams (RFC 9113 §6.8): a server warns by a first GOAWAY and names the last stream by a second
     * one, when the client has seen the first. The connection ends with its last stream.
     */
    public void drain() {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends the connection at once, with a GOAWAY if it can be sent without waiting.
     *
     * @param why NO_ERROR if there is no fault
     */
    public void close(ErrorCode why) {
        throw new UnsupportedOperationException(why.toString());
    }

    /** Asks whether the peer is still there: without an answer within {@code headTimeout} the connection is cut. */
    public void ping() {
        throw new UnsupportedOperationException();
    }
}
