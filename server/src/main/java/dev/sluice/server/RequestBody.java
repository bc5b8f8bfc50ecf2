package dev.sluice.server;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.TransferException;
import dev.sluice.wire.WireBody;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A request's body as the pipeline reads it: within the limit, with a deadline for each part, and with one reader at a
 * time, since an upload may still be under way on another thread when the response has ended. The lock is held during a
 * read: it is the right to read.
 */
final class RequestBody implements Body {
    private final WireBody wire;
    private final ConnectionDeadlines deadlines;
    private final long limit;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile long bytesRead;
    private volatile boolean abandoned;

    RequestBody(WireBody wire, ConnectionDeadlines deadlines, long limit) {
        this.wire = wire;
        this.deadlines = deadlines;
        this.limit = limit < 0 ? Long.MAX_VALUE : limit;
    }

    @Override
    public long length() {
        return wire.length();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        reading.lock();
        try {
            if (abandoned) {
                throw new TransferException(new Failure.ClientGone(Failure.Sent.PART_OF_BODY));
            }
            return readWithin(buffer, offset, length);
        } finally {
            reading.unlock();
        }
    }

    private int readWithin(byte[] buffer, int offset, int length) {
        boolean waits = wire.available() == 0;
        if (waits) {
            deadlines.awaitBody();
        }
        int count = wire.read(buffer, offset, length);
        if (waits) {
            deadlines.reading().clear();
        }
        if (count > 0) {
            long total = bytesRead + count;
            bytesRead = total;
            if (total > limit) {
                throw new TransferException(
                        new Failure.BodyTooLarge(Failure.Side.REQUEST, limit, Failure.Sent.PART_OF_BODY));
            }
        }
        return count;
    }

    @Override
    public int available() {
        if (!reading.tryLock()) {
            return 0;
        }
        try {
            return abandoned ? -1 : wire.available();
        } finally {
            reading.unlock();
        }
    }

    @Override
    public Fields trailers() {
        return wire.trailers();
    }

    /** Content bytes that were read. */
    long bytesRead() {
        return bytesRead;
    }

    /** Gives up: a reader that is still waiting gets no more. */
    @Override
    public void close() {
        abandoned = true;
    }

    /** Whether an upload is waiting for the client right now. */
    boolean isBeingRead() {
        return reading.isLocked();
    }

    /**
     * Drops what has arrived, without waiting.
     *
     * @return whether that was the rest, so that the connection can go on
     */
    boolean finishWithoutWaiting(byte[] scratch) {
        if (!reading.tryLock()) {
            return false;
        }
        try {
            while (!wire.finished() && wire.available() > 0) {
                wire.read(scratch, 0, scratch.length);
            }
            return wire.finished();
        } catch (TransferException broken) {
            return false;
        } finally {
            reading.unlock();
        }
    }
}
