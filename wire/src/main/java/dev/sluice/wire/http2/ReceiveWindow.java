package dev.sluice.wire.http2;

import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.Frames;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import java.nio.charset.StandardCharsets;

/**
 * What the peer may send on all streams together, and what it is credited for (RFC 9113 §5.2, §6.9). Guarded by the
 * connection's lock.
 *
 * <p>The window grows where the way to the peer is long: a ping goes with a credit, and if more than a quarter of the window
 * comes before it is answered, the window was too small for that time and is doubled, as long as the budget of all
 * connections allows; and the next ping goes with that credit.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // updates are made with the lock
final class ReceiveWindow {
    private static final byte[] PING = "measure ".getBytes(StandardCharsets.US_ASCII);
    /** How many times what it begins with the window may become. */
    private static final int GROWTH = 32;
    /** What part of a window is credited at a time: the peer goes on with the others meanwhile. */
    private static final int PARTS = 4;

    private final Outbound outbound;
    private final Http2Options options;
    private final Streams streams;
    private final UnreadBudget unread;
    private int window;
    private boolean measuring;
    /** Bytes that have come since the ping. */
    private long since;

    private long left = Http2Options.FIRST_WINDOW;
    /** Bytes that the peer has not been credited for. */
    private int due;
    /** Bytes that it is credited for when they are read, though others are when they arrive. Read also without the lock. */
    private volatile int withheld;

    ReceiveWindow(Outbound outbound, Http2Options options, Streams streams, UnreadBudget unread) {
        this.unread = unread;
        this.outbound = outbound;
        this.options = options;
        this.streams = streams;
        this.window = options.connectionWindow();
    }

    /** The connection begins: its window is opened. */
    void open() {
        int more = window - Http2Options.FIRST_WINDOW;
        if (more > 0) {
            Frames.windowUpdate(outbound.frames(), 0, more);
            left += more;
        }
    }

    /** Bytes have come, padding included. */
    void received(int length) throws Http2ConnectionException {
        left -= length;
        since += length;
        if (left < 0) {
            throw new Http2ConnectionException(ErrorCode.FLOW_CONTROL_ERROR, "more than the connection's window");
        }
        if (!options.creditOnArrival()) {
            return;
        }
        if (unread.isSpent()) {
            withheld += length;
        } else {
            add(length);
        }
    }

    /** Whether the peer may have to be credited for bytes that nobody holds any more. Also without the lock. */
    boolean owes(int length) {
        return length > 0 && (!options.creditOnArrival() || withheld > 0);
    }

    /** Nobody holds bytes any more that had come. */
    void credit(int length) {
        if (!options.creditOnArrival()) {
            add(length);
        } else if (withheld > 0) {
            int late = Math.min(length, withheld);
            withheld -= late;
            add(late);
        }
    }

    /** What would be left of the window if the peer were credited at once for all that nobody holds: for tests. */
    long whole() {
        return left + due;
    }

    private void add(int length) {
        due += length;
        if (due >= window / PARTS) {
            tell();
            measure();
        }
    }

    private void tell() {
        Frames.windowUpdate(outbound.frames(), 0, due);
        left += due;
        due = 0;
    }

    private void measure() {
        if (!measuring && window < GROWTH * (long) options.connectionWindow()) {
            measuring = true;
            since = 0;
            Frames.ping(outbound.frames(), false, PING, 0);
        }
    }

    /** The peer has answered a ping. */
    void pong(byte[] payload, int offset) {
        if (!measuring || payload[offset] != PING[0]) {
            return;
        }
        measuring = false;
        if (since > window / 4 && unread.lend(window)) {
            due += window;
            window *= 2;
            tell();
            measure(); // at once, so that it may double with each round trip
        }
    }

    /** The connection has ended. */
    void close() {
        unread.lend(options.connectionWindow() - (long) window);
        window = options.connectionWindow();
    }

    /**
     * Credits a stream. Few streams share the connection's window among them, many have what each begins with.
     */
    void credit(Http2Stream stream) {
        if (stream.remoteEnded() || stream.isReset()) {
            return;
        }
        int target = Math.max(options.streamWindow(), window / Math.max(1, streams.open()));
        int more = target - stream.receiveWindow - stream.inbox().unread();
        if (more >= target / PARTS) {
            Frames.windowUpdate(outbound.frames(), stream.id(), more);
            stream.receiveWindow += more;
        }
    }
}
