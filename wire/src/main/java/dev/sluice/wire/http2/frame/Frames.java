package dev.sluice.wire.http2.frame;

import java.util.Arrays;

/** The types, flags and settings of frames (RFC 9113 §6), and their bytes. */
public final class Frames {
    public static final int HEADER = 9;
    /** The longest payload that is sent, and accepted: what every peer takes (RFC 9113 §6.5.2). */
    public static final int MAX_PAYLOAD = 16_384;

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;
    public static final int PRIORITY_UPDATE = 0x10; // RFC 9218 §7.1

    public static final int ACK = 0x1;
    public static final int END_STREAM = 0x1;
    public static final int END_HEADERS = 0x4;
    public static final int PADDED = 0x8;
    public static final int WITH_PRIORITY = 0x20;

    private Frames() {}

    public static void header(FrameBuffer to, int length, int type, int flags, int stream) {
        int at = to.reserve(HEADER);
        put(to.array(), at, length, type, flags, stream);
        to.length(at + HEADER);
    }

    private static void put(byte[] bytes, int at, int length, int type, int flags, int stream) {
        bytes[at] = (byte) (length >> 16);
        bytes[at + 1] = (byte) (length >> 8);
        bytes[at + 2] = (byte) length;
        bytes[at + 3] = (byte) type;
        bytes[at + 4] = (byte) flags;
        putInt(bytes, at + 5, stream);
    }

    public static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }

    public static int getInt(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    public static int getShort(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static void integer(FrameBuffer to, int value) {
        int at = to.reserve(Integer.BYTES);
        putInt(to.array(), at, value);
        to.length(at + Integer.BYTES);
    }

    public static void setting(FrameBuffer to, int id, int value) {
        to.put(id >> 8);
        to.put(id);
        integer(to, value);
    }

    public static void settingsAck(FrameBuffer to) {
        header(to, 0, SETTINGS, ACK, 0);
    }

    public static void reset(FrameBuffer to, int stream, ErrorCode why) {
        header(to, Integer.BYTES, RST_STREAM, 0, stream);
        integer(to, why.code());
    }

    public static void windowUpdate(FrameBuffer to, int stream, int increment) {
        header(to, Integer.BYTES, WINDOW_UPDATE, 0, stream);
        integer(to, increment);
    }

    public static void ping(FrameBuffer to, boolean ack, byte[] payload, int offset) {
        header(to, Long.BYTES, PING, ack ? ACK : 0, 0);
        to.put(payload, offset, Long.BYTES);
    }

    public static void goAway(FrameBuffer to, int last, ErrorCode why) {
        header(to, 2 * Integer.BYTES, GOAWAY, 0, 0);
        integer(to, last);
        integer(to, why.code());
    }

    public static void data(FrameBuffer to, int stream, byte[] bytes, int offset, int length, boolean end) {
        header(to, length, DATA, end ? END_STREAM : 0, stream);
        to.put(bytes, offset, length);
    }

    /** Begins a block of fields: what is appended from here to {@link #endHeaders} is the block. Returns where it begins. */
    public static int beginHeaders(FrameBuffer to) {
        int at = to.reserve(HEADER);
        to.length(at + HEADER);
        return at;
    }

    /** Makes as many frames of the block that was begun as it takes. */
    public static void endHeaders(FrameBuffer to, int at, int stream, boolean end) {
        int length = to.length() - at - HEADER;
        int flags = end ? END_STREAM : 0;
        if (length <= MAX_PAYLOAD) {
            put(to.array(), at, length, HEADERS, flags | END_HEADERS, stream);
            return;
        }
        put(to.array(), at, MAX_PAYLOAD, HEADERS, flags, stream);
        int first = at + HEADER + MAX_PAYLOAD;
        byte[] rest = Arrays.copyOfRange(to.array(), first, to.length());
        to.length(first);
        for (int from = 0; from < rest.length; from += MAX_PAYLOAD) {
            int part = Math.min(rest.length - from, MAX_PAYLOAD);
            header(to, part, CONTINUATION, from + part == rest.length ? END_HEADERS : 0, stream);
            to.put(rest, from, part);
        }
    }
}
