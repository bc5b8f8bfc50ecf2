package dev.sluice.observe.meters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The value of a metric for one combination of labels. Immutable.
 *
 * @param metric what is measured
 * @param values those of the metric's labels, in their order; empty for a label that does not apply
 * @param value of a counter or a gauge; of a histogram the number of values
 * @param distribution of a histogram
 */
public record Series(Metric metric, List<String> values, double value, Optional<Distribution> distribution) {
    /** Copies the list, and checks that there is a value for each label. */
    public Series {
        values = List.copyOf(values);
        if (values.size() != metric.labels().size()) {
            throw new IllegalArgumentException(
                    metric.name() + " has the labels " + metric.labels() + ", not " + values);
        }
    }

    static Series of(Metric metric, long value, String... values) {
        return new Series(metric, List.of(values), (double) value, Optional.empty());
    }

    static Series of(Metric metric, Distribution distribution, String... values) {
        return new Series(metric, List.of(values), (double) distribution.count(), Optional.of(distribution));
    }

    /**
     * What is measured.
     *
     * @return its name, such as {@code http.server.request.duration}
     */
    public String name() {
        return metric.name();
    }

    /**
     * The labels.
     *
     * @return by name, without those that do not apply
     */
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isEmpty()) {
                labels.put(metric.labels().get(i), values.get(i));
            }
        }
        return labels;
    }

    /**
     * The value of a label.
     *
     * @param name of the label
     * @return empty if it does not apply, or the metric has no such label
     */
    public String label(String name) {
        int index = metric.labels().indexOf(name);
        return index < 0 ? "" : values.get(index);
    }

    /** The values of both, which have the same metric and labels; the greater one of what is no number of things. */
    Series plus(Series other) {
        return new Series(
                metric,
                values,
                Catalog.isState(metric) ? Math.max(value, other.value) : value + other.value,
                distribution.map(mine -> other.distribution.map(mine::plus).orElse(mine)));
    }
}
