package dev.sluice.middlewares.rolling;

import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import java.time.Duration;

/** The latency of an upstream, as the circuit breaker and the rebalancer both measure it. */
public final class Latency {
    private Latency() {}

    /**
     * The time to the head of an upstream's response: how long the last attempt waited for a place in the pool, for a
     * connection and for the first byte. Neither a slow client nor a long body, a tunnel or a stream of events counts.
     *
     * @param outcome how the exchange ended
     * @param toEnd nanoseconds from its beginning to its end, used if no upstream has answered
     * @return the latency
     */
    public static Duration toHead(Outcome outcome, long toEnd) {
        Provenance provenance = outcome.response().provenance();
        Provenance.Timings waited = provenance.timings();
        boolean answered = provenance.upstream().isPresent()
                && outcome.response().failure().isEmpty()
                && waited.firstByte() > 0;
        return Duration.ofNanos(answered ? waited.queue() + waited.connect() + waited.firstByte() : toEnd);
    }
}
