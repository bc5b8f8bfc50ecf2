package dev.sluice.middlewares.rolling;

import dev.sluice.core.Ticker;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Latencies of the last few periods, the present one included: oxy's {@code memmetrics.RollingHDRHistogram}, from 1 µs to
 * one hour with two significant digits; longer ones count as one hour.
 *
 * <p>Thread-safe. Recording does not wait (HdrHistogram's {@link Recorder}) but for the first of a period, which turns
 * the ring under a small lock; so does reading.
 */
public final class RollingHistogram {
    private static final int DIGITS = 2;
    private static final long LONGEST_MICROS = Duration.ofHours(1).toNanos() / 1_000;

    private final Periods periods;
    private final Recorder recorder = new Recorder(DIGITS);
    private final Histogram[] ring;
    private @Nullable Histogram interval;
    private volatile long period;

    /**
     * An empty histogram.
     *
     * @param buckets how many periods the window has, at least 1
     * @param resolution the length of a period
     * @param ticker the time
     */
    public RollingHistogram(int buckets, Duration resolution, Ticker ticker) {
        if (buckets < 1) {
            throw new IllegalArgumentException("buckets must be at least 1, is " + buckets);
        }
        periods = new Periods(resolution, ticker);
        ring = new Histogram[buckets];
        for (int i = 0; i < buckets; i++) {
            ring[i] = new Histogram(DIGITS);
        }
        period = periods.now();
    }

    /**
     * Records one latency.
     *
     * @param latency not negative
     */
    public void record(Duration latency) {
        if (period != periods.now()) {
            turn();
        }
        long micros = latency.compareTo(Duration.ofHours(1)) >= 0 ? LONGEST_MICROS : latency.toNanos() / 1_000;
        recorder.recordValue(Math.max(1, micros));
    }

    /**
     * The latency that a share of the requests did not exceed.
     *
     * @param percent 0 to 100
     * @return to two digits, at least 1 µs; zero if there was nothing
     */
    public Duration latencyAtQuantile(double percent) {
        Histogram all = merged();
        return all.getTotalCount() == 0 ? Duration.ZERO : Duration.ofNanos(all.getValueAtPercentile(percent) * 1_000);
    }

    /**
     * Everything in the window.
     *
     * @return a copy, in microseconds
     */
    public synchronized Histogram merged() {
        turn();
        Histogram all = new Histogram(DIGITS);
        for (Histogram bucket : ring) {
            all.add(bucket);
        }
        return all;
    }

    /** Takes what was recorded into the bucket of its period, then goes on to the present one. */
    private synchronized void turn() {
        long now = periods.now();
        interval = recorder.getIntervalHistogram(interval);
        ring[bucket(period)].add(interval);
        long stale = Math.min(now - period, ring.length);
        for (long i = 0; i < stale; i++) {
            ring[bucket(now - i)].reset();
        }
        period = now;
    }

    private int bucket(long of) {
        return (int) (of % ring.length);
    }
}
