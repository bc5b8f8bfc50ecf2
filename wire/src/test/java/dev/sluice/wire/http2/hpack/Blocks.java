package dev.sluice.wire.http2.hpack;

import dev.sluice.core.MessageLimits;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.Frames;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import java.util.Arrays;
import java.util.HexFormat;

/** Blocks of fields for tests. */
public final class Blocks {
    private Blocks() {}

    /** Bytes from hexadecimal digits, with spaces and line ends between them. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    /** A block of literals without indexing, from names and values in turn. */
    public static byte[] literals(String... namesAndValues) {
        FrameBuffer to = buffer();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            to.put(0);
            string(namesAndValues[i], to);
            string(namesAndValues[i + 1], to);
        }
        return bytes(to);
    }

    public static FrameBuffer buffer() {
        return new FrameBuffer(new BufferPool());
    }

    private static void string(String text, FrameBuffer to) {
        int rest = text.length() - 127;
        to.put(Math.min(text.length(), 127));
        if (rest >= 0) {
            for (; rest >= 128; rest >>>= 7) {
                to.put(rest | 0x80);
            }
            to.put(rest);
        }
        for (int i = 0; i < text.length(); i++) {
            to.put(text.charAt(i));
        }
    }

    /** Appends a block that is encoded already, in as many frames as it takes. */
    public static void headers(FrameBuffer to, int stream, FrameBuffer block, boolean end) {
        int at = Frames.beginHeaders(to);
        to.put(block.array(), 0, block.length());
        Frames.endHeaders(to, at, stream, end);
    }

    public static byte[] bytes(FrameBuffer buffer) {
        return Arrays.copyOf(buffer.array(), buffer.length());
    }

    /** What a new decoder makes of a block. */
    static DecodedHead decode(byte[] block) throws Http2ConnectionException {
        return decode(new HeadDecoder(MessageLimits.DEFAULT), block);
    }

    /** What a decoder makes of a block that does not begin at the begin of its array. */
    static DecodedHead decode(HeadDecoder decoder, byte[] block) throws Http2ConnectionException {
        byte[] within = new byte[block.length + 7];
        System.arraycopy(block, 0, within, 3, block.length);
        return decoder.decode(within, 3, block.length);
    }
}
