package dev.sluice.wire.http2;

import dev.sluice.wire.BufferPool;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.Frames;
import dev.sluice.wire.http2.frame.Http2ConnectionException;

/** The settings of a connection (RFC 9113 §6.5.2): the peer's as they were received last. Written with the connection's lock. */
final class PeerSettings {
    private static final int HEADER_TABLE_SIZE = 1;
    private static final int ENABLE_PUSH = 2;
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int MAX_FRAME_SIZE = 5;
    private static final int MAX_HEADER_LIST_SIZE = 6;
    private static final int ENABLE_CONNECT_PROTOCOL = 8; // RFC 8441 §3
    private static final int NO_RFC7540_PRIORITIES = 9; // RFC 9218 §2.1
    private static final int ENTRY = 6;
    private static final int GREATEST_FRAME = 0xffffff;

    private volatile boolean received;
    private volatile int maxStreams = Integer.MAX_VALUE;
    private int initialWindow = Http2Options.FIRST_WINDOW;
    private volatile boolean connectProtocol;

    /** Writes the settings of this side. */
    static void write(FrameBuffer to, Http2Options options, boolean server, BufferPool pool) {
        FrameBuffer entries = new FrameBuffer(pool);
        if (server) {
            Frames.setting(entries, MAX_CONCURRENT_STREAMS, options.maxStreams());
            Frames.setting(entries, ENABLE_CONNECT_PROTOCOL, 1);
            Frames.setting(entries, NO_RFC7540_PRIORITIES, 1);
        } else {
            Frames.setting(entries, ENABLE_PUSH, 0);
        }
        Frames.setting(entries, INITIAL_WINDOW_SIZE, options.streamWindow());
        Frames.setting(entries, MAX_HEADER_LIST_SIZE, options.heads().head());
        Frames.header(to, entries.length(), Frames.SETTINGS, 0, 0);
        to.put(entries.array(), 0, entries.length());
        entries.release();
    }

    /** Takes over what a SETTINGS frame says, entry by entry. */
    void receive(byte[] bytes, int offset, int length, boolean fromServer) throws Http2ConnectionException {
        if (length % ENTRY != 0) {
            throw new Http2ConnectionException(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS of " + length + " bytes");
        }
        for (int at = offset; at < offset + length; at += ENTRY) {
            entry(Frames.getShort(bytes, at), Frames.getInt(bytes, at + 2) & 0xffffffffL, fromServer);
        }
        received = true;
    }

    private void entry(int id, long value, boolean fromServer) throws Http2ConnectionException {
        switch (id) {
            case ENABLE_PUSH -> require(value <= (fromServer ? 0 : 1), "ENABLE_PUSH", value);
            case MAX_CONCURRENT_STREAMS -> maxStreams = (int) Math.min(value, Integer.MAX_VALUE);
            case INITIAL_WINDOW_SIZE -> {
                if (value > Integer.MAX_VALUE) {
                    throw new Http2ConnectionException(
                            ErrorCode.FLOW_CONTROL_ERROR, "SETTINGS_INITIAL_WINDOW_SIZE " + value);
                }
                initialWindow = (int) value;
            }
            case MAX_FRAME_SIZE ->
                require(value >= Frames.MAX_PAYLOAD && value <= GREATEST_FRAME, "MAX_FRAME_SIZE", value);
            case ENABLE_CONNECT_PROTOCOL -> {
                require(value <= 1 && (value == 1 || !connectProtocol), "ENABLE_CONNECT_PROTOCOL", value);
                connectProtocol = value == 1;
            }
            case NO_RFC7540_PRIORITIES -> require(value <= 1, "NO_RFC7540_PRIORITIES", value);
            case HEADER_TABLE_SIZE, MAX_HEADER_LIST_SIZE -> {} // no table is used; a list that is too long is refused
            default -> {} // RFC 9113 §6.5.2: unknown settings are ignored
        }
    }

    private static void require(boolean holds, String setting, long value) throws Http2ConnectionException {
        if (!holds) {
            throw new Http2ConnectionException(ErrorCode.PROTOCOL_ERROR, "SETTINGS_" + setting + " " + value);
        }
    }

    /** Whether the peer's first settings have come. */
    boolean received() {
        return received;
    }

    int maxStreams() {
        return maxStreams;
    }

    int initialWindow() {
        return initialWindow;
    }

    boolean connectProtocol() {
        return connectProtocol;
    }
}
