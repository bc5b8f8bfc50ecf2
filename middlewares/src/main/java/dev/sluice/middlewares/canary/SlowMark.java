package dev.sluice.middlewares.canary;

import java.util.Arrays;

/**
 * What counts as slow: more than the 95th percentile of the last {@value #KEPT} latencies of the stable side, estimated anew
 * after every {@value #RENEWED}. Not thread-safe.
 */
final class SlowMark {
    /** The share of the stable side that is slow, about. */
    static final double SHARE = 0.05;

    private static final int KEPT = 1000;
    private static final int RENEWED = 200;

    private final long[] latencies = new long[KEPT];
    private long count;
    private long next = RENEWED;
    private long nanos = Long.MAX_VALUE;

    /** Remembers a latency of the stable side. */
    void add(long latency) {
        latencies[(int) (count++ % KEPT)] = latency;
    }

    /** Whether there are enough latencies to say what is slow. */
    boolean isKnown() {
        return nanos < Long.MAX_VALUE;
    }

    /** Estimates anew if enough latencies have come since. Must not be called while both sides are compared by the old mark. */
    void renew() {
        if (count >= next) {
            long[] sorted = Arrays.copyOf(latencies, (int) Math.min(count, KEPT));
            Arrays.sort(sorted);
            nanos = sorted[(int) (sorted.length * (1 - SHARE))];
            next = count + RENEWED;
        }
    }

    boolean isSlow(long latency) {
        return latency > nanos;
    }
}
