package dev.sluice.wire;

import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes that a connection receives, with a buffer in which heads are parsed. The buffer is borrowed from a {@link
 * BufferPool} when there is something to read, and given back when it is empty, so that an idle connection holds none.
 * It is a small one, unless chunks arrive faster than they are read; large bodies are read past it. Not thread-safe.
 */
public final class WireInput {
    /** Where the bytes come from: a socket, or an array in a test. */
    @FunctionalInterface
    public interface Source {
        /**
         * Reads bytes. Blocks until there is at least one.
         *
         * @param buffer where the bytes are put
         * @param offset index in the buffer of the first byte
         * @param length the most bytes to read
         * @return the number of bytes read, or -1 at the end of the stream
         * @throws IOException if the connection failed
         */
        int read(byte[] buffer, int offset, int length) throws IOException;

        /**
         * Blocks until there may be something to read, so that a buffer is not borrowed before. The default returns
         * immediately, and {@link #read} blocks instead.
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
     * An input with buffers of its own.
     *
     * @param source where the bytes come from
     */
    public WireInput(Source source) {
        this(source, new BufferPool());
    }

    /**
     * An input whose buffers are borrowed from a pool.
     *
     * @param source where the bytes come from
     * @param pool lends the buffers
     */
    public WireInput(Source source, BufferPool pool) {
        this.source = source;
        this.pool = pool;
    }

    /**
     * How many bytes are buffered.
     *
     * @return the number of bytes that can be read without blocking
     */
    public int available() {
        return end - position;
    }

    /**
     * Whether the buffered bytes begin as others do, as far as they go.
     *
     * @param prefix the others
     * @return false as soon as one differs; true if nothing is buffered
     */
    public boolean begins(byte[] prefix) {
        int count = Math.min(end - position, prefix.length);
        return Arrays.equals(buffer, position, position + count, prefix, 0, count);
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
     * Reads more bytes into the buffer, behind those that it holds. Blocks until there is at least one.
     *
     * @param limit the size in bytes up to which the buffer may grow
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
     * Reads bytes into the empty buffer, a larger one if the last read filled it. Blocks until there is at least one.
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
     * Reads bytes: buffered ones if there are any, else directly from the source. Blocks until there is at least one.
     *
     * @param target where the bytes are put
     * @param offset index in the target of the first byte
     * @param length the most bytes to read
     * @return the number of bytes read, or -1 at the end of the stream
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
