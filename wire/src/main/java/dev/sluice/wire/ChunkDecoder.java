package dev.sluice.wire;

import static dev.sluice.wire.MalformedException.bad;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the chunked transfer coding (RFC 9112 §7.1). Sizes and line ends are parsed strictly, extensions are bounded
 * and dropped, and data is handed on as it arrives, however large its chunk is.
 */
final class ChunkDecoder implements WireBody.Decoder {
    private static final int SIZE_DIGITS = 15;
    private static final int LINE = 4 * 1024;
    /**
     * Bytes of framing a body may have beyond a share of its data: stops floods of tiny chunks with long extensions.
     */
    private static final int OVERHEAD = 16 * 1024;

    /** How many buffered bytes are searched for the end of the next chunk's size line. */
    private static final int LINE_AHEAD = 32;

    private static final int TRAILER_FIELDS = 64;

    private final WireInput input;
    private final MessageLimits limits;
    private long rest;
    private long overhead;
    private boolean started;
    private boolean finished;
    private Fields trailers = Fields.EMPTY;
    private @Nullable MalformedException malformed;

    ChunkDecoder(WireInput input, MessageLimits limits) {
        this.input = input;
        this.limits = limits;
    }

    @Override
    public long length() {
        return Body.UNKNOWN;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        if (finished) {
            return -1;
        }
        if (malformed != null) {
            throw malformed;
        }
        if (rest == 0) {
            nextChunk();
            if (finished) {
                return -1;
            }
        }
        int count = data(buffer, offset, wanted);
        try {
            while (rest == 0 && count < wanted && availableOfNextChunk() > 0) {
                nextChunk();
                count += data(buffer, offset + count, wanted - count);
            }
            if (rest == 0) {
                takeLastChunkIfHere();
            }
        } catch (MalformedException next) {
            malformed = next; // thrown by the next read: the data before it is handed on first
        }
        return count;
    }

    /**
     * Reads data of the current chunk; through the buffer, so that what follows it comes along, unless much is left.
     */
    private int data(byte[] buffer, int offset, int wanted) throws IOException {
        if (rest < Math.min(wanted, BufferPool.SIZE) && input.available() == 0 && !input.refill()) {
            throw new WireBody.TruncatedException();
        }
        int count = input.read(buffer, offset, (int) Math.min(wanted, rest));
        if (count < 0) {
            throw new WireBody.TruncatedException();
        }
        rest -= count;
        return count;
    }

    /**
     * Takes the last chunk together with the last data if it has arrived, so that the reader need not read once more.
     */
    private void takeLastChunkIfHere() throws IOException {
        int at = input.position();
        byte[] bytes = input.buffer();
        boolean here = input.available() >= 7
                && bytes[at] == '\r'
                && bytes[at + 1] == '\n'
                && bytes[at + 2] == '0'
                && bytes[at + 3] == '\r'
                && bytes[at + 4] == '\n'
                && bytes[at + 5] == '\r'
                && bytes[at + 6] == '\n';
        if (here) {
            nextChunk();
        }
    }

    private void nextChunk() throws IOException {
        if (started) {
            expect('\r');
            expect('\n');
        }
        started = true;
        rest = chunkSize();
        if (rest == 0) {
            trailers = readTrailers();
            finished = true;
        }
    }

    private long chunkSize() throws IOException {
        long size = 0;
        int length = 0;
        int next = next();
        for (int digit = Character.digit(next, 16); digit >= 0 && next < 128; digit = Character.digit(next, 16)) {
            if (++length > SIZE_DIGITS) {
                throw bad("a chunk size of too many digits");
            }
            size = size * 16 + digit;
            next = next();
        }
        if (length == 0) {
            throw bad("a chunk size without digits");
        }
        skipExtensions(next, length);
        overhead = Math.max(0, overhead - 16 - 2 * size);
        return size;
    }

    /** Drops {@code *( BWS ";" … )} up to the line's end; white space that no semicolon follows is refused. */
    private void skipExtensions(int first, int digits) throws IOException {
        int length = digits;
        boolean extension = false;
        for (int next = first; next != '\r'; next = next()) {
            extension |= next == ';';
            if (extension ? HeadParser.isControl((byte) next) : next != ' ' && next != '\t') {
                throw bad("a control in a chunk line, or something else than an extension behind its size");
            }
            if (++length > LINE) {
                throw bad("a chunk line that is too long");
            }
        }
        if (!extension && length > digits) {
            throw bad("white space behind a chunk size");
        }
        expect('\n');
        overhead += length + 2;
        if (overhead > OVERHEAD) {
            throw bad("chunks that are mostly framing");
        }
    }

    private Fields readTrailers() throws IOException {
        int first = next();
        if (first == '\r') {
            expect('\n');
            return Fields.EMPTY;
        }
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        section.write(first);
        int matched = 0;
        while (matched < 4) {
            int next = next();
            section.write(next);
            if (section.size() > limits.trailers()) {
                throw bad("a trailer section that is too long");
            }
            matched = next == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : next == '\r' ? 1 : 0;
            if (next == '\n' && matched == 0) {
                throw bad("a line feed without a carriage return in the trailer section");
            }
        }
        return FieldParser.parse(section.toByteArray(), 0, TRAILER_FIELDS, false);
    }

    private void expect(char wanted) throws IOException {
        if (next() != wanted) {
            throw bad("chunk data or a chunk line that does not end with CR LF");
        }
    }

    private int next() throws IOException {
        int next = input.read();
        if (next < 0) {
            throw new WireBody.TruncatedException();
        }
        return next;
    }

    @Override
    public int available() {
        return rest > 0 ? (int) Math.min(input.available(), rest) : availableOfNextChunk();
    }

    /** 1 if the next chunk's size line is buffered with a byte of data, so that a read would not block; 0 if not. */
    private int availableOfNextChunk() {
        byte[] bytes = input.buffer();
        int at = input.position() + (started ? 2 : 0);
        int end = Math.min(input.end() - 1, at + LINE_AHEAD);
        if (at >= end || bytes[at] == '0') {
            return 0;
        }
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return at < end ? 1 : 0;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public Fields trailers() {
        return trailers;
    }
}
