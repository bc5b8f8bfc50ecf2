package dev.sluice.middlewares.circuitbreaker;

import java.time.Instant;

/** What a breaker does at one moment. */
public sealed interface BreakerState {
    /** Admits everything and watches. */
    record Standby() implements BreakerState {}

    /**
     * Answers everything by the fallback.
     *
     * @param until when recovery begins
     */
    record Tripped(Instant until) implements BreakerState {}

    /**
     * Admits a growing share.
     *
     * @param until when it stands by again, unless the condition holds before
     * @param ratio the share of requests admitted at this moment, from 0 to 0.5
     */
    record Recovering(Instant until, double ratio) implements BreakerState {}
}
