package dev.sluice.wire.http2;

import dev.sluice.core.Fields;
import dev.sluice.wire.ResponseHead;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.Frames;
import dev.sluice.wire.http2.hpack.HeadEncoder;
import dev.sluice.wire.http2.hpack.Http2Request;
import io.helidon.http.Status;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream: a request and its response. One thread may send while another receives; any thread may reset it.
 *
 * <p>What is sent is held back until {@link #flush()}, so that a head and a small body leave in one write, together with
 * what other streams have to say; or until there is much of it. A method that sends waits while the peer's window, or the
 * connection, does not take more. The end of a message is sent at once.
 */
public final class Http2Stream {
    /** Bytes of content that leave in one write: of as many full frames as fit in the 128 KiB that a socket takes at once. */
    public static final int BATCH = 7 * Frames.MAX_PAYLOAD;

    private final Multiplexer connection;
    private final Inbox inbox;
    /** Set before another thread reads or writes. */
    private Stalls stalls = Stalls.UNNOTICED;

    // Guarded by the connection's lock: states and windows (RFC 9113 §5.1, §5.2).
    private int id;
    private boolean localEnded;
    private boolean remoteEnded;
    private boolean released;
    /** Written with the lock, read also without. */
    private volatile boolean freed;

    private boolean unprocessed = true;
    private @Nullable Runnable onReset;
    private @Nullable Condition canSend;
    long sendWindow;
    /** Bytes that the peer may still send. */
    int receiveWindow;

    int urgency = Urgency.DEFAULT;
    /** Its place among those that wait for the connection. */
    long turn;

    private volatile @Nullable StreamResetException reset;

    // For the thread that reads; its owner looks when it has got the head, and writes before it sends its own.
    private boolean headReceived;
    private long contentReceived;
    private long contentLength = -1;
    /** Whether no content follows, whatever length is stated: a response to HEAD, a 204 or 304. */
    private boolean withoutContent;

    private String protocol = "";
    /** Bytes that were read and that the peer has not been credited for; for the thread that receives. */
    private int uncredited;

    Http2Stream(Multiplexer connection, Inbox inbox) {
        this.connection = connection;
        this.inbox = inbox;
    }

    /** Its number; 0 if nothing of it was sent or received yet. */
    public int id() {
        return id;
    }

    void id(int number) {
        id = number;
    }

    /** What a client wants to speak after an extended CONNECT, such as {@code websocket}; empty for a request. */
    public String protocol() {
        return protocol;
    }

    void protocol(String asked) {
        protocol = asked;
    }

    /** Sets who is told of waits, before anything is sent or read. */
    public void stalls(Stalls told) {
        stalls = told;
    }

    Stalls stalls() {
        return stalls;
    }

    /**
     * Sets what to do when the stream ends before its messages did, by the peer or with the connection. It runs on the
     * thread that reads and must not wait.
     *
     * @return false if the stream has ended so already: then it does not run
     */
    public boolean onReset(Runnable action) {
        connection.lock().lock();
        try {
            if (reset == null) {
                onReset = action;
            }
            return reset == null;
        } finally {
            connection.lock().unlock();
        }
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
        withoutContent = request.method().equals("HEAD");
        head(block -> HeadEncoder.request(request, block), end);
    }

    /** Sends an interim response at once. */
    public void inform(Status status, Fields fields) throws StreamResetException {
        head(block -> HeadEncoder.response(status, fields, block), false);
        connection.outbound().flush();
    }

    /**
     * Sends the head of the final response.
     *
     * @param end whether nothing follows
     */
    public void respond(Status status, Fields fields, boolean end) throws StreamResetException {
        head(block -> HeadEncoder.response(status, fields, block), end);
    }

    /**
     * Sends the head of the final response and the first bytes of a buffer, as one after the other would. Waits for the
     * peer's window.
     *
     * @param length how many bytes
     * @param end whether nothing follows
     */
    public void respond(Status status, Fields fields, byte[] buffer, int length, boolean end)
            throws StreamResetException {
        int count;
        boolean said = false;
        connection.outbound().enter(this, 0);
        try {
            connection.outbound().headers(id, block -> HeadEncoder.response(status, fields, block), false);
            count = connection.outbound().take(this, length);
            if (count > 0) {
                said = content(buffer, 0, count, end && count == length);
            }
        } finally {
            connection.outbound().left(this, said);
        }
        stalls.wrote(count);
        if (!said) {
            write(buffer, count, length - count, end);
        }
    }

    /** The fields are encoded where they are sent from, so with the connection's lock. */
    private void head(Consumer<FrameBuffer> fields, boolean end) throws StreamResetException {
        connection.outbound().enter(this, 0);
        boolean said = false;
        try {
            connection.begins(this);
            connection.outbound().headers(id, fields, end);
            sent(end);
            said = end;
        } finally {
            connection.outbound().left(this, said);
        }
    }

    /**
     * Sends content. Waits for the peer's window.
     *
     * @param end whether nothing follows
     */
    public void write(byte[] buffer, int offset, int length, boolean end) throws StreamResetException {
        int at = offset;
        int left = length;
        while (left > 0 || end) {
            int count = connection.outbound().enter(this, left);
            boolean said = false;
            try {
                said = content(buffer, at, count, end && count == left);
            } finally {
                connection.outbound().left(this, said);
            }
            stalls.wrote(count);
            at += count;
            left -= count;
            if (said) {
                return;
            }
        }
    }

    /** With the connection's lock: a frame of content; whether it is the last. */
    private boolean content(byte[] buffer, int offset, int length, boolean last) throws StreamResetException {
        Frames.data(connection.outbound().frames(), id, buffer, offset, length, last);
        connection.contentMoved();
        sent(last);
        return last;
    }

    /** Sends trailers, which end the message; an empty DATA frame if there are none. */
    public void end(Fields trailers) throws StreamResetException {
        if (trailers.isEmpty()) {
            write(new byte[0], 0, 0, true);
        } else {
            head(block -> HeadEncoder.trailers(trailers, block), true);
        }
    }

    /** Sends what was held back. */
    public void flush() throws StreamResetException {
        connection.outbound().flush();
    }

    /** With the connection's lock: whether something may be sent. */
    void checkSending() throws StreamResetException {
        StreamResetException ended = reset;
        if (ended != null) {
            throw ended;
        }
        if (localEnded || released) {
            throw new StreamResetException(ErrorCode.STREAM_CLOSED, false, "the message has been sent");
        }
    }

    private void sent(boolean end) {
        if (end) {
            localEnded = true;
            connection.ends().closeIfEnded(this);
        }
    }

    /** With the connection's lock: the condition that it may send, made when it is first needed. */
    Condition canSend(ReentrantLock lock) {
        Condition known = canSend;
        if (known == null) {
            known = lock.newCondition();
            canSend = known;
        }
        return known;
    }

    /** With the connection's lock: makes a thread that waits look again. */
    void wake() {
        if (canSend != null) {
            canSend.signalAll();
        }
    }

    // --- receiving

    /**
     * Waits for the next head of a response: interim ones, then the final one.
     *
     * @throws StreamResetException if the stream ended before
     */
    public ResponseHead awaitHead() throws StreamResetException {
        return inbox.awaitHead(stalls);
    }

    /** The length that the received head states; -1 if it states none. It is checked against the content. */
    public long contentLength() {
        return contentLength;
    }

    /**
     * Reads content that was received. Blocks until there is at least one byte.
     *
     * @return the number of bytes, or -1 at the end of the message
     * @throws StreamResetException if the stream ended before its message did; content that came before is read first,
     *     unless this side has reset it
     */
    public int read(byte[] buffer, int offset, int length) throws StreamResetException {
        int count = inbox.read(buffer, offset, length, stalls);
        if (count > 0) {
            uncredited += count;
            int left = inbox.available();
            // a client's connection was credited on arrival: at the end of a message release() does what is left to do
            if (uncredited >= Multiplexer.CREDIT || left == 0 || (left < 0 && connection.isServer())) {
                connection.hasRead(this, uncredited);
                uncredited = 0;
            }
        }
        return count;
    }

    /**
     * Receives nothing more: whoever reads gets a {@link StreamResetException}, and what still comes is dropped. The
     * stream is not reset, so that something may still be sent.
     */
    public void stopReading(ErrorCode why) {
        int dropped = inbox.fail(new StreamResetException(why, false, "nothing more is read"), true);
        connection.hasRead(this, dropped);
    }

    /** How many bytes can be read without waiting; -1 if it is known that none follow. */
    public int available() {
        return inbox.available();
    }

    /** Whether the whole message has been received and read. */
    public boolean finished() {
        return inbox.available() < 0;
    }

    /** The trailers that were received; empty before {@link #finished()}. */
    public Fields trailers() {
        return inbox.trailers();
    }

    Inbox inbox() {
        return inbox;
    }

    // --- states, with the connection's lock

    boolean headReceived() {
        return headReceived;
    }

    /** The final head has come. */
    void headReceived(long statedLength, boolean noContent) {
        headReceived = true;
        contentLength = statedLength;
        withoutContent |= noContent;
    }

    /** Counts content; false if there is more than the head has stated. */
    boolean receives(int length) {
        contentReceived += length;
        return withoutContent ? contentReceived == 0 : contentLength < 0 || contentReceived <= contentLength;
    }

    /** Whether the content is as long as the head has stated. */
    boolean isWhole() {
        return withoutContent || contentLength < 0 || contentReceived == contentLength;
    }

    void remoteEnds() {
        remoteEnded = true;
    }

    boolean remoteEnded() {
        return remoteEnded;
    }

    boolean localEnded() {
        return localEnded;
    }

    boolean ended() {
        return localEnded && remoteEnded;
    }

    /** Marks it; false if it was before. */
    boolean releases() {
        boolean first = !released;
        released = true;
        return first;
    }

    /** Whether its place is free for another stream. */
    boolean isFree() {
        return freed;
    }

    /** Whether its place becomes free now: once. */
    boolean frees() {
        boolean first = !freed;
        freed = true;
        return first;
    }

    /** The request has left, so that it is no longer certain that nothing was processed. */
    void processed() {
        unprocessed = false;
    }

    /**
     * It ends with an error; what to do about it, once.
     *
     * @param notProcessed whether it is certain that nothing of the request was processed
     */
    Runnable resets(StreamResetException why, boolean notProcessed) {
        Runnable action = onReset;
        onReset = null;
        reset = why;
        unprocessed |= notProcessed;
        wake();
        return action == null ? () -> {} : action;
    }

    // --- ending

    /**
     * Resets the stream, unless both messages have ended: whoever sends or receives on it gets a {@link
     * StreamResetException}.
     */
    public void reset(ErrorCode why) {
        connection.ends().reset(this, why, "reset by this side");
    }

    /** Whether the stream was reset, by either side, or its connection has ended. */
    public boolean isReset() {
        return reset != null;
    }

    /**
     * Whether it is certain that the server has processed nothing of the request (RFC 9113 §8.7): it refused the stream,
     * its GOAWAY names an earlier stream as the last, or the head was never sent.
     */
    public boolean unprocessed() {
        connection.lock().lock();
        try {
            return unprocessed;
        } finally {
            connection.lock().unlock();
        }
    }

    /**
     * Its owner has come to its end: what was received and not read is dropped, and the place is free for another stream. A
     * message that has not ended is reset: CANCEL by a client; NO_ERROR by a server whose response is complete (RFC 9113
     * §8.1), INTERNAL_ERROR by one whose is not.
     */
    public void release() {
        connection.ends().release(this, inbox.close() + uncredited);
        uncredited = 0;
    }
}
