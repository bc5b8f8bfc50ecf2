package dev.sluice.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.TransferException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A body, not replayable, that counts how much of it was read and how often it was closed. */
public final class TrackedBody implements Body {
    private final byte[] bytes;
    private final long length;
    private final int breaksAt;
    private final Failure failure;
    private final AtomicInteger closes = new AtomicInteger();
    private int position;

    private TrackedBody(byte[] bytes, long length, int breaksAt, Failure failure) {
        this.bytes = bytes;
        this.length = length;
        this.breaksAt = breaksAt;
        this.failure = failure;
    }

    /** A body of known length. */
    public static TrackedBody of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new TrackedBody(bytes, bytes.length, Integer.MAX_VALUE, new Failure.NoUpstream("unused"));
    }

    /** A body whose length is not announced. */
    public static TrackedBody ofUnknownLength(String text) {
        return new TrackedBody(
                text.getBytes(StandardCharsets.UTF_8), UNKNOWN, Integer.MAX_VALUE, new Failure.NoUpstream("unused"));
    }

    /** A body that throws a failure in place of the byte at an index. */
    public static TrackedBody breaking(String text, int at, Failure failure) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new TrackedBody(bytes, bytes.length, at, failure);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) {
        if (closes.get() > 0) {
            throw new IllegalStateException("read after close");
        }
        if (position >= breaksAt) {
            throw new TransferException(failure);
        }
        int count = Math.min(wanted, Math.min(bytes.length, breaksAt) - position);
        if (count == 0 && position < bytes.length) {
            throw new TransferException(failure);
        }
        if (count == 0) {
            return -1;
        }
        System.arraycopy(bytes, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public Fields trailers() {
        return Fields.EMPTY;
    }

    @Override
    public void close() {
        closes.incrementAndGet();
    }

    /** How many bytes were read. */
    public int bytesRead() {
        return position;
    }

    /** Whether it was closed at least once. */
    public boolean closed() {
        return closes.get() > 0;
    }

    /** Fails unless it was closed exactly once. */
    public void assertClosedOnce() {
        assertEquals(1, closes.get(), "times the body was closed");
    }
}
