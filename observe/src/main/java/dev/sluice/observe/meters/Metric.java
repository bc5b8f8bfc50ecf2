package dev.sluice.observe.meters;

import java.util.List;

/**
 * Something that is measured, with a series for each combination of the values of its labels.
 *
 * @param name dotted, after OpenTelemetry's semantic conventions where they have one
 * @param kind how its value changes
 * @param unit in UCUM: {@code s}, {@code By}, {@code 1} for a number of things
 * @param labels what its series are told apart by
 * @param help one sentence
 */
public record Metric(String name, Kind kind, String unit, List<String> labels, String help) {
    /** How the value of a metric changes. */
    public enum Kind {
        /** Only grows. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** Counts values by size. */
        HISTOGRAM
    }

    /** Copies the list. */
    public Metric {
        labels = List.copyOf(labels);
    }

    /** A gauge that a step shows by itself. */
    static Metric shown(String name) {
        return new Metric(name, Kind.GAUGE, "1", List.of("step"), "What a step shows of its state.");
    }
}
