package dev.sluice.wire.http2.hpack;

import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.Http2ConnectionException;

/** The fragments of a block of fields that is being received (RFC 9113 §4.3). For the thread that reads. */
public final class HeadBlock {
    /** CONTINUATION frames of one block; each holds 16 KiB, so that who needs more sends none that would be accepted. */
    private static final int MOST_FRAMES = 8;

    private final int most;
    private final FrameBuffer bytes;
    private final int stream;
    private final boolean endStream;
    private final boolean selfDependent;
    private int frames;

    /**
     * A block begins.
     *
     * @param stream its stream
     * @param endStream whether the message ends with it
     * @param selfDependent whether its stream is said to depend on itself (RFC 7540 §5.3.1)
     * @param most bytes of it, compressed
     * @param bytes holds the fragments, if there are several; those of one block after the other
     */
    public HeadBlock(int stream, boolean endStream, boolean selfDependent, int most, FrameBuffer bytes) {
        this.bytes = bytes;
        this.stream = stream;
        this.endStream = endStream;
        this.selfDependent = selfDependent;
        this.most = most;
    }

    public int stream() {
        return stream;
    }

    public boolean endStream() {
        return endStream;
    }

    public boolean selfDependent() {
        return selfDependent;
    }

    public void add(byte[] fragment, int offset, int length, boolean last) throws Http2ConnectionException {
        if (frames++ > MOST_FRAMES || (length == 0 && !last && frames > 1)) {
            throw new Http2ConnectionException(ErrorCode.ENHANCE_YOUR_CALM, "too many frames for one head");
        }
        if (bytes.length() + length > most) {
            throw new Http2ConnectionException(ErrorCode.ENHANCE_YOUR_CALM, "a head of more than " + most + " bytes");
        }
        bytes.put(fragment, offset, length);
    }

    public void release() {
        bytes.release();
    }

    public byte[] array() {
        return bytes.array();
    }

    public int length() {
        return bytes.length();
    }
}
