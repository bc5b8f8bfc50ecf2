package dev.sluice.observe.admin;

import dev.sluice.observe.meters.Distribution;
import dev.sluice.observe.meters.Series;
import dev.sluice.observe.meters.Stats;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Figures of things: their totals, and what has happened in a window.
 *
 * @param newest totals
 * @param oldest totals at the beginning of the window
 * @param seconds length of the window
 */
record FiguresWindow(Stats newest, Stats oldest, double seconds) {
    static final String REQUESTS = "http.server.request.duration";
    static final String ATTEMPTS = "http.client.request.duration";

    /** Of everything, by the value of a label. */
    Map<String, Map<String, Object>> by(String metric, String label, Predicate<Series> among) {
        Map<String, Group> groups = new LinkedHashMap<>();
        add(newest, metric, label, among, groups, true);
        add(oldest, metric, label, among, groups, false);
        Map<String, Map<String, Object>> told = new LinkedHashMap<>();
        groups.forEach((name, group) -> told.put(name, group.told(seconds)));
        return told;
    }

    private static void add(
            Stats from, String metric, String label, Predicate<Series> among, Map<String, Group> groups, boolean now) {
        for (Series series : from.series(metric)) {
            if (among.test(series)) {
                groups.computeIfAbsent(label.isEmpty() ? "" : series.label(label), name -> new Group())
                        .add(series, now);
            }
        }
    }

    /** Of a counter, by the value of a label: its total, and its rate. */
    Map<String, Map<String, Object>> counts(String metric, String label) {
        Map<String, double[]> sums = new TreeMap<>();
        newest.series(metric).forEach(one -> sum(sums, one.label(label))[0] += one.value());
        oldest.series(metric).forEach(one -> sum(sums, one.label(label))[1] += one.value());
        Map<String, Map<String, Object>> told = new LinkedHashMap<>();
        sums.forEach((name, sum) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("total", (long) sum[0]);
            one.put("rate", seconds == 0 ? 0.0 : Math.max(0, sum[0] - sum[1]) / seconds);
            told.put(name, one);
        });
        return told;
    }

    private static double[] sum(Map<String, double[]> sums, String name) {
        return sums.computeIfAbsent(name, first -> new double[2]);
    }

    /** Figures of something of which nothing was counted. */
    static Map<String, Object> none() {
        return new Group().told(0);
    }

    /** The sum of a metric's series by a label. */
    static Map<String, Long> sums(List<Series> series, String label) {
        Map<String, Long> sums = new HashMap<>();
        series.forEach(one -> sums.merge(one.label(label), (long) one.value(), Long::sum));
        return sums;
    }

    /** Counts of one reason that were counted in two places. */
    static Map<String, Object> both(Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> sum = new LinkedHashMap<>();
        sum.put(
                "total",
                number(one, "total").longValue() + number(other, "total").longValue());
        sum.put(
                "rate",
                number(one, "rate").doubleValue() + number(other, "rate").doubleValue());
        return sum;
    }

    private static Number number(Map<String, Object> counts, String name) {
        return counts.get(name) instanceof Number number ? number : 0;
    }

    /** Series that are told as one thing. */
    private static final class Group {
        private final Map<String, Long> statuses = new TreeMap<>();
        private Optional<Distribution> total = Optional.empty();
        private Optional<Distribution> before = Optional.empty();
        private long errors;
        private long errorsBefore;

        void add(Series series, boolean now) {
            String status = series.label("status");
            boolean error = status.equals("5xx") || status.equals("error");
            Optional<Distribution> values = series.distribution();
            if (now) {
                statuses.merge(status, (long) series.value(), Long::sum);
                errors += error ? (long) series.value() : 0;
                total = sum(total, values);
            } else {
                errorsBefore += error ? (long) series.value() : 0;
                before = sum(before, values);
            }
        }

        private static Optional<Distribution> sum(Optional<Distribution> one, Optional<Distribution> other) {
            return one.flatMap(mine -> other.map(mine::plus)).or(() -> one.isPresent() ? one : other);
        }

        Map<String, Object> told(double seconds) {
            Optional<Distribution> recent =
                    total.map(now -> before.map(now::since).orElse(now));
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("requests", total.map(Distribution::count).orElse(0L));
            told.put("errors", errors);
            told.put("rejections", 0L);
            told.put("rejectionRate", 0.0);
            told.put("inFlight", 0L);
            told.put("rate", rate(recent.map(Distribution::count).orElse(0L), seconds));
            told.put("errorRate", rate(errors - errorsBefore, seconds));
            told.put("p50", quantile(recent, 0.5));
            told.put("p90", quantile(recent, 0.9));
            told.put("p99", quantile(recent, 0.99));
            told.put("statuses", statuses);
            return told;
        }

        private static double rate(long count, double seconds) {
            return seconds == 0 ? 0 : Math.max(0, count) / seconds;
        }

        @SuppressWarnings("NullAway") // null is what JSON says where there is nothing
        private static Object quantile(Optional<Distribution> values, double share) {
            return values.flatMap(all -> all.quantile(share)).orElse(null);
        }
    }
}
