package dev.sluice.middlewares.trace;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.time.Ticker;
import java.time.Duration;

/**
 * Writes exactly one line for each exchange, or for those that {@link TraceOptions#sample} takes, when it has ended:
 * sent, discarded or broken, rejected by a gate inside, answered 500 because of a bug, or refused by the host before
 * any pipeline ran. After oxy's {@code trace}, which
 * {@link TraceFormat#OXY} imitates.
 *
 * <p>Clients see nothing of it. An exchange leaves one small record and never waits; {@link #dropped()} counts the
 * lines that a slow sink has cost. Lines are written within 10 ms by a daemon thread, which starts with the first;
 * {@link #close()} writes the rest, for at most a second. A line has at most 16 KiB. Values of secret fields and
 * parameters are never written, and no client can forge a line. Thread-safe.
 */
public final class Trace implements ExchangeRecorder {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final TraceOptions options;
    private final Ticker ticker;
    private final LineSampling sampling;
    private final TraceWriter writer;

    /**
     * A trace. Opens the file, without waiting for anything.
     *
     * @param options what to write, and where to
     * @param ticker the clock, the one that requests are received by
     * @throws IllegalArgumentException if the file cannot be opened
     */
    public Trace(TraceOptions options, Ticker ticker) {
        this(options, ticker, PATIENCE);
    }

    /** With a limit of its own for how long {@link #close()} waits. */
    Trace(TraceOptions options, Ticker ticker, Duration patience) {
        this.options = options;
        this.ticker = ticker;
        sampling = new LineSampling(options.sample(), options.slowerThan().toNanos());
        writer = new TraceWriter(options, patience);
    }

    @Override
    public void record(Request request, Outcome outcome) {
        TraceRecord.Answered answered = TraceRecord.Answered.by(outcome);
        long nanos = ticker.nanos() - request.receivedAt();
        if (sampling.takes(request, answered, nanos)) {
            writer.add(new TraceRecord(
                    TraceRecord.Asked.by(request), answered, ticker.now().minusNanos(nanos), nanos, false));
        }
    }

    /**
     * How many lines were lost: because the queue was full, the sink failed, or after {@link #close()}. Those that were
     * not sampled are not among them.
     *
     * @return for metrics
     */
    public long dropped() {
        return writer.dropped();
    }

    /**
     * Closes its file and opens it again by its path, also if nothing is being written, so that a file that was moved
     * away is released.
     */
    @Override
    public void reopen() {
        writer.reopen();
    }

    /**
     * Writes the lines that wait, flushes the sink, and closes it if the trace has opened it. Waits until that is done,
     * but not longer than a second: what a stalled sink has not taken by then is lost and counted.
     */
    @Override
    public void close() {
        writer.close();
    }

    @Override
    public String describe() {
        return TraceType.TYPE.describe(options);
    }
}
