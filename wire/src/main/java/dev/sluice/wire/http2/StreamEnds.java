package dev.sluice.wire.http2;

import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.Frames;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How the streams of a connection end: with both messages, by a reset of either side, or because their owner has come to
 * its end. Takes the connection's lock by itself, unless a method says otherwise.
 */
final class StreamEnds {
    private final ReentrantLock lock;
    private final Outbound outbound;
    private final Streams streams;
    private final ReceiveWindow receiveWindow;
    private final Departure departure;
    private final boolean server;
    private final EventBucket resets;
    private final Http2Events events;

    StreamEnds(
            ReentrantLock lock,
            Outbound outbound,
            Streams streams,
            ReceiveWindow receiveWindow,
            Departure departure,
            boolean server,
            EventBucket resets,
            Http2Events events) {
        this.lock = lock;
        this.outbound = outbound;
        this.streams = streams;
        this.receiveWindow = receiveWindow;
        this.departure = departure;
        this.server = server;
        this.resets = resets;
        this.events = events;
    }

    /** With the lock: a message of a stream has ended, perhaps both. Returns whether {@link #over} has to follow. */
    boolean closeIfEnded(Http2Stream stream) {
        if (stream.ended()) {
            streams.remove(stream.id());
            free(stream);
        }
        return stream.ended() && !server;
    }

    /** A server's response has ended after the request: there is room for another one, before anybody has read it. */
    void over() {
        events.roomChanged();
    }

    /**
     * With the lock: a place is free. That of a stream that was reset at a server is not, before its owner has come to its
     * end: else a client could have more work done than it is granted streams (CVE-2023-44487, CVE-2025-8671).
     */
    private void free(Http2Stream stream) {
        if (stream.frees()) {
            streams.free();
            departure.streamEnded();
        }
    }

    /** Resets a stream for a mistake of the peer's, which it may make a few times. */
    void streamError(Http2Stream stream, ErrorCode why, String detail) throws Http2ConnectionException {
        countReset();
        reset(stream, why, detail);
    }

    /** Resets a stream that is not there any more, or was refused. */
    void streamError(int id, ErrorCode why) throws Http2ConnectionException {
        countReset();
        lock.lock();
        try {
            tell(id, why);
        } finally {
            lock.unlock();
        }
    }

    /** With the lock: tells the peer, and remembers that frames of the stream may still be on their way. */
    private void tell(int id, ErrorCode why) {
        streams.forgotten(id);
        Frames.reset(outbound.frames(), id, why);
    }

    /** Counts a stream that ended before its time, whoever did it: the work for it was in vain (CVE-2023-44487). */
    void countReset() throws Http2ConnectionException {
        if (!resets.take()) {
            throw new Http2ConnectionException(ErrorCode.ENHANCE_YOUR_CALM, "too many streams were reset");
        }
    }

    void reset(Http2Stream stream, ErrorCode why, String detail) {
        end(stream, new StreamResetException(why, false, detail), true, false);
    }

    /**
     * Ends a stream before its time.
     *
     * @param tell whether the peer has to be told
     * @param notProcessed whether it is certain that the peer has processed nothing
     */
    void end(Http2Stream stream, StreamResetException why, boolean tell, boolean notProcessed) {
        Runnable action;
        int dropped;
        lock.lock();
        try {
            if (stream.isReset() || stream.ended()) {
                return;
            }
            if (tell && stream.id() != 0) {
                tell(stream.id(), why.code());
            }
            action = stream.resets(why, notProcessed);
            gone(stream);
            dropped = stream.inbox().fail(why, !why.byPeer());
            receiveWindow.credit(dropped);
        } finally {
            lock.unlock();
        }
        action.run();
        if (tell) {
            outbound.flushSoon();
        }
        if (!server) {
            events.roomChanged();
        }
    }

    /** With the lock: a stream is over. */
    private void gone(Http2Stream stream) {
        if (stream.id() != 0) {
            streams.remove(stream.id());
            if (!server) {
                free(stream);
            }
        }
    }

    /** The owner of a stream has come to its end, which has mostly come to its own before: then there is nothing to do. */
    void release(Http2Stream stream, int dropped) {
        boolean told = false;
        if (!stream.isFree() || receiveWindow.owes(dropped)) {
            lock.lock();
            try {
                receiveWindow.credit(dropped);
                if (!stream.releases()) {
                    return;
                }
                if (!stream.isReset() && !stream.ended()) {
                    abandon(stream);
                }
                free(stream);
                told = !outbound.frames().isEmpty();
            } finally {
                lock.unlock();
            }
        }
        if (told) {
            outbound.flushSoon();
        }
        if (!server) {
            events.roomChanged();
        }
    }

    /** With the lock: resets what has not ended. */
    private void abandon(Http2Stream stream) {
        ErrorCode why = ErrorCode.CANCEL;
        if (server) {
            why = stream.localEnded() ? ErrorCode.NO_ERROR : ErrorCode.INTERNAL_ERROR;
        }
        if (stream.id() != 0) {
            tell(stream.id(), why);
        }
        stream.resets(new StreamResetException(why, false, "the stream was released"), false);
        gone(stream);
    }
}
