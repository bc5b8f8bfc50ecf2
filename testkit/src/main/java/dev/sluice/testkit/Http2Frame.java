package dev.sluice.testkit;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * One frame of HTTP/2 (RFC 9113 §4.1), as it is sent or as it was received; or the end of the connection.
 *
 * @param type its type, such as {@link #HEADERS}; {@link #CLOSED} when the peer has closed the connection
 * @param flags its flags
 * @param stream its stream; 0 for the connection
 * @param payload what follows the frame's header, as a text of one char a byte
 * @param fields of a received head with its CONTINUATION frames, each as {@code name: value}; empty for other frames
 */
public record Http2Frame(int type, int flags, int stream, String payload, List<String> fields) {
    /** A frame's type. */
    public static final int DATA = 0;
    /** A frame's type. */
    public static final int HEADERS = 1;
    /** A frame's type. */
    public static final int PRIORITY = 2;
    /** A frame's type. */
    public static final int RST_STREAM = 3;
    /** A frame's type. */
    public static final int SETTINGS = 4;
    /** A frame's type. */
    public static final int PUSH_PROMISE = 5;
    /** A frame's type. */
    public static final int PING = 6;
    /** A frame's type. */
    public static final int GOAWAY = 7;
    /** A frame's type. */
    public static final int WINDOW_UPDATE = 8;
    /** A frame's type. */
    public static final int CONTINUATION = 9;
    /** A frame's type (RFC 9218 §7.1). */
    public static final int PRIORITY_UPDATE = 16;
    /** No frame: the connection has ended. */
    public static final int CLOSED = -1;

    /** A flag of DATA and HEADERS. */
    public static final int END_STREAM = 1;
    /** A flag of SETTINGS and PING. */
    public static final int ACK = 1;
    /** A flag of HEADERS and CONTINUATION. */
    public static final int END_HEADERS = 4;
    /** A flag of DATA and HEADERS. */
    public static final int PADDED = 8;
    /** A flag of HEADERS: a priority stands before the fields. */
    public static final int WITH_PRIORITY = 0x20;

    private static final List<String> TYPES = List.of(
            "DATA",
            "HEADERS",
            "PRIORITY",
            "RST_STREAM",
            "SETTINGS",
            "PUSH_PROMISE",
            "PING",
            "GOAWAY",
            "WINDOW_UPDATE",
            "CONTINUATION");

    static Http2Frame closed() {
        return new Http2Frame(CLOSED, 0, 0, "", List.of());
    }

    /** Whether a flag is set. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Whether it is the last frame of a message. */
    public boolean endsStream() {
        return (type == DATA || type == HEADERS) && has(END_STREAM);
    }

    /** The error code of RST_STREAM or GOAWAY (RFC 9113 §7). */
    public int errorCode() {
        return number(type == GOAWAY ? 4 : 0);
    }

    /** The last stream that a GOAWAY names, or a WINDOW_UPDATE's increment: the first 31 bits of the payload. */
    public int value() {
        return number(0) & Integer.MAX_VALUE;
    }

    /** The value of a setting in a SETTINGS frame (RFC 9113 §6.5.1), the last one if it is there twice. */
    public Optional<Integer> setting(int id) {
        Optional<Integer> found = Optional.empty();
        ByteBuffer settings = ByteBuffer.wrap(RawHttp2.bytes(payload));
        while (settings.remaining() >= 6) {
            int name = settings.getShort() & 0xffff;
            int value = settings.getInt();
            found = name == id ? Optional.of(value) : found;
        }
        return found;
    }

    private int number(int offset) {
        return ByteBuffer.wrap(RawHttp2.bytes(payload)).getInt(offset);
    }

    /** The value of the first field of a name; empty if there is none. */
    public String field(String name) {
        return fields.stream()
                .filter(field -> field.startsWith(name + ": "))
                .map(field -> field.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    /** The status of a response's head. */
    public int status() {
        return Integer.parseInt(field(":status"));
    }

    @Override
    public String toString() {
        if (type == CLOSED) {
            return "CLOSED";
        }
        String name = type < TYPES.size() ? TYPES.get(type) : "type " + type;
        String code = type == RST_STREAM || type == GOAWAY ? " code " + errorCode() : "";
        return name + " stream " + stream + " flags " + flags + " length " + payload.length() + code + fields;
    }
}
