package dev.sluice.middlewares.rolling;

import dev.sluice.core.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what happened in the last few periods, the present one included: oxy's {@code memmetrics.RollingCounter}.
 *
 * <p>A ring of buckets. Each is one long, the number of its period above and its count below, so that a bucket is found
 * stale by looking at it: nothing has to be cleaned up, and adding is one compare-and-set. Thread-safe, without a lock.
 */
public final class RollingCounter {
    private static final long MAX_COUNT = 0xffff_ffffL;

    private final Periods periods;
    private final AtomicLongArray buckets;

    /**
     * A counter of nothing.
     *
     * @param buckets how many periods the window has, at least 1
     * @param resolution the length of a period
     * @param ticker the time
     */
    public RollingCounter(int buckets, Duration resolution, Ticker ticker) {
        if (buckets < 1) {
            throw new IllegalArgumentException("buckets must be at least 1, is " + buckets);
        }
        this.periods = new Periods(resolution, ticker);
        this.buckets = new AtomicLongArray(buckets);
    }

    /**
     * Adds to the present period; a bucket stops at 2³² − 1.
     *
     * @param count not negative
     */
    public void add(long count) {
        long period = periods.now();
        int bucket = (int) (period % buckets.length());
        buckets.accumulateAndGet(bucket, count, (old, more) -> {
            long sum = more + (period(old) == (period & MAX_COUNT) ? count(old) : 0);
            return period << 32 | Math.min(sum, MAX_COUNT);
        });
    }

    /**
     * The sum over the window.
     *
     * @return how many
     */
    public long count() {
        long period = periods.now();
        long sum = 0;
        for (int i = 0; i < buckets.length(); i++) {
            long bucket = buckets.get(i);
            boolean fresh = ((period - period(bucket)) & MAX_COUNT) < buckets.length();
            sum += fresh ? count(bucket) : 0;
        }
        return sum;
    }

    /**
     * In how many of its buckets something was ever counted: how far it has come to be a measure.
     *
     * @return at most the number of buckets
     */
    public int countedBuckets() {
        int counted = 0;
        for (int i = 0; i < buckets.length(); i++) {
            counted += buckets.get(i) == 0 ? 0 : 1;
        }
        return counted;
    }

    /**
     * The length of the window.
     *
     * @return in periods
     */
    public int buckets() {
        return buckets.length();
    }

    /** Forgets everything. */
    public void reset() {
        for (int i = 0; i < buckets.length(); i++) {
            buckets.set(i, 0);
        }
    }

    private static long period(long bucket) {
        return bucket >>> 32;
    }

    private static long count(long bucket) {
        return bucket & MAX_COUNT;
    }
}
