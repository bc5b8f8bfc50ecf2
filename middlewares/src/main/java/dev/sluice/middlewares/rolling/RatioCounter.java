package dev.sluice.middlewares.rolling;

import dev.sluice.core.time.Ticker;
import java.time.Duration;

/**
 * The share of events that are hits, over a sliding window: oxy's {@code memmetrics.RatioCounter}. Thread-safe, without
 * a lock.
 */
public final class RatioCounter {
    private final RollingCounter hits;
    private final RollingCounter misses;

    /**
     * Starts without events.
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
     * @param hit whether it is a hit
     */
    public void count(boolean hit) {
        (hit ? hits : misses).add(1);
    }

    /**
     * Hits divided by all events.
     *
     * @return 0 to 1; 0 if there were no events
     */
    public double ratio() {
        long hit = hits.count();
        long all = hit + misses.count();
        return all == 0 ? 0 : (double) hit / all;
    }

    /**
     * Whether the ratio rests on enough data.
     *
     * @return true once hits and misses together have filled as many buckets as the window has
     */
    public boolean ready() {
        return hits.countedBuckets() + misses.countedBuckets() >= hits.buckets();
    }

    /**
     * Whether the window holds no events.
     *
     * @return true if none was counted, so that {@link #ratio} says nothing
     */
    public boolean isEmpty() {
        return hits.count() + misses.count() == 0;
    }

    /** Forgets all events. */
    public void reset() {
        hits.reset();
        misses.reset();
    }
}
