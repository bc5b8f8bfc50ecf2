package dev.sluice.wire.http2;

import dev.sluice.core.time.Timers;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.Frames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How a connection comes to its end in order (RFC 9113 §6.8): no new streams first, then the last one is named, then it
 * ends. Takes the connection's lock by itself, unless a method says otherwise.
 */
final class Departure {
    private static final byte[] PING = "draining".getBytes(StandardCharsets.US_ASCII);
    /** How long the peer may take to answer the ping behind the first GOAWAY, and to close after the last one. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ReentrantLock lock;
    private final Outbound outbound;
    private final Streams streams;
    private final boolean server;
    private final Duration idleTimeout;
    private final Timer timer;
    /** No new streams: a GOAWAY was sent or received. */
    private volatile boolean begun;
    /** Its last stream is known: the connection ends with it. */
    private boolean lastNamed;

    private boolean finished;

    Departure(
            ReentrantLock lock,
            Outbound outbound,
            Streams streams,
            boolean server,
            Duration idleTimeout,
            Timers timers) {
        this.lock = lock;
        this.outbound = outbound;
        this.streams = streams;
        this.server = server;
        this.idleTimeout = idleTimeout;
        this.timer = timers.deadline(this::tooLong);
    }

    void start() {
        timer.set(idleTimeout);
    }

    void close() {
        timer.close();
    }

    boolean begun() {
        return begun;
    }

    /** Nothing is begun any more; whoever calls it says why. */
    void begin() {
        begun = true;
    }

    /** With the lock: whether a new stream must be refused. */
    boolean isLastNamed() {
        return lastNamed;
    }

    /** With the lock: a stream begins. */
    void busy() {
        if (!begun) {
            timer.clear();
        }
    }

    /** With the lock: a stream has ended, perhaps the last. */
    void streamEnded() {
        if (streams.open() > 0) {
            return;
        }
        if (begun && (lastNamed || !server)) {
            finish();
        } else if (server && !begun) {
            timer.set(idleTimeout);
        }
    }

    /** With the lock: all is said. */
    private void finish() {
        if (!finished) {
            finished = true;
            Frames.goAway(outbound.frames(), streams.last(), ErrorCode.NO_ERROR);
            outbound.finish();
            timer.set(PATIENCE);
        }
    }

    /** Takes no further streams: warns a client first, so that none is lost that is on its way. */
    void drain() {
        lock.lock();
        try {
            if (begun) {
                return;
            }
            begun = true;
            if (server) {
                Frames.goAway(outbound.frames(), Integer.MAX_VALUE, ErrorCode.NO_ERROR);
                Frames.ping(outbound.frames(), false, PING, 0);
                timer.set(PATIENCE);
            } else {
                streamEnded();
            }
        } finally {
            lock.unlock();
        }
        outbound.flushSoon();
    }

    /** The peer has answered a ping: perhaps that behind the first GOAWAY, so that it begins no further streams. */
    void pong(byte[] payload, int offset) {
        if (begun && payload[offset] == PING[0]) {
            nameLast();
        }
    }

    private void tooLong() {
        if (isFinished()) {
            outbound.cut();
            return;
        }
        if (!begun) {
            lock.lock();
            try {
                if (streams.open() > 0) {
                    return;
                }
                begun = true;
            } finally {
                lock.unlock();
            }
        }
        nameLast();
    }

    private boolean isFinished() {
        lock.lock();
        try {
            return finished;
        } finally {
            lock.unlock();
        }
    }

    private void nameLast() {
        lock.lock();
        try {
            if (lastNamed) {
                return;
            }
            lastNamed = true;
            if (streams.open() > 0) {
                Frames.goAway(outbound.frames(), streams.last(), ErrorCode.NO_ERROR);
            }
            streamEnded();
        } finally {
            lock.unlock();
        }
        outbound.flushSoon();
    }

    /** The peer has sent a GOAWAY: a client's connection ends with its last stream. */
    void sentAway() {
        lock.lock();
        try {
            begun = true;
            streamEnded();
        } finally {
            lock.unlock();
        }
    }
}
