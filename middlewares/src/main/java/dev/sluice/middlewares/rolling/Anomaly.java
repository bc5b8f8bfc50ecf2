package dev.sluice.middlewares.rolling;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Finds outliers among values that should be alike, such as the failure ratios of a pool's members: oxy's {@code
 * SplitFloat64} and its two uses.
 *
 * <p>A value is bad if it is greater than a threshold times the sum of the median and the median absolute deviation. Of
 * two values neither can exceed that, so an even number of values is completed by a sentinel: one more value that is
 * known to be good.
 */
public final class Anomaly {
    private static final double OF_RATIOS = 1.5;
    private static final double OF_LATENCIES = 2; // less sensitive, because latencies are noisy

    private Anomaly() {}

    /**
     * Finds the bad values among ratios from 0 to 1.
     *
     * @param ratios such as shares of failed exchanges
     * @return for each value whether it is bad
     */
    public static boolean[] ofRatios(double... ratios) {
        return outliers(OF_RATIOS, 0, ratios);
    }

    /**
     * Finds the bad values among latencies.
     *
     * @param precision the smallest difference that matters
     * @param latencies of the same work, at least one
     * @return for each value whether it is bad
     */
    public static boolean[] ofLatencies(Duration precision, List<Duration> latencies) {
        double[] steps = latencies.stream()
                .mapToDouble(latency -> latency.dividedBy(precision) + 1.0)
                .toArray();
        double slowest = Arrays.stream(steps).max().orElse(1);
        return outliers(
                OF_LATENCIES,
                0,
                Arrays.stream(steps).map(step -> step / slowest).toArray());
    }

    /**
     * Finds the bad values.
     *
     * @param threshold a value is bad above this many times the sum of median and deviation
     * @param sentinel the value that is known to be good
     * @param values at least one; a greater value is worse
     * @return for each value whether it is bad
     */
    public static boolean[] outliers(double threshold, double sentinel, double... values) {
        double[] all = Arrays.copyOf(values, values.length % 2 == 0 ? values.length + 1 : values.length);
        if (all.length > values.length) {
            all[values.length] = sentinel;
        }
        double median = median(all);
        double deviation =
                median(Arrays.stream(all).map(value -> Math.abs(value - median)).toArray());
        boolean[] bad = new boolean[values.length];
        for (int i = 0; i < bad.length; i++) {
            bad[i] = values[i] > (median + deviation) * threshold;
        }
        return bad;
    }

    private static double median(double... odd) {
        double[] sorted = odd.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
