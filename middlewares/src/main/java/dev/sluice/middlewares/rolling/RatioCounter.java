package dev.sluice.middlewares.rolling;

import dev.sluice.core.Ticker;
import java.time.Duration;

/**
 * The share of one kind of event among two, over a window: oxy's {@code memmetrics.RatioCounter}. Thread-safe, without a
 * lock.
 */
public final class RatioCounter {
    private final RollingCounter hits;
    private final RollingCounter misses;

    /**
     * A ratio of nothing.
     *
     * @param buckets how many periods the window has, at least 1
     * @param resolution the length of a period
     * @param ticker the time
     */
    public RatioCounter(int buckets, Duration resolution, Ticker ticker) {
        hits = new RollingCounter(buckets, resolution, ticker);
        misses = new RollingCounter(buckets, resolution, ticker);
    }

    /**
     * Counts one event.
     *
     * @param hit whether it is of the kind that is measured
     */
    public void count(boolean hit) {
        (hit ? hits : misses).add(1);
    }

    /**
     * Hits over all.
     *
     * @return 0 to 1; 0 if there was nothing
     */
    public double ratio() {
        long hit = hits.count();
        long all = hit + misses.count();
        return all == 0 ? 0 : (double) hit / all;
    }

    /**
     * Whether enough time was covered to believe the ratio.
     *
     * @return true once both counters together have counted in as many buckets as the window has
     */
    public boolean ready() {
        return hits.countedBuckets() + misses.countedBuckets() >= hits.buckets();
    }

    /**
     * Whether the window holds nothing.
     *
     * @return true if {@link #ratio} is one of nothing
     */
    public boolean isEmpty() {
        return hits.count() + misses.count() == 0;
    }

    /** Forgets everything. */
    public void reset() {
        hits.reset();
        misses.reset();
    }
}
