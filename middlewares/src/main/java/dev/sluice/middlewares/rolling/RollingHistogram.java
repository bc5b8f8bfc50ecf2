package dev.sluice.middlewares.rolling;

import dev.sluice.core.time.Ticker;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of latencies over a sliding window of periods, the current one included: oxy's {@code
 * memmetrics.RollingHDRHistogram}, from 1 µs to one hour with two significant digits. A longer latency counts as one
 * hour.
 *
 * <p>Thread-safe. Recording is wait-free (HdrHistogram's {@link Recorder}), except for the first record of a period,
 * which moves the ring on under a lock. Reading takes the same lock.
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
     * @return to two significant digits, at least 1 µs; zero if nothing was recorded
     */
    public Duration latencyAtQuantile(double percent) {
        Histogram all = merged();
        return all.getTotalCount() == 0 ? Duration.ZERO : Duration.ofNanos(all.getValueAtPercentile(percent) * 1_000);
    }

    /**
     * The histogram of the whole window.
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

    /** Moves what was recorded into the bucket of its period, and the ring on to the current period. */
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
