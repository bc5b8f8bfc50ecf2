package dev.sluice.server.http2;

import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.TransferException;
import dev.sluice.server.exchange.ReceivedBody;
import dev.sluice.wire.http2.Http2Stream;
import dev.sluice.wire.http2.StreamResetException;
import dev.sluice.wire.http2.frame.ErrorCode;
import io.helidon.http.Status;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A request's body as the pipeline reads it: within the limit, with a deadline for each part, and with one reader at a
 * time, since an upload may still be under way on another thread when the response has ended. The lock is held during a
 * read: it is the right to read.
 */
final class StreamBody implements ReceivedBody {
    private final Http2Stream stream;
    private final StreamDeadlines deadlines;
    private final Runnable slow;
    /** The request asks for a tunnel: it has no body, what follows belongs to the tunnel (RFC 8441 §5). */
    private final boolean tunnel;

    private final long length;
    private final long limit;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile long bytesRead;
    private volatile boolean abandoned;

    /**
     * Nothing is read yet.
     *
     * @param limit the most bytes; negative for no limit
     * @param slow told of a body that comes too slowly
     */
    StreamBody(Http2Stream stream, StreamDeadlines deadlines, long limit, Runnable slow) {
        this.stream = stream;
        this.deadlines = deadlines;
        this.slow = slow;
        this.limit = limit < 0 ? Long.MAX_VALUE : limit;
        this.tunnel = !stream.protocol().isEmpty();
        this.length = tunnel || stream.available() < 0 ? 0 : stream.contentLength();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) {
        if (tunnel) {
            return -1;
        }
        reading.lock();
        try {
            if (abandoned) {
                throw new TransferException(new Failure.ClientGone(Failure.Sent.PART_OF_BODY));
            }
            int count = stream.read(buffer, offset, wanted);
            if (count > 0) {
                moved(count);
            }
            return count;
        } catch (StreamResetException ended) {
            throw new TransferException(failure(ended));
        } finally {
            reading.unlock();
        }
    }

    private void moved(int count) {
        deadlines.read(count);
        long total = bytesRead + count;
        bytesRead = total;
        if (total > limit) {
            throw new TransferException(
                    new Failure.BodyTooLarge(Failure.Side.REQUEST, limit, Failure.Sent.PART_OF_BODY));
        }
    }

    private Failure failure(StreamResetException ended) {
        if (deadlines.tooSlow()) {
            slow.run();
            return new Failure.ClientBroken(Status.REQUEST_TIMEOUT_408, "the request's body came too slowly");
        }
        boolean malformed = !ended.byPeer() && ended.code() != ErrorCode.CANCEL;
        return malformed
                ? new Failure.ClientBroken(Status.BAD_REQUEST_400, String.valueOf(ended.getMessage()))
                : new Failure.ClientGone(Failure.Sent.PART_OF_BODY);
    }

    @Override
    public int available() {
        return abandoned || tunnel ? -1 : stream.available();
    }

    @Override
    public Fields trailers() {
        return tunnel ? Fields.EMPTY : stream.trailers();
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

    /** The exchange is over: sends a reader away that still waits, and gives the stream up. */
    void release() {
        abandoned = true;
        if (!reading.tryLock()) {
            stream.stopReading(ErrorCode.CANCEL);
            reading.lock();
        }
        try {
            stream.release();
        } finally {
            reading.unlock();
        }
    }
}
