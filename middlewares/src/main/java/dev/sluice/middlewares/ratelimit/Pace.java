package dev.sluice.middlewares.ratelimit;

import java.time.Duration;

/**
 * A rate in whole numbers: a nanosecond brings {@code gain} grains, a token costs {@code cost} of them. With gain : cost
 * the reduced fraction of tokens per nanosecond, neither is ever rounded.
 */
record Pace(long gain, long cost, long full) {
    /** No bucket holds more, so that one full bucket and the deepest debt still add up to a {@code long}. */
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

    /** How many nanoseconds until {@code tokens} can be taken; {@code Long.MAX_VALUE} if that is too far to count. */
    long delay(long grains, long tokens) {
        long missing = tokens * cost - grains;
        if (missing <= 0) {
            return 0;
        }
        return missing > DEEPEST_DEBT ? Long.MAX_VALUE : Math.ceilDiv(missing, gain);
    }
}
