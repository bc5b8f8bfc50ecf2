package dev.sluice.wire.http2;

import dev.sluice.core.Fields;
import dev.sluice.wire.ResponseHead;
import io.helidon.http.Status;

/**
 * One stream: a request and its response. One thread may send while another receives; any thread may reset it.
 *
 * <p>What is sent is held back until {@link #flush()}, so that a head and a small body leave in one write, together with
 * what other streams have to say; or until there is much of it. A method that sends waits while the peer's window, or the
 * connection, does not take more. The end of a message is sent at once.
 */
public final class Http2Stream {
    Http2Stream() {}

    /** Its number; 0 if nothing of it was sent or received yet. */
    public int id() {
        throw new UnsupportedOperationException();
    }

    /** What a client wants to speak after an extended CONNECT, such as {@code websocket}; empty for a request. */
    public String protocol() {
        throw new UnsupportedOperationException();
    }

    /** Sets who is told of waits. */
    public void stalls(Stalls told) {
        throw new UnsupportedOperationException(told.toString());
    }

    /**
     * Sets what to do when the stream ends before its messages did, by the peer or with the connection: at once if it has.
     * It runs on the thread that reads and must not wait.
     */
    public void onReset(Runnable action) {
        throw new UnsupportedOperationException(action.toString());
    }

    // --- sending

    /**
     * Sends a request's head.
     *
     * @param request the head
     * @param end whether nothing follows
     * @throws StreamResetException if the stream has ended; see {@link #unprocessed()}
     */
    public void request(Http2Request request, boolean end) throws StreamResetException {
        throw new UnsupportedOperationException(request.toString() + end);
    }

    /** Sends an interim response at once. */
    public void inform(Status status, Fields fields) throws StreamResetException {
        throw new UnsupportedOperationException(status.toString() + fields);
    }

    /**
     * Sends the head of the final response.
     *
     * @param end whether nothing follows
     */
    public void respond(Status status, Fields fields, boolean end) throws StreamResetException {
        throw new UnsupportedOperationException(status.toString() + fields + end);
    }

    /**
     * Sends content. Waits for the peer's window.
     *
     * @param end whether nothing follows
     */
    public void write(byte[] buffer, int offset, int length, boolean end) throws StreamResetException {
        throw new UnsupportedOperationException();
    }

    /** Sends trailers, which end the message; an empty DATA frame if there are none. */
    public void end(Fields trailers) throws StreamResetException {
        throw new UnsupportedOperationException(trailers.toString());
    }

    /** Sends what was held back. */
    public void flush() throws StreamResetException {
        throw new UnsupportedOperationException();
    }

    // --- receiving

    /**
     * Waits for the next head of a response: interim ones, then the final one.
     *
     * @throws StreamResetException if the stream ended before
     */
    public ResponseHead awaitHead() throws StreamResetException {
        throw new UnsupportedOperationException();
    }

    /** The length that the received head states; -1 if it states none. It is checked against the content. */
    public long contentLength() {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads content that was received. Blocks until there is at least one byte.
     *
     * @return the number of bytes, or -1 at the end of the message
     * @throws StreamResetException if the stream ended before its message did; content that came before is read first,
     *     unless this side has reset it
     */
    public int read(byte[] buffer, int offset, int length) throws StreamResetException {
        throw new UnsupportedOperationException();
    }

    /** How many bytes can be read without waiting; -1 if it is known that none follow. */
    public int available() {
        throw new UnsupportedOperationException();
    }

    /** Whether the whole message has been received and read. */
    public boolean finished() {
        throw new UnsupportedOperationException();
    }

    /** The trailers that were received; empty before {@link #finished()}. */
    public Fields trailers() {
        throw new UnsupportedOperationException();
    }

    // --- ending

    /**
     * Resets the stream, unless both messages have ended: whoever sends or receives on it gets a {@link
     * StreamResetException}.
     */
    public void reset(ErrorCode why) {
        throw new UnsupportedOperationException(why.toString());
    }

    /** Whether the stream was reset, by either side, or its connection has ended. */
    public boolean isReset() {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether it is certain that the server has processed nothing of the request (RFC 9113 §8.7): it refused the stream,
     * its GOAWAY names an earlier stream as the last, or the head was never sent.
     */
    public boolean unprocessed() {
        throw new UnsupportedOperationException();
    }

    /**
     * Its owner has come to its end: what was received and not read is dropped, and the place is free for another stream. A
     * message that has not ended is reset: CANCEL by a client; NO_ERROR by a server whose response is complete (RFC 9113
     * §8.1), INTERNAL_ERROR by one whose is not.
     */
    public void release() {
        throw new UnsupportedOperationException();
    }
}
