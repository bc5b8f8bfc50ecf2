package dev.sluice.wire;

import java.io.IOException;

/**
 * The bytes that come from a connection, with a buffer in which whole heads are found. Large bodies are read past the
 * buffer; the framing of chunks that come in plenty is found in a borrowed one, which goes back as soon as it is empty.
 * Not thread-safe.
 */
public final class WireInput {
    /** Where bytes come from: a socket, or a test. */
    @FunctionalInterface
    public interface Source {
        /**
         * Reads at least one byte.
         *
         * @param buffer where to
         * @param offset first index
         * @param length at most so many
         * @return bytes read, or -1 at the end
         * @throws IOException if the connection failed
         */
        int read(byte[] buffer, int offset, int length) throws IOException;
    }

    private static final int INITIAL = 4 * 1024;

    private final Source source;
    private final BufferPool pool;
    private byte[] own = new byte[INITIAL];
    private byte[] buffer = own;
    private int position;
    private int end;
    private boolean plenty;

    /**
     * Reads from a source.
     *
     * @param source where bytes come from
     */
    public WireInput(Source source) {
        this(source, new BufferPool());
    }

    /**
     * Reads from a source, with buffers that it shares.
     *
     * @param source where bytes come from
     * @param pool where buffers come from
     */
    public WireInput(Source source, BufferPool pool) {
        this.source = source;
        this.pool = pool;
    }

    /**
     * Bytes in the buffer.
     *
     * @return how many can be read without waiting
     */
    public int available() {
        return end - position;
    }

    byte[] buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    int end() {
        return end;
    }

    void skip(int count) {
        position += count;
        if (position == end) {
            empty();
        }
    }

    @SuppressWarnings("ReferenceEquality") // it is one array or the other
    private void empty() {
        position = 0;
        end = 0;
        if (buffer != own) {
            pool.giveBack(buffer);
            buffer = own;
        }
    }

    /**
     * Waits for more bytes behind those in the buffer.
     *
     * @param limit the buffer may grow to so many bytes
     * @return false at the end of the stream
     * @throws IOException if the connection failed
     * @throws IllegalStateException if the buffer holds the limit already
     */
    public boolean fill(int limit) throws IOException {
        if (end == buffer.length) {
            makeRoom(limit);
        }
        int count = source.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }

    private void makeRoom(int limit) {
        int held = end - position;
        if (position == 0 && held >= limit) {
            throw new IllegalStateException("the buffer is full");
        }
        byte[] full = buffer;
        if (held > full.length / 2) {
            own = new byte[Math.min(limit, full.length * 2)];
            buffer = own;
        }
        System.arraycopy(full, position, buffer, 0, held);
        position = 0;
        end = held;
    }

    /**
     * Waits for bytes while the buffer is empty, for more of them if the last came in plenty.
     *
     * @return false at the end of the stream
     * @throws IOException if the connection failed
     */
    boolean refill() throws IOException {
        if (plenty) {
            buffer = pool.borrow();
        }
        int count = source.read(buffer, 0, buffer.length);
        plenty = count >= INITIAL;
        if (count < 0) {
            empty();
            return false;
        }
        end = count;
        return true;
    }

    /**
     * Reads bytes, from the buffer if it has any, else straight from the source.
     *
     * @param target where to
     * @param offset first index
     * @param length at most so many
     * @return bytes read, or -1 at the end
     * @throws IOException if the connection failed
     */
    public int read(byte[] target, int offset, int length) throws IOException {
        int held = end - position;
        if (held == 0) {
            return source.read(target, offset, length);
        }
        int count = Math.min(held, length);
        System.arraycopy(buffer, position, target, offset, count);
        skip(count);
        return count;
    }

    /**
     * Reads one byte.
     *
     * @return the byte, 0 to 255, or -1 at the end
     * @throws IOException if the connection failed
     */
    int read() throws IOException {
        if (position == end && !refill()) {
            return -1;
        }
        int next = buffer[position] & 0xff;
        skip(1);
        return next;
    }
}
