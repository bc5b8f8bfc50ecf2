package dev.sluice.middlewares.ratelimit;

import java.time.Duration;

/**
 * A rate in whole numbers: each nanosecond adds {@code gain} grains, and a token costs {@code cost} grains. gain/cost
 * is the reduced fraction of tokens per nanosecond, so nothing is rounded.
 */
record Pace(long gain, long cost, long full) {
    /** The most grains of a bucket: the difference of a full bucket and the largest debt still fits a {@code long}. */
    static final long MOST_GRAINS = 1L << 61;

    private static final long DEEPEST_DEBT = 1L << 62;

    static Pace of(Rate rate) {
        long cost = grainsPerToken(rate.tokens(), rate.period());
        long gain = rate.tokens() / gcd(rate.tokens(), rate.period().toNanos());
        return new Pace(gain, cost, Math.multiplyExact(rate.burst(), cost));
    }

    static long grainsPerToken(long tokens, Duration period) {
        return period.toNanos() / gcd(tokens, period.toNanos());
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** The grains of a bucket that had {@code grains} of them, {@code nanos} later. */
    long after(long grains, long nanos) {
        long toFull = Math.ceilDiv(full - grains, gain);
        return nanos >= toFull ? full : grains + nanos * gain;
    }

    /** How many nanoseconds until {@code tokens} can be taken; {@code Long.MAX_VALUE} if that overflows. */
    long delay(long grains, long tokens) {
        long missing = tokens * cost - grains;
        if (missing <= 0) {
            return 0;
        }
        return missing > DEEPEST_DEBT ? Long.MAX_VALUE : Math.ceilDiv(missing, gain);
    }
}
