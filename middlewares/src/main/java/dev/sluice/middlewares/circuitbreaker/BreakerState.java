package dev.sluice.middlewares.circuitbreaker;

import java.time.Instant;

/** The state of a circuit breaker at one moment. */
public sealed interface BreakerState {
    /** Admits all requests and measures them (elsewhere called <em>closed</em>). */
    record Standby() implements BreakerState {}

    /**
     * Answers all requests by the fallback (elsewhere called <em>open</em>).
     *
     * @param until when recovery begins
     */
    record Tripped(Instant until) implements BreakerState {}

    /**
     * Admits a growing share of the requests (elsewhere called <em>half-open</em>).
     *
     * @param until when it stands by again, unless the condition holds before
     * @param ratio the share of requests admitted at this moment, from 0 to 0.5
     */
    record Recovering(Instant until, double ratio) implements BreakerState {}
}
