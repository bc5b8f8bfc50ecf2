package dev.sluice.middlewares.rolling;

import dev.sluice.core.time.Ticker;
import java.time.Duration;
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
    private static final int HIGHEST_OF_GRPC = 16;

    private final Duration window;
    private final Ticker ticker;
    private final RollingCounter total;
    private final RollingCounter networkErrors;
    private final RollingHistogram latencies;
    private final StatusCounts statuses;
    private final StatusCounts calls;

    /**
     * Starts without exchanges.
     *
     * @param window the length of the window of exchanges; ten seconds in oxy
     * @param latencyWindow the length of the window of latencies; a minute in oxy
     * @param ticker the time
     */
    public RoundTrips(Duration window, Duration latencyWindow, Ticker ticker) {
        this.window = window;
        this.ticker = ticker;
        total = counter();
        networkErrors = counter();
        statuses = new StatusCounts(LOWEST, HIGHEST, this::counter);
        calls = new StatusCounts(0, HIGHEST_OF_GRPC, this::counter);
        latencies = new RollingHistogram(LATENCY_BUCKETS, Periods.of(latencyWindow, LATENCY_BUCKETS), ticker);
    }

    private RollingCounter counter() {
        return RollingCounter.over(window, BUCKETS, ticker);
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
        statuses.add(status);
        latencies.record(latency);
    }

    /**
     * Records the status of a call of gRPC, beside the exchange that it is.
     *
     * @param status 0 to 16
     */
    public void recordCall(int status) {
        calls.add(status);
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
        return statuses.ratio(some, others);
    }

    /**
     * The number of calls of gRPC with some statuses, divided by the number of those with others.
     *
     * @param some the statuses counted
     * @param others the statuses compared with
     * @return 0 if there were none of the others
     */
    public double callRatio(IntPredicate some, IntPredicate others) {
        return calls.ratio(some, others);
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
