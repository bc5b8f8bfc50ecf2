package dev.sluice.wire;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.syntax.Tokens;
import io.helidon.http.Status;
import java.io.IOException;

/**
 * The bytes that a connection sends. A head and the part of the body that is already there are sent by one write, later
 * parts as they come. The buffer is borrowed from a {@link BufferPool} for the time of a message, and exchanged for a
 * larger one when a body fills it. Not thread-safe.
 */
public final class WireOutput {
    /** Where the bytes go: a socket, or an array in a test. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Writes bytes. Blocks until all of them are written.
         *
         * @param buffer holds the bytes
         * @param offset index of the first byte
         * @param length the number of bytes
         * @throws IOException if the connection failed
         */
        void write(byte[] buffer, int offset, int length) throws IOException;
    }

    private static final byte[] EMPTY = new byte[0];
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n'};

    private final Sink sink;
    private final BufferPool pool;
    private byte[] buffer = EMPTY;
    private int length;

    /**
     * An output whose buffer is borrowed from a pool.
     *
     * @param sink where the bytes go
     * @param pool lends the buffers
     */
    public WireOutput(Sink sink, BufferPool pool) {
        this.sink = sink;
        this.pool = pool;
    }

    /**
     * Appends the head of a response.
     *
     * @param status its status
     * @param fields all its fields, framing included
     * @throws IOException if the connection failed
     * @throws IllegalArgumentException if the reason phrase has characters that RFC 9112 §4 does not allow
     */
    public void responseHead(Status status, Fields fields) throws IOException {
        byte[] line = StatusLine.of(status);
        bytes(line, 0, line.length);
        fields(fields);
    }

    /**
     * Appends the head of a request.
     *
     * @param method a token (RFC 9110 §5.6.2)
     * @param target the bytes of the target, one char a byte
     * @param fields all its fields, framing included
     * @throws IOException if the connection failed
     * @throws IllegalArgumentException if the method is no token, or the target has a space or a control character
     */
    public void requestHead(String method, String target, Fields fields) throws IOException {
        require(Tokens.isToken(method), "method");
        require(HeadParser.isTarget(target), "target");
        ascii(method);
        ascii(" ");
        ascii(target);
        ascii(" HTTP/1.1\r\n");
        fields(fields);
    }

    /** Refuses a part that would add a line to the head (request splitting), whatever rewrote it before. */
    private static void require(boolean fits, String part) {
        if (!fits) {
            throw new IllegalArgumentException("the " + part + " is empty or has a character that it cannot hold");
        }
    }

    private void fields(Fields fields) throws IOException {
        lines(fields);
        ascii("\r\n");
    }

    private void lines(Fields fields) throws IOException {
        int needed = fields.wireLength();
        if (needed <= room()) {
            length = fields.writeTo(buffer, length);
        } else {
            byte[] lines = new byte[needed];
            fields.writeTo(lines, 0);
            bytes(lines, 0, needed);
        }
    }

    @SuppressWarnings("deprecation") // the one encoder that takes the low byte of each char, and the fastest
    private void ascii(String text) throws IOException {
        if (text.length() <= room()) {
            text.getBytes(0, text.length(), buffer, length);
            length += text.length();
        } else {
            byte[] bytes = new byte[text.length()];
            text.getBytes(0, text.length(), bytes, 0);
            bytes(bytes, 0, bytes.length);
        }
    }

    /**
     * Appends bytes.
     *
     * @param bytes holds them
     * @param offset index of the first byte
     * @param count the number of bytes
     * @throws IOException if the connection failed
     */
    public void bytes(byte[] bytes, int offset, int count) throws IOException {
        if (count > room()) {
            flush();
        }
        if (count > room()) {
            sink.write(bytes, offset, count);
        } else {
            System.arraycopy(bytes, offset, buffer, length, count);
            length += count;
        }
    }

    private int room() {
        if (buffer.length == 0) {
            buffer = pool.borrow();
        }
        return buffer.length - length;
    }

    /**
     * Appends the next part of a body. Blocks until there is at least one byte of it.
     *
     * @param body the body, which is read
     * @param chunked whether the part is framed as a chunk (RFC 9112 §7.1)
     * @return the number of bytes of content, or -1 at the end of the body
     * @throws IOException if the connection failed while making room
     */
    public int transfer(Body body, boolean chunked) throws IOException {
        if (room() < buffer.length / 2) {
            flush();
        }
        return chunked ? chunk(body) : plain(body);
    }

    private int plain(Body body) throws IOException {
        int count = body.read(buffer, length, room());
        length += Math.max(count, 0);
        return count;
    }

    /** Leaves room for the longest size line that the part may have; only behind a shorter one is the part moved. */
    private int chunk(Body body) throws IOException {
        int line = hexDigits(room()) + 2;
        int data = length + line;
        int count = body.read(buffer, data, room() - line - 2);
        if (count > 0) {
            int digits = hexDigits(count);
            for (int i = digits - 1, rest = count; i >= 0; i--, rest >>= 4) {
                buffer[length + i] = (byte) Character.forDigit(rest & 0xf, 16);
            }
            buffer[length + digits] = '\r';
            buffer[length + digits + 1] = '\n';
            int start = length + digits + 2;
            System.arraycopy(buffer, data, buffer, start, count);
            buffer[start + count] = '\r';
            buffer[start + count + 1] = '\n';
            length = start + count + 2;
        }
        return count;
    }

    private static int hexDigits(int count) {
        return (35 - Integer.numberOfLeadingZeros(count)) / 4;
    }

    /**
     * Appends the last chunk and the trailer section (RFC 9112 §7.1.2).
     *
     * @param trailers the trailer fields
     * @throws IOException if the connection failed
     */
    public void lastChunk(Fields trailers) throws IOException {
        bytes(LAST_CHUNK, 0, LAST_CHUNK.length);
        fields(trailers);
    }

    /**
     * Writes what is buffered to the sink.
     *
     * @throws IOException if the connection failed
     */
    public void flush() throws IOException {
        if (length > 0) {
            int count = length;
            length = 0;
            sink.write(buffer, 0, count);
            if (count == buffer.length) {
                buffer = pool.enlarge(buffer);
            }
        }
    }

    /** Gives the buffer back to its pool, at the end of a message or of the connection. Bytes not flushed are lost. */
    public void release() {
        if (buffer.length > 0) {
            pool.giveBack(buffer);
            buffer = EMPTY;
            length = 0;
        }
    }
}
