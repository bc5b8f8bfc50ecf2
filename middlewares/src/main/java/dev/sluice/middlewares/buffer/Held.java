package dev.sluice.middlewares.buffer;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body that was read to its end: in an array, or in a file if they exceed the limit of memory. Filled by
 * one thread; after that any number of threads may read it until it is closed.
 */
final class Held implements AutoCloseable {
    private static final int CHUNK = 16 << 10;
    /**
     * The size in bytes of the blocks that a file is written in, and of the one block of it that is in memory.
     * Measured: half of it makes writing 20 % slower, writes that are not aligned to pages another third.
     */
    private static final int SPILL = 128 << 10;

    private final Store store;
    private byte[] block;
    private int filled;
    private long size;
    private Fields trailers = Fields.EMPTY;
    private @Nullable SpillFile file;
    private boolean closed;

    /**
     * Starts with a small array whatever {@code Content-Length} says: a client could announce much and send nothing.
     */
    private Held(Store store, long announced) {
        this.store = store;
        long wanted = announced == Body.UNKNOWN ? CHUNK : Math.min(announced, CHUNK) + 1;
        this.block = new byte[(int) Math.min(wanted, mostInMemory())];
    }

    /** One byte above the limit of memory: an array that is full has exceeded it. */
    private long mostInMemory() {
        return store.limits().memoryBytes() + 1;
    }

    /** Reads a body to its end and closes it. If it breaks off or exceeds a limit, all of its bytes are released. */
    static Held of(Body body, Store store) {
        Held held = new Held(store, body.length());
        try (body) {
            held.fill(body);
            return held;
        } catch (IOException noRoom) {
            held.close();
            throw store.broken(noRoom);
        } catch (RuntimeException | Error broken) {
            held.close();
            throw broken;
        }
    }

    private void fill(Body body) throws IOException {
        int count = body.read(block, filled, block.length - filled);
        while (count >= 0) {
            store.take(count, size);
            filled += count;
            size += count;
            if (filled == block.length) {
                makeRoom();
            }
            count = body.read(block, filled, block.length - filled);
        }
        trailers = body.trailers();
        if (file != null) {
            file.append(block, filled);
            block = new byte[0];
        }
    }

    private void makeRoom() throws IOException {
        if (file == null && block.length < mostInMemory()) {
            block = Arrays.copyOf(block, (int) Math.min(mostInMemory(), Math.max(CHUNK, block.length * 2L)));
            return;
        }
        if (file == null) {
            file = SpillFile.in(store.directory());
            store.account().spill();
        }
        spill(file);
    }

    private void spill(SpillFile to) throws IOException {
        int rest = filled % SPILL;
        to.append(block, filled - rest);
        byte[] full = block;
        block = full.length == SPILL ? full : new byte[SPILL];
        System.arraycopy(full, filled - rest, block, 0, rest);
        filled = rest;
    }

    long size() {
        return size;
    }

    Fields trailers() {
        return trailers;
    }

    int read(byte[] buffer, int offset, int length, long position) {
        int count = (int) Math.min(length, size - position);
        if (count == 0) {
            return -1;
        }
        if (file == null) {
            System.arraycopy(block, (int) position, buffer, offset, count);
            return count;
        }
        try {
            return file.read(buffer, offset, count, position);
        } catch (IOException closedOrFailed) {
            throw store.broken(closedOrFailed);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            store.account().give(size);
            if (file != null) {
                file.close();
            }
        }
    }
}
