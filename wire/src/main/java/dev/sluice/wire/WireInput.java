package dev.sluice.wire;

import java.io.IOException;

/**
 * The bytes that come from a connection, with a buffer in which whole heads are found: borrowed once there is something
 * to read, if the source can tell, and given back as soon as it is empty. It is small, but for the framing of chunks
 * that come in plenty; large bodies are read past it. Not thread-safe.
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

        /**
         * Waits until there may be something to read, so that nobody needs a buffer until then. A source that cannot
         * tell does not wait here, but when it is read.
         *
         * @throws IOException if the connection failed
         */
        default void await() throws IOException {}
    }

    private static final byte[] NONE = {};

    private final Source source;
    private final BufferPool pool;
    private byte[] buffer = NONE;
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

    private void empty() {
        position = 0;
        end = 0;
        pool.giveBack(buffer);
        buffer = NONE;
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
        if (position == end) {
            plenty = false;
            return refill();
        }
        if (end == buffer.length) {
            makeRoom(limit);
        }
        int count = source.read(buffer, end, buffer.length - end);
        end += Math.max(count, 0);
        return count >= 0;
    }

    private void makeRoom(int limit) {
        int held = end - position;
        if (position == 0 && held >= limit) {
            throw new IllegalStateException("the buffer is full");
        }
        byte[] full = buffer;
        if (held <= full.length / 2) {
            System.arraycopy(full, position, full, 0, held);
        } else {
            buffer = new byte[Math.min(limit, full.length * 2)];
            System.arraycopy(full, position, buffer, 0, held);
            pool.giveBack(full);
        }
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
        source.await();
        buffer = plenty ? pool.borrow() : pool.borrowSmall();
        try {
            end = Math.max(source.read(buffer, 0, buffer.length), 0);
        } finally {
            if (end == 0) {
                empty();
            }
        }
        plenty = end >= BufferPool.SMALL;
        return end > 0;
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
