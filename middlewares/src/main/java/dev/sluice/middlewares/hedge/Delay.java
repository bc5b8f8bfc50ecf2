package dev.sluice.middlewares.hedge;

import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.rolling.RollingHistogram;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * How long an attempt may take before another is sent: a fixed time, or a quantile of the latency of first attempts
 * over the last 30 seconds. The quantile is computed ten times a second at most, because that takes longer than a
 * request may wait. Thread-safe.
 */
final class Delay {
    /** The delay while nothing is known: no attempt is added. */
    static final long NEVER = -1;

    private static final int BUCKETS = 6;
    private static final Duration RESOLUTION = Duration.ofSeconds(5);
    private static final long FRESH = Duration.ofMillis(100).toNanos();

    private final HedgeOptions options;
    private final Ticker ticker;
    private final RollingHistogram latencies;
    private final AtomicLong staleAt;
    private volatile long nanos;

    Delay(HedgeOptions options, Ticker ticker) {
        this.options = options;
        this.ticker = ticker;
        latencies = new RollingHistogram(BUCKETS, RESOLUTION, ticker);
        staleAt = new AtomicLong(ticker.nanos());
        nanos = options.delay().map(Duration::toNanos).orElse(NEVER);
    }

    /** Nanoseconds, or {@link #NEVER} as long as too few requests were measured. */
    long nanos() {
        if (options.delay().isEmpty()) {
            long now = ticker.nanos();
            long due = staleAt.get();
            if (now - due >= 0 && staleAt.compareAndSet(due, now + FRESH)) {
                nanos = measured();
            }
        }
        return nanos;
    }

    private long measured() {
        Histogram lately = latencies.merged();
        return lately.getTotalCount() < options.minVolume()
                ? NEVER
                : Math.max(options.floor().toNanos(), lately.getValueAtPercentile(options.quantile()) * 1_000);
    }

    /** Counts the latency of a first attempt: until its answer, or until another attempt was answered. */
    void measure(long latency) {
        if (options.delay().isEmpty()) {
            latencies.record(Duration.ofNanos(latency));
        }
    }
}
