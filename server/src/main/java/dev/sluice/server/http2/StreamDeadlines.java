package dev.sluice.server.http2;

import dev.sluice.core.time.Timers.Timer;
import dev.sluice.server.exchange.ClientLimits;
import dev.sluice.server.exchange.LeastRate;
import dev.sluice.server.rules.HostTime;
import dev.sluice.wire.http2.Http2Stream;
import dev.sluice.wire.http2.Stalls;
import dev.sluice.wire.http2.frame.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one stream: one for what is read, one for what is written. The reading one ends the input only, so
 * that there can be an answer; the writing one resets the stream. Their timers and rates are made at the first wait, since
 * most streams never wait. One thread may read while another writes.
 */
final class StreamDeadlines implements Stalls {
    private final ClientLimits limits;
    private final HostTime time;
    private final Http2Stream stream;
    private @Nullable Direction reading;
    private @Nullable Direction writing;
    private volatile boolean answered;
    private volatile boolean tunnel;
    private volatile boolean over;
    private volatile boolean tooSlow;
    private volatile boolean takesTooSlowly;

    /** The waits of one direction. */
    private static final class Direction {
        final LeastRate rate;
        final Timer timer;
        boolean measured;

        Direction(LeastRate rate, Timer timer) {
            this.rate = rate;
            this.timer = timer;
        }

        void ends() {
            timer.clear();
            if (measured) {
                rate.ends();
            }
        }
    }

    StreamDeadlines(ClientLimits limits, HostTime time, Http2Stream stream) {
        this.limits = limits;
        this.time = time;
        this.stream = stream;
    }

    private Direction direction(long bytesPerSecond, Runnable passed) {
        return new Direction(
                new LeastRate(time.ticker(), bytesPerSecond, limits.rateWindow(), limits.bodyTimeout()),
                time.timers().deadline(passed));
    }

    @Override
    public void readBegins() {
        if (tunnel || over) {
            return; // in a tunnel either side may say little for hours
        }
        Direction known = reading;
        if (known == null) {
            known = direction(limits.minRequestRate(), this::readingPassed);
            reading = known;
        }
        known.measured = !answered;
        known.timer.set(known.measured ? known.rate.begins() : limits.bodyTimeout());
    }

    private void readingPassed() {
        tooSlow = true;
        stream.stopReading(ErrorCode.CANCEL);
    }

    @Override
    public void readEnds() {
        if (reading != null) {
            reading.ends();
        }
    }

    @Override
    public void writeBegins() {
        if (over) {
            return;
        }
        Direction known = writing;
        if (known == null) {
            known = direction(limits.minResponseRate(), this::writingPassed);
            writing = known;
        }
        known.measured = !tunnel;
        known.timer.set(known.measured ? known.rate.begins() : limits.bodyTimeout());
    }

    private void writingPassed() {
        takesTooSlowly = true;
        stream.reset(ErrorCode.CANCEL);
    }

    @Override
    public void writeEnds() {
        if (writing != null) {
            writing.ends();
        }
    }

    /** Counts bytes of the request's body that were read. */
    void read(int bytes) {
        if (reading != null) {
            reading.rate.moved(bytes);
        }
    }

    @Override
    public void wrote(int bytes) {
        if (writing != null) {
            writing.rate.moved(bytes);
        }
    }

    /**
     * The response begins: what the client still sends may depend on it, so that the rate of the request says nothing any
     * more.
     */
    void answered() {
        answered = true;
    }

    /** A tunnel begins: no rates hold any more. */
    void tunnelled() {
        tunnel = true;
    }

    /** Whether a read was ended by its deadline. */
    boolean tooSlow() {
        return tooSlow;
    }

    /** Whether a write was ended by its deadline. */
    boolean takesTooSlowly() {
        return takesTooSlowly;
    }

    /** The stream has been released: nobody reads or writes any more. */
    void close() {
        over = true;
        if (reading != null) {
            reading.timer.close();
        }
        if (writing != null) {
            writing.timer.close();
        }
    }
}
