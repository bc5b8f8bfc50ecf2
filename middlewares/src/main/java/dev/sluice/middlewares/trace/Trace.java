package dev.sluice.middlewares.trace;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Ticker;
import java.util.Locale;

/**
 * Writes exactly one line for each exchange, when it has ended: sent, discarded or broken, rejected by a gate inside,
 * answered 500 because of a bug, or refused by the host before any pipeline ran. After oxy's {@code trace}, which
 * {@link TraceFormat#OXY} imitates.
 *
 * <p>Clients see nothing of it. An exchange pays for one small record and never waits; {@link #dropped()} counts the
 * lines that a slow sink has cost. Lines are written within 10 ms by a daemon thread, which starts with the first;
 * {@link #close()} writes the rest. Values of secret fields are never written, and no client can forge a line.
 * Thread-safe.
 */
public final class Trace implements ExchangeRecorder {
    private final TraceOptions options;
    private final Ticker ticker;
    private final TraceWriter writer;

    /**
     * A trace.
     *
     * @param options what to write, and where to
     * @param ticker the clock, the one that requests are received by
     */
    public Trace(TraceOptions options, Ticker ticker) {
        this.options = options;
        this.ticker = ticker;
        writer = new TraceWriter(options);
    }

    @Override
    public void record(Request request, Outcome outcome) {
        TraceRecord.Asked asked =
                new TraceRecord.Asked(request.head(), request.client().peer(), request.receivedAt());
        long nanos = ticker.nanos() - asked.receivedAt();
        writer.add(new TraceRecord(
                asked, TraceRecord.Answered.by(outcome), ticker.now().minusNanos(nanos), nanos));
    }

    /**
     * How many lines were lost: because the queue was full, the sink failed, or after {@link #close()}.
     *
     * @return for metrics
     */
    public long dropped() {
        return writer.dropped();
    }

    /** Writes the lines that wait and releases the sink; waits until that is done. */
    @Override
    public void close() {
        writer.close();
    }

    @Override
    public String describe() {
        return "trace(" + options.format().name().toLowerCase(Locale.ROOT) + ")";
    }
}
