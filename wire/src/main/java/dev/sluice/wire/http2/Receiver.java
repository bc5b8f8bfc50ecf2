package dev.sluice.wire.http2;

import dev.sluice.core.time.Timers.Timer;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.FrameReader;
import dev.sluice.wire.http2.frame.Frames;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import dev.sluice.wire.http2.hpack.DecodedHead;
import dev.sluice.wire.http2.hpack.HeadBlock;
import dev.sluice.wire.http2.hpack.HeadDecoder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a connection and does what they ask for, as far as RFC 9113 allows it. For the thread that reads: it
 * takes the connection's lock for each frame, and waits for nobody but, for a moment, the owner of the only stream
 * ({@link Lead}).
 */
final class Receiver {
    private static final int PRIORITY_BYTES = 5;

    private final Multiplexer connection;
    private final FrameReader frame;
    private final Http2Options options;
    private final HeadDecoder heads;
    private final Messages messages;
    private final SendWindows windows;
    private final EventBucket glitches;
    private final Lead lead;
    private final Timer headDeadline;
    private final FrameBuffer fragments;
    private @Nullable HeadBlock block;
    private boolean begun;

    Receiver(Multiplexer connection, FrameReader frame, Http2Options options, Multiplexer.Parts parts) {
        this.connection = connection;
        this.frame = frame;
        this.options = options;
        this.heads = new HeadDecoder(options.heads());
        this.messages = new Messages(connection);
        this.windows = new SendWindows(connection);
        this.glitches = new EventBucket(parts.ticker(), options.glitches());
        this.lead = connection.lead();
        this.fragments = new FrameBuffer(parts.buffers());
        this.headDeadline = parts.timers().deadline(() -> connection.close(ErrorCode.ENHANCE_YOUR_CALM));
    }

    /** Reads frames until the peer ends the connection. */
    void run() throws IOException {
        while (frame.next()) {
            if (!begun && (frame.type() != Frames.SETTINGS || frame.has(Frames.ACK))) {
                throw malformed("the preface has no SETTINGS");
            }
            begun = true;
            if (block == null ? frame.type() == Frames.CONTINUATION : !continues(block)) {
                throw malformed("a frame of type " + frame.type() + " in the wrong place of a head");
            }
            dispatch();
            if (!frame.ready()) {
                connection.outbound().flushSoon();
                lead.keep();
            }
        }
    }

    private boolean continues(HeadBlock begunBlock) {
        return frame.type() == Frames.CONTINUATION && frame.stream() == begunBlock.stream();
    }

    void close() {
        headDeadline.close();
        fragments.release();
    }

    private void dispatch() throws IOException {
        switch (frame.type()) {
            case Frames.DATA -> data();
            case Frames.HEADERS -> headers();
            case Frames.PRIORITY -> priority();
            case Frames.RST_STREAM -> resetStream();
            case Frames.SETTINGS -> settings();
            case Frames.PUSH_PROMISE -> throw malformed("PUSH_PROMISE");
            case Frames.PING -> ping();
            case Frames.GOAWAY -> goAway();
            case Frames.WINDOW_UPDATE -> {
                sized(Integer.BYTES);
                if (!windows.update(frame.stream(), integer() & Integer.MAX_VALUE)) {
                    glitch();
                }
            }
            case Frames.CONTINUATION -> continuation();
            case Frames.PRIORITY_UPDATE -> priorityUpdate();
            default -> glitch(); // RFC 9113 §5.5: unknown types are ignored
        }
    }

    private static Http2ConnectionException malformed(String detail) {
        return new Http2ConnectionException(ErrorCode.PROTOCOL_ERROR, detail);
    }

    /** A frame that is of no use to anybody: some are allowed. */
    private void glitch() throws Http2ConnectionException {
        if (!glitches.take()) {
            throw new Http2ConnectionException(ErrorCode.ENHANCE_YOUR_CALM, "too many frames of no use");
        }
    }

    private void onStream(boolean one) throws Http2ConnectionException {
        if (one != (frame.stream() != 0)) {
            throw malformed("a frame of type " + frame.type() + " on stream " + frame.stream());
        }
    }

    private void sized(int bytes) throws Http2ConnectionException {
        if (frame.length() != bytes) {
            throw new Http2ConnectionException(
                    ErrorCode.FRAME_SIZE_ERROR,
                    "a frame of type " + frame.type() + " with " + frame.length() + " bytes");
        }
    }

    private int integer() {
        return Frames.getInt(frame.buffer(), frame.payload());
    }

    // --- DATA

    private void data() throws Http2ConnectionException {
        onStream(true);
        int padding = padding();
        int from = frame.payload() + (frame.has(Frames.PADDED) ? 1 : 0);
        int length = frame.length() - padding;
        boolean end = frame.has(Frames.END_STREAM);
        if (length == 0 && !end) {
            glitch();
        }
        Http2Stream stream;
        ErrorCode mistake = null;
        boolean over = false;
        connection.lock().lock();
        try {
            connection.receiveWindow().received(frame.length());
            stream = connection.all().get(frame.stream());
            if (stream != null) {
                mistake = mistake(stream, length, end);
            }
            connection.receiveWindow().credit(stream == null || mistake != null ? frame.length() : padding);
            if (stream != null && mistake == null) {
                if (length > 0) {
                    connection.contentMoved();
                }
                stream.receiveWindow -= frame.length();
                if (end) {
                    stream.remoteEnds();
                    over = connection.ends().closeIfEnded(stream);
                }
            }
        } finally {
            connection.lock().unlock();
        }
        if (stream == null) {
            notThere();
        } else if (mistake != null) {
            connection.ends().streamError(stream, mistake, "DATA");
        } else if (stream.inbox().offer(frame.buffer(), from, length, end)) {
            lead.received(stream.inbox(), end);
        } else {
            dropped(length);
        }
        if (over) {
            connection.ends().over();
        }
    }

    private void dropped(int length) {
        connection.lock().lock();
        try {
            connection.receiveWindow().credit(length);
        } finally {
            connection.lock().unlock();
        }
    }

    /** Bytes of a frame that are padding, its length included. */
    private int padding() throws Http2ConnectionException {
        if (!frame.has(Frames.PADDED)) {
            return 0;
        }
        int padding = frame.length() == 0 ? 0 : 1 + (frame.buffer()[frame.payload()] & 0xff);
        if (padding == 0 || padding > frame.length()) {
            throw malformed("more padding than payload");
        }
        return padding;
    }

    private @Nullable ErrorCode mistake(Http2Stream stream, int length, boolean end) {
        if (stream.remoteEnded()) {
            return ErrorCode.STREAM_CLOSED;
        }
        if (!stream.headReceived()) {
            return ErrorCode.PROTOCOL_ERROR;
        }
        if (frame.length() > stream.receiveWindow) {
            return ErrorCode.FLOW_CONTROL_ERROR;
        }
        return stream.receives(length) && (!end || stream.isWhole()) ? null : ErrorCode.PROTOCOL_ERROR;
    }

    /** A frame for a stream that is not open (RFC 9113 §5.1). */
    private void notThere() throws Http2ConnectionException {
        boolean ignored;
        connection.lock().lock();
        try {
            if (connection.all().isIdle(frame.stream())) {
                throw malformed("a frame of type " + frame.type() + " on an idle stream");
            }
            ignored = connection.all().isForgotten(frame.stream());
        } finally {
            connection.lock().unlock();
        }
        if (!ignored) { // else it was on its way when this side reset the stream
            connection.ends().streamError(frame.stream(), ErrorCode.STREAM_CLOSED);
        }
    }

    // --- heads

    private void headers() throws Http2ConnectionException {
        onStream(true);
        int padding = padding();
        int from = frame.payload() + (frame.has(Frames.PADDED) ? 1 : 0);
        int length = frame.length() - padding;
        boolean selfDependent = false;
        if (frame.has(Frames.WITH_PRIORITY)) {
            if (length < PRIORITY_BYTES) {
                throw new Http2ConnectionException(ErrorCode.FRAME_SIZE_ERROR, "HEADERS too short for a priority");
            }
            selfDependent = (Frames.getInt(frame.buffer(), from) & Integer.MAX_VALUE) == frame.stream();
            from += PRIORITY_BYTES;
            length -= PRIORITY_BYTES;
        }
        HeadBlock begins = new HeadBlock(
                frame.stream(),
                frame.has(Frames.END_STREAM),
                selfDependent,
                2 * options.heads().head(),
                fragments);
        fragment(begins, from, length);
    }

    private void continuation() throws Http2ConnectionException {
        glitch();
        HeadBlock continued = block;
        if (continued != null) {
            fragment(continued, frame.payload(), frame.length());
        }
    }

    private void fragment(HeadBlock head, int from, int length) throws Http2ConnectionException {
        boolean last = frame.has(Frames.END_HEADERS);
        if (last && head.length() == 0) { // the usual one frame needs no copy
            received(head, heads.decode(frame.buffer(), from, length));
            block = null;
            return;
        }
        head.add(frame.buffer(), from, length, last);
        if (!last) {
            if (block == null) {
                headDeadline.set(options.headTimeout());
            }
            block = head;
            return;
        }
        headDeadline.clear();
        block = null;
        DecodedHead decoded = heads.decode(head.array(), 0, head.length());
        head.release();
        received(head, decoded);
    }

    private void received(HeadBlock head, DecodedHead decoded) throws Http2ConnectionException {
        if (!messages.received(head, decoded)) {
            glitch();
        }
    }

    // --- the rest

    private void priority() throws Http2ConnectionException {
        onStream(true);
        glitch();
        if (frame.length() != PRIORITY_BYTES) {
            connection.ends().streamError(frame.stream(), ErrorCode.FRAME_SIZE_ERROR);
        } else if ((integer() & Integer.MAX_VALUE) == frame.stream()) {
            connection.ends().streamError(frame.stream(), ErrorCode.PROTOCOL_ERROR);
        }
    }

    private void priorityUpdate() throws Http2ConnectionException {
        onStream(false);
        glitch();
        if (frame.length() < Integer.BYTES) {
            throw new Http2ConnectionException(ErrorCode.FRAME_SIZE_ERROR, "PRIORITY_UPDATE too short");
        }
        if (!connection.isServer()) {
            throw malformed("PRIORITY_UPDATE");
        }
        int id = integer() & Integer.MAX_VALUE;
        if (id == 0) {
            throw malformed("PRIORITY_UPDATE of stream 0");
        }
        connection.lock().lock();
        try {
            Http2Stream stream = connection.all().get(id);
            if (stream != null) {
                stream.urgency =
                        Urgency.of(frame.buffer(), frame.payload() + Integer.BYTES, frame.length() - Integer.BYTES);
            }
        } finally {
            connection.lock().unlock();
        }
    }

    private void resetStream() throws Http2ConnectionException {
        onStream(true);
        sized(Integer.BYTES);
        ErrorCode why = ErrorCode.of(integer());
        Http2Stream stream;
        boolean over;
        connection.lock().lock();
        try {
            stream = connection.all().get(frame.stream());
            if (stream == null && connection.all().isIdle(frame.stream())) {
                throw malformed("RST_STREAM on an idle stream");
            }
            over = stream == null || (stream.remoteEnded() && !connection.isServer());
        } finally {
            connection.lock().unlock();
        }
        if (stream == null) {
            glitch();
            return;
        }
        if (connection.isServer() || !over) {
            connection.ends().countReset();
        }
        connection
                .ends()
                .end(
                        stream,
                        new StreamResetException(why, true, "reset by the peer"),
                        false,
                        why == ErrorCode.REFUSED_STREAM && !over);
    }

    private void settings() throws Http2ConnectionException {
        onStream(false);
        glitch();
        if (frame.has(Frames.ACK)) {
            sized(0);
            connection.lock().lock();
            try {
                connection.liveness().acknowledged();
            } finally {
                connection.lock().unlock();
            }
            return;
        }
        connection.lock().lock();
        try {
            int before = connection.peer().initialWindow();
            connection.peer().receive(frame.buffer(), frame.payload(), frame.length(), !connection.isServer());
            windows.resize(connection.peer().initialWindow() - before);
            Frames.settingsAck(connection.outbound().frames());
        } finally {
            connection.lock().unlock();
        }
        connection.events().roomChanged();
    }

    private void ping() throws Http2ConnectionException {
        onStream(false);
        sized(Long.BYTES);
        boolean due;
        connection.lock().lock();
        try {
            due = connection.isDue();
            if (frame.has(Frames.ACK)) {
                connection.liveness().pong(frame.buffer(), frame.payload());
                connection.receiveWindow().pong(frame.buffer(), frame.payload());
            } else {
                Frames.ping(connection.outbound().frames(), true, frame.buffer(), frame.payload());
            }
        } finally {
            connection.lock().unlock();
        }
        if (!due) {
            glitch();
        }
        if (frame.has(Frames.ACK)) {
            connection.departure().pong(frame.buffer(), frame.payload());
        }
    }

    private void goAway() throws Http2ConnectionException {
        onStream(false);
        glitch();
        if (frame.length() < 2 * Integer.BYTES) {
            throw new Http2ConnectionException(ErrorCode.FRAME_SIZE_ERROR, "GOAWAY too short");
        }
        ErrorCode why = ErrorCode.of(Frames.getInt(frame.buffer(), frame.payload() + Integer.BYTES));
        connection.goAway(integer() & Integer.MAX_VALUE, why);
    }
}
