package dev.sluice.middlewares.rolling;

import dev.sluice.core.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntPredicate;

/**
 * Statuses, network errors and latencies of exchanges, over sliding windows: oxy's {@code memmetrics.RTMetrics}.
 *
 * <p>Thread-safe; recording takes no lock, except for the first latency of a period.
 */
public final class RoundTrips {
    private static final int BUCKETS = 10;
    private static final int LATENCY_BUCKETS = 6;
    private static final int LOWEST = 100;
    private static final int HIGHEST = 999;

    private final Duration resolution;
    private final Ticker ticker;
    private final RollingCounter total;
    private final RollingCounter networkErrors;
    private final RollingHistogram latencies;
    private final AtomicReferenceArray<RollingCounter> statuses = new AtomicReferenceArray<>(HIGHEST - LOWEST + 1);

    /**
     * Starts without exchanges.
     *
     * @param window the length of the window of exchanges; ten seconds in oxy
     * @param latencyWindow the length of the window of latencies; a minute in oxy
     * @param ticker the time
     */
    public RoundTrips(Duration window, Duration latencyWindow, Ticker ticker) {
        this.resolution = window.dividedBy(BUCKETS);
        this.ticker = ticker;
        total = counter();
        networkErrors = counter();
        latencies = new RollingHistogram(LATENCY_BUCKETS, latencyWindow.dividedBy(LATENCY_BUCKETS), ticker);
    }

    private RollingCounter counter() {
        return new RollingCounter(BUCKETS, resolution, ticker);
    }

    /**
     * Records one exchange.
     *
     * @param status its status; a number outside 100 to 999 counts as the nearest of these
     * @param networkError whether the network failed
     * @param latency how long it took
     */
    public void record(int status, boolean networkError, Duration latency) {
        total.add(1);
        if (networkError) {
            networkErrors.add(1);
        }
        of(Math.clamp(status, LOWEST, HIGHEST) - LOWEST).add(1);
        latencies.record(latency);
    }

    private RollingCounter of(int index) {
        RollingCounter present = statuses.get(index);
        if (present != null) {
            return present;
        }
        statuses.compareAndSet(index, null, counter());
        return statuses.get(index);
    }

    /**
     * How many exchanges.
     *
     * @return the count in the window
     */
    public long total() {
        return total.count();
    }

    /**
     * The share of exchanges that ended in a network error.
     *
     * @return 0 to 1; 0 if there were no exchanges
     */
    public double networkErrorRatio() {
        long all = total.count();
        return all == 0 ? 0 : (double) networkErrors.count() / all;
    }

    /**
     * The number of exchanges with some statuses, divided by the number of those with others.
     *
     * @param some the statuses counted
     * @param others the statuses compared with
     * @return 0 if there were none of the others
     */
    public double statusRatio(IntPredicate some, IntPredicate others) {
        long above = 0;
        long below = 0;
        for (int i = 0; i < statuses.length(); i++) {
            RollingCounter counter = statuses.get(i);
            long count = counter == null ? 0 : counter.count();
            above += some.test(i + LOWEST) ? count : 0;
            below += others.test(i + LOWEST) ? count : 0;
        }
        return below == 0 ? 0 : (double) above / below;
    }

    /**
     * The latency that a share of the exchanges did not exceed.
     *
     * @param percent 0 to 100
     * @return zero if there were none
     */
    public Duration latencyAtQuantile(double percent) {
        return latencies.latencyAtQuantile(percent);
    }
}
