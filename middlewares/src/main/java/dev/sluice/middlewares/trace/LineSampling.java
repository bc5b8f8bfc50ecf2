package dev.sluice.middlewares.trace;

import dev.sluice.core.Request;
import java.util.SplittableRandom;

/**
 * Of which exchanges lines are written. It is not drawn by what a client sends, such as the id of its trace: a client could
 * choose one that leaves no line.
 */
record LineSampling(double percent, long slowNanos) {
    boolean takes(Request request, TraceRecord.Answered answered, long nanos) {
        return percent >= TraceOptions.EVERY || answered.failed() || nanos >= slowNanos || draw(request) < percent;
    }

    /** The same for all requests of an exchange. */
    private static double draw(Request request) {
        long exchange = System.identityHashCode(request.client().exchange());
        return new SplittableRandom(exchange << Integer.SIZE ^ request.receivedAt()).nextDouble() * TraceOptions.EVERY;
    }
}
