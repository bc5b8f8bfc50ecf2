package dev.sluice.middlewares.rolling;

import dev.sluice.core.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts events over a sliding window of periods, the current one included: oxy's {@code memmetrics.RollingCounter}.
 *
 * <p>A ring of buckets, one for each period. A bucket is one long: the number of its period in the upper 32 bits, its
 * count in the lower. A bucket whose period has left the window is recognised by that number, so nothing has to be
 * cleared, and adding is one compare-and-set. Thread-safe, without a lock.
 */
public final class RollingCounter {
    private static final long MAX_COUNT = 0xffff_ffffL;

    private final Periods periods;
    private final AtomicLongArray buckets;

    /**
     * Starts at zero.
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
     * Starts at zero.
     *
     * @param window the length of all its periods together
     * @param buckets into how many it is divided, at least 1
     * @param ticker the time
     * @return a counter with that window
     */
    public static RollingCounter over(Duration window, int buckets, Ticker ticker) {
        return new RollingCounter(buckets, Periods.of(window, buckets), ticker);
    }

    /**
     * Adds to the current period. A period counts to 2³² − 1 at most.
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
     * @return the count of all its periods
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
     * In how many of its buckets something was counted since it was made or reset: how much of the window has data.
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

    /** Sets all periods to zero. */
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
