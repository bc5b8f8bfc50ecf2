package dev.sluice.server.http1;

import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.TransferException;
import dev.sluice.server.exchange.ReceivedBody;
import dev.sluice.wire.WireBody;
import dev.sluice.wire.WireInput;
import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.function.IntSupplier;

/**
 * A request's body as the pipeline reads it: within the limit, with a deadline for each part, and with one reader at a
 * time, since an upload may still be under way on another thread when the response has ended. The lock is held during a
 * read: it is the right to read.
 */
final class RequestBody implements ReceivedBody {
    private static final int LINGER_BYTES = 1024 * 1024;
    /** Discarded bytes are read into it; shared by all connections, since its content is never looked at. */
    private static final byte[] TRASH = new byte[8 * 1024];

    private final WireBody wire;
    private final ConnectionDeadlines deadlines;
    private final long limit;
    private final Lock reading;
    private volatile long bytesRead;
    private volatile boolean abandoned;
    /** Set by a read, and by {@link #available}, which is asked before a read: a response may begin in between. */
    private volatile boolean wanted;
    /** Until the last byte was read, so that a reader who asks once more does not look like one who waits. */
    private volatile boolean unfinished;

    private volatile boolean answered;

    /** A body that is read under a lock, which all bodies of a connection share: one of them is read at a time. */
    RequestBody(WireBody wire, ConnectionDeadlines deadlines, Lock reading, long limit) {
        this.wire = wire;
        this.deadlines = deadlines;
        this.reading = reading;
        this.limit = limit < 0 ? Long.MAX_VALUE : limit;
        if (!wire.finished()) { // a request without a body goes without a volatile write
            unfinished = true;
        }
    }

    @Override
    public long length() {
        return wire.length();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        wanted = true;
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
        boolean measured = !answered;
        if (waits) {
            deadlines.awaitBody(measured);
        }
        int count = wire.read(buffer, offset, length);
        unfinished = !wire.finished();
        if (waits) {
            deadlines.bodyCame(measured);
        }
        if (count > 0) {
            deadlines.bodyMoved(count);
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
        wanted = true;
        if (abandoned) { // the lock may be that of the next body by now
            return -1;
        }
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

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    /** Gives up: a reader that is still waiting gets no more. */
    @Override
    public void close() {
        abandoned = true;
    }

    /** Whether the rest of the message has arrived, so that it can be dropped in the end if nobody reads it. */
    boolean hasArrived() {
        if (!unfinished) {
            return true;
        }
        if (!reading.tryLock()) {
            return false;
        }
        try {
            return wire.finished() || wire.length() - wire.bytesRead() == wire.available();
        } finally {
            reading.unlock();
        }
    }

    /**
     * Whether another message has begun behind this one.
     *
     * @param held how many bytes have come that nobody has read
     */
    boolean isFollowed(IntSupplier held) {
        if (!reading.tryLock()) {
            return false;
        }
        try {
            long rest = wire.finished() ? 0 : wire.length() - wire.bytesRead();
            return rest >= 0 && held.getAsInt() > rest;
        } finally {
            reading.unlock();
        }
    }

    /**
     * The response begins. What the client still sends may depend on what it is told, so that its rate says nothing any
     * more; the deadline of the next part goes on.
     */
    void answered() {
        if (unfinished) {
            answered = true;
        }
    }

    /** Whether somebody has begun to read and may go on while the response is on its way. */
    boolean isUnderWay() {
        return !abandoned && wanted;
    }

    /**
     * Drops what the client still sends, as the only reader, until the client ends or 1 MiB was dropped. A reader that
     * waits for the client on another thread gets one last part first.
     *
     * @throws IOException if the client breaks off
     */
    void linger(WireInput input) throws IOException {
        reading.lock();
        try {
            int total = 0;
            for (int count = 0; count >= 0 && total < LINGER_BYTES; count = input.read(TRASH, 0, TRASH.length)) {
                total += count;
            }
        } finally {
            reading.unlock();
        }
    }

    /**
     * Drops what has arrived, without waiting. Only after {@link #close()}: a reader must not miss a part.
     *
     * @return whether that was the rest, so that the connection can go on
     */
    boolean finishWithoutWaiting() {
        if (!unfinished) {
            return true;
        }
        if (!reading.tryLock()) {
            return false;
        }
        try {
            while (!wire.finished() && wire.available() > 0) {
                wire.read(TRASH, 0, TRASH.length);
            }
            return wire.finished();
        } catch (TransferException broken) {
            return false;
        } finally {
            reading.unlock();
        }
    }
}
