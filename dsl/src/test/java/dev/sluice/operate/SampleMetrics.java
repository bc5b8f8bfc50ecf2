package dev.sluice.operate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Every metric of the tables, with samples of its labels, as text for Prometheus. Counters grow with each look at them. */
final class SampleMetrics implements Supplier<String> {
    private static final Map<String, List<String>> SAMPLES = Map.of(
            "status", List.of("2xx", "5xx"),
            "state", List.of("up", "ejected", "open"),
            "result", List.of("applied", "refused", "done", "failed"));

    private final List<MetricsTable.Row> rows;
    private final AtomicInteger looks = new AtomicInteger();

    SampleMetrics(MetricsTable table) {
        this.rows = table.rows();
    }

    @Override
    public String get() {
        return text(looks.incrementAndGet());
    }

    private String text(int look) {
        StringBuilder text = new StringBuilder();
        for (MetricsTable.Row row : rows) {
            text.append("# TYPE %s %s%n".formatted(row.name(), row.kind()));
            for (String labels : labels(row.labels())) {
                switch (row.kind()) {
                    case "histogram" -> histogram(text, row.name(), labels, look);
                    case "counter" -> sample(text, row.name(), labels, 10 * look);
                    default -> sample(text, row.name(), labels, 2);
                }
            }
        }
        return text.toString();
    }

    private static void histogram(StringBuilder text, String name, String labels, int look) {
        String before = labels.isEmpty() ? "" : labels + ",";
        sample(text, name + "_bucket", before + "le=\"0.5\"", 8 * look);
        sample(text, name + "_bucket", before + "le=\"+Inf\"", 10 * look);
        sample(text, name + "_sum", labels, 3 * look);
        sample(text, name + "_count", labels, 10 * look);
    }

    private static void sample(StringBuilder text, String name, String labels, int value) {
        text.append("%s{%s} %d%n".formatted(name, labels, value));
    }

    /** Each combination of the samples. */
    private static List<String> labels(List<String> names) {
        List<String> combined = List.of("");
        for (String name : names) {
            List<String> longer = new ArrayList<>();
            for (String value : SAMPLES.getOrDefault(name, List.of("a-" + name))) {
                combined.forEach(
                        before -> longer.add((before.isEmpty() ? "" : before + ",") + name + "=\"" + value + "\""));
            }
            combined = longer;
        }
        return combined;
    }
}
