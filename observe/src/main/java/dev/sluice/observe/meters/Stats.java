package dev.sluice.observe.meters;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that a program counts and measures, at one moment. Immutable. It is taken while exchanges go on, so a counter
 * that is read later may know of an exchange more.
 */
public final class Stats {
    private final List<Series> series;
    private final Map<String, Long> numbers;

    Stats(List<Series> series, Map<String, Long> numbers) {
        this.series = merged(series);
        this.numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
    }

    /** Each once, in order. */
    private static List<Series> merged(List<Series> series) {
        record Key(Metric metric, List<String> values) {}
        Map<Key, Series> sums = new HashMap<>();
        series.forEach(one -> sums.merge(new Key(one.metric(), one.values()), one, Series::plus));
        return sums.values().stream().sorted(StatsReader.ORDER).toList();
    }

    /**
     * All series, those of a metric beside one another.
     *
     * @return in the order of {@link Catalog#all()}, then gauges of steps by name
     */
    public List<Series> series() {
        return series;
    }

    /**
     * The series of one metric.
     *
     * @param name such as {@code sluice.rejections}
     * @return those that have a value; none if there is no such metric
     */
    public List<Series> series(String name) {
        return series.stream().filter(one -> one.name().equals(name)).toList();
    }

    /**
     * One series.
     *
     * @param name of the metric
     * @param values of its labels, in their order
     * @return empty if it has no value
     */
    public Optional<Series> one(String name, String... values) {
        List<String> wanted = List.of(values);
        return series(name).stream().filter(one -> one.values().equals(wanted)).findFirst();
    }

    /**
     * The sum over all series of a metric.
     *
     * @param name of a counter or a gauge; of a histogram, its values are counted
     * @return 0 if it has no value
     */
    public double total(String name) {
        return series(name).stream().mapToDouble(Series::value).sum();
    }

    /**
     * What steps and listeners show of their state.
     *
     * @return numbers by name and path, such as {@code orders/connLimit.waiting} and {@code listener.connections}, sorted
     */
    public Map<String, Long> numbers() {
        return numbers;
    }

    /**
     * One of {@link #numbers()}.
     *
     * @param name such as {@code connLimit.waiting}
     * @return the number
     * @throws IllegalArgumentException naming all, if there is none of that name
     */
    public long get(String name) {
        Long number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("there is no number \"" + name + "\"; there are " + numbers.keySet());
        }
        return number;
    }

    /**
     * The sum of several programs.
     *
     * @param all of the same process
     * @return series with equal labels are one
     */
    public static Stats sum(Collection<Stats> all) {
        if (all.size() == 1) {
            return all.iterator().next();
        }
        List<Series> series = new ArrayList<>();
        Map<String, Long> numbers = new TreeMap<>();
        for (Stats one : all) {
            series.addAll(one.series);
            one.numbers.forEach((name, value) -> numbers.merge(name, value, Long::sum));
        }
        return new Stats(series, numbers);
    }

    /** A line for each series, as jshell shows it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        series.forEach(one -> text.append(one.name())
                .append(one.labels())
                .append(' ')
                .append(one.distribution().map(Stats::line).orElseGet(() -> number(one.value())))
                .append('\n'));
        return text.toString();
    }

    private static String line(Distribution values) {
        return values.count() + " values, sum " + values.sum()
                + values.quantile(0.5).map(median -> ", p50 " + median).orElse("")
                + values.quantile(0.99).map(high -> ", p99 " + high).orElse("");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
