package dev.sluice.middlewares.trace;

import dev.sluice.core.Request;
import java.util.SplittableRandom;

/**
 * Decides of which exchanges lines are written. The choice does not depend on anything that a client sends, such as the
 * id of its trace: a client could choose one that leaves no line.
 */
record LineSampling(double percent, long slowNanos) {
    boolean takes(Request request, TraceRecord.Answered answered, long nanos) {
        return percent >= TraceOptions.EVERY || answered.failed() || nanos >= slowNanos || draw(request) < percent;
    }

    /** A number from 0 to 1 that is the same for all attempts of an exchange. */
    private static double draw(Request request) {
        long exchange = System.identityHashCode(request.client().exchange());
        return new SplittableRandom(exchange << Integer.SIZE ^ request.receivedAt()).nextDouble() * TraceOptions.EVERY;
    }
}
