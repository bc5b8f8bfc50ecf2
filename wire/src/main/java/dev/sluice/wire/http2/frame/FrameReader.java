package dev.sluice.wire.http2.frame;

import dev.sluice.wire.BufferPool;
import java.io.EOFException;
import java.io.IOException;

/**
 * Reads frames, many with one read. The buffer is borrowed when there is something to read and given back when all of it
 * was used, so that an idle connection holds none; a read that fills it is followed by one into a larger buffer. For the
 * thread that reads.
 */
public final class FrameReader {
    private static final byte[] NONE = {};
    private static final int LONGEST = Frames.HEADER + Frames.MAX_PAYLOAD;

    private final Http2Socket socket;
    private final BufferPool pool;
    private byte[] buffer = NONE;
    private int position;
    private int end;
    private int length;
    private int type;
    private int flags;
    private int stream;
    private int payload;
    /** Whether the last read has filled the buffer. */
    private boolean plenty;

    public FrameReader(Http2Socket socket, BufferPool pool) {
        this.socket = socket;
        this.pool = pool;
    }

    /** Reads bytes that must be exactly these. */
    public boolean expect(byte[] preface) throws IOException {
        for (int i = 0; i < preface.length; i++) {
            if (!buffered(i + 1)) {
                return false;
            }
            if (buffer[position + i] != preface[i]) {
                return false;
            }
        }
        position += preface.length;
        return true;
    }

    /** Whether the next frame can be read without waiting. */
    public boolean ready() {
        int held = end - position;
        return held >= Frames.HEADER && held - Frames.HEADER >= lengthAt(position);
    }

    /**
     * Reads the next frame.
     *
     * @return false at the end of the connection between two frames
     * @throws EOFException at the end of the connection inside a frame
     * @throws Http2ConnectionException FRAME_SIZE_ERROR if it is longer than allowed
     */
    public boolean next() throws IOException {
        if (!buffered(Frames.HEADER)) {
            if (position < end) {
                throw new EOFException("the connection ended inside a frame");
            }
            return false;
        }
        length = lengthAt(position);
        type = buffer[position + 3] & 0xff;
        flags = buffer[position + 4] & 0xff;
        stream = Frames.getInt(buffer, position + 5) & Integer.MAX_VALUE;
        if (length > Frames.MAX_PAYLOAD) {
            throw new Http2ConnectionException(ErrorCode.FRAME_SIZE_ERROR, "a frame of " + length + " bytes");
        }
        if (!buffered(Frames.HEADER + length)) {
            throw new EOFException("the connection ended inside a frame");
        }
        payload = position + Frames.HEADER;
        position = payload + length;
        return true;
    }

    private int lengthAt(int at) {
        return (buffer[at] & 0xff) << 16 | (buffer[at + 1] & 0xff) << 8 | (buffer[at + 2] & 0xff);
    }

    private boolean buffered(int bytes) throws IOException {
        while (end - position < bytes) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    private boolean fill() throws IOException {
        if (position == end) {
            release();
            socket.await();
            buffer = plenty ? pool.borrowLargeIfAny() : pool.borrow();
        } else if (buffer.length - position < LONGEST) { // the longest frame has no room here
            moveRest();
        }
        int count = socket.read(buffer, end, buffer.length - end);
        end += Math.max(count, 0);
        plenty = end == buffer.length;
        return count >= 0;
    }

    /** The frame of which a part has come goes on at the start of the buffer; of a large one if there is plenty. */
    private void moveRest() {
        byte[] larger = plenty && buffer.length < BufferPool.LARGE ? pool.borrowLarge() : NONE;
        boolean changes = larger.length > 0;
        byte[] into = changes ? larger : buffer;
        System.arraycopy(buffer, position, into, 0, end - position);
        if (changes) {
            pool.giveBack(buffer);
            buffer = larger;
        }
        end -= position;
        position = 0;
    }

    /** Gives the buffer back. */
    public void release() {
        position = 0;
        end = 0;
        if (buffer.length > 0) {
            pool.giveBack(buffer);
            buffer = NONE;
        }
    }

    /** Drops what comes, until the end of the connection or many bytes. */
    public void linger(int most) throws IOException {
        for (int dropped = end - position; dropped < most; ) {
            position = end;
            if (!fill()) {
                return;
            }
            dropped += end;
        }
    }

    public int type() {
        return type;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public int stream() {
        return stream;
    }

    /** Bytes of the payload. */
    public int length() {
        return length;
    }

    public byte[] buffer() {
        return buffer;
    }

    /** Where the payload begins in the buffer; it is valid until the next frame is read. */
    public int payload() {
        return payload;
    }
}
