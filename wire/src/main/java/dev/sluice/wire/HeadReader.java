package dev.sluice.wire;

import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead;
import io.helidon.http.Status;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads complete heads from a connection, up to and with the empty line. A bare line feed, or more than the limits
 * allow, is refused as soon as it is seen. Bytes that follow the head stay in the input. Not thread-safe.
 */
public final class HeadReader {
    /** The most empty lines that are skipped before a request line (RFC 9112 §2.2 asks for at least one). */
    private static final int EMPTY_LINES = 4;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0a0a_0a0a_0a0a_0a0aL;
    private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

    private final WireInput input;
    private final MessageLimits limits;

    /**
     * Reads heads from an input.
     *
     * @param input the bytes of the connection
     * @param limits how long a line and a head may be
     */
    public HeadReader(WireInput input, MessageLimits limits) {
        this.input = input;
        this.limits = limits;
    }

    /**
     * Reads the next request's head.
     *
     * @return the head, or empty if the client closed the connection between two requests
     * @throws MalformedException if the head must be refused, with the status for the client
     * @throws IOException if the connection failed
     */
    public Optional<RequestHead> readRequest() throws IOException {
        if (!skipEmptyLines()) {
            return Optional.empty();
        }
        byte[] head = readHead();
        return head.length == 0 ? Optional.empty() : Optional.of(HeadParser.request(head, limits));
    }

    /**
     * Reads the next response's head.
     *
     * @return the head, or empty if the upstream closed the connection before the first byte
     * @throws MalformedException if it is not HTTP/1.x
     * @throws IOException if the connection failed
     */
    public Optional<ResponseHead> readResponse() throws IOException {
        byte[] head = readHead();
        return head.length == 0 ? Optional.empty() : Optional.of(HeadParser.response(head, limits));
    }

    private boolean skipEmptyLines() throws IOException {
        for (int skipped = 0; skipped <= EMPTY_LINES; skipped++) {
            if (input.available() == 0 && !input.fill(limits.head())) {
                return false;
            }
            if (input.buffer()[input.position()] != '\r') {
                return true;
            }
            if (input.available() == 1 && !input.fill(limits.head())) {
                return false;
            }
            if (input.buffer()[input.position() + 1] != '\n') {
                throw MalformedException.bad("a CR without LF before the request line");
            }
            input.skip(2);
        }
        throw MalformedException.bad("too many empty lines before the request line");
    }

    /** The bytes of the head with the empty line; an empty array if the stream ends before its first byte. */
    private byte[] readHead() throws IOException {
        int scanned = 0;
        int lineStart = 0;
        while (true) {
            byte[] buffer = input.buffer();
            int start = input.position();
            int stop = input.end();
            for (int at = lineFeed(buffer, start + scanned, stop); at < stop; at = lineFeed(buffer, at + 1, stop)) {
                scanned = at - start;
                if (scanned == lineStart || buffer[at - 1] != '\r') {
                    throw MalformedException.bad("a line feed without a carriage return");
                }
                checkLength(scanned, lineStart);
                if (scanned - 1 == lineStart && lineStart > 0) {
                    return take(start, scanned + 1);
                }
                lineStart = scanned + 1;
            }
            scanned = stop - start;
            checkLength(scanned, lineStart);
            if (!input.fill(limits.head())) {
                return endOfStream(scanned);
            }
        }
    }

    /**
     * Where the next line feed is, {@code stop} if there is none. Looks at eight bytes at once: line feeds become zero,
     * and the lowest byte whose highest bit the subtraction sets is the first that was zero (Hacker's Delight, §6-1).
     */
    private static int lineFeed(byte[] bytes, int from, int stop) {
        int at = from;
        for (; at + Long.BYTES <= stop; at += Long.BYTES) {
            long zeroes = (long) WORDS.get(bytes, at) ^ LINE_FEEDS;
            long found = (zeroes - LOWEST_BITS) & ~zeroes & HIGHEST_BITS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < stop && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private byte[] take(int start, int length) {
        byte[] head = Arrays.copyOfRange(input.buffer(), start, start + length);
        input.skip(length);
        return head;
    }

    private void checkLength(int scanned, int lineStart) {
        if (lineStart == 0 && scanned >= limits.line()) {
            throw new MalformedException(Status.REQUEST_URI_TOO_LONG_414, "the first line is too long");
        }
        if (scanned >= limits.head()) {
            throw new MalformedException(MalformedException.HEAD_TOO_LARGE, "the head is too long");
        }
    }

    private static byte[] endOfStream(int scanned) {
        if (scanned > 0) {
            throw MalformedException.bad("the connection ended within a head");
        }
        return new byte[0];
    }
}
