package dev.sluice.wire.http2;

/**
 * What the peer may send on all streams together, and what it is credited for (RFC 9113 §5.2, §6.9). Guarded by the
 * connection's lock.
 */
final class ReceiveWindow {
    private final Outbound outbound;
    private final Http2Options options;
    private final Streams streams;
    private final UnreadBudget unread;
    private long left = Http2Options.FIRST_WINDOW;
    /** Bytes that the peer has not been credited for. */
    private int due;
    /** Bytes that it is credited for when they are read, though others are when they arrive. */
    private int withheld;

    ReceiveWindow(Outbound outbound, Http2Options options, Streams streams, UnreadBudget unread) {
        this.unread = unread;
        this.outbound = outbound;
        this.options = options;
        this.streams = streams;
    }

    /** The connection begins: its window is opened. */
    void open() {
        int more = options.connectionWindow() - Http2Options.FIRST_WINDOW;
        if (more > 0) {
            Frames.windowUpdate(outbound.frames(), 0, more);
            left += more;
        }
    }

    /** Bytes have come, padding included. */
    void received(int length) throws Http2ConnectionException {
        left -= length;
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

    private void add(int length) {
        due += length;
        if (due >= options.connectionWindow() / 2) {
            Frames.windowUpdate(outbound.frames(), 0, due);
            left += due;
            due = 0;
        }
    }

    /**
     * Credits a stream, half a window at a time. Few streams share the connection's window among them, many have what each
     * begins with.
     */
    void credit(Http2Stream stream) {
        if (stream.remoteEnded() || stream.isReset()) {
            return;
        }
        int share = options.connectionWindow() / Math.max(1, streams.open());
        int target = options.creditOnArrival() ? options.streamWindow() : Math.max(options.streamWindow(), share);
        int more = target - stream.receiveWindow - stream.inbox().unread();
        if (more >= target / 2) {
            Frames.windowUpdate(outbound.frames(), stream.id(), more);
            stream.receiveWindow += more;
        }
    }
}
