package dev.sluice.operate;

import dev.sluice.observe.meters.Catalog;
import dev.sluice.observe.meters.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a gateway measures, and the JVM as the documentation has it, under the names that Prometheus gives it. */
final class MetricsTable {
    static final Path DOCS = Path.of("..", "docs", "observe");

    private static final Pattern ROW =
            Pattern.compile("^\\|(.+)\\| (counter|gauge) \\|(.*)\\|.*\\|$", Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** By the name that a type line has: counters with {@code _total}, histograms without {@code _bucket}. */
    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** A metric: {@code counter}, {@code gauge} or {@code histogram}, and its labels. */
    record Row(String name, String kind, List<String> labels) {
        Set<String> series() {
            return kind.equals("histogram") ? Set.of(name + "_bucket", name + "_count", name + "_sum") : Set.of(name);
        }
    }

    static MetricsTable read() throws IOException {
        MetricsTable table = new MetricsTable();
        Catalog.all().forEach(table::add);
        table.readJvm(Files.readString(DOCS.resolve("prometheus.md")));
        return table;
    }

    private void add(Metric metric) {
        add(new Row(PrometheusNames.of(metric), metric.kind().name().toLowerCase(Locale.ROOT), metric.labels()));
    }

    private void add(Row row) {
        rows.put(row.name(), row);
    }

    /** Reads a table whose columns are names, kind and labels. */
    private void readJvm(String page) {
        ROW.matcher(page)
                .results()
                .forEach((MatchResult row) ->
                        quoted(row.group(1)).forEach(name -> add(new Row(name, row.group(2), quoted(row.group(3))))));
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell)
                .results()
                .map((MatchResult word) -> word.group(1))
                .toList();
    }

    List<Row> rows() {
        return List.copyOf(rows.values());
    }

    /** The labels of each series, those of Prometheus included. */
    Map<String, Set<String>> series() {
        Map<String, Set<String>> series = new LinkedHashMap<>();
        for (Row row : rows.values()) {
            for (String name : row.series()) {
                List<String> labels = new ArrayList<>(row.labels());
                labels.addAll(List.of("job", "instance"));
                if (name.endsWith("_bucket")) {
                    labels.add("le");
                }
                series.put(name, new LinkedHashSet<>(labels));
            }
        }
        series.put("up", Set.of("job", "instance"));
        series.put("ALERTS", Set.of("job", "instance", "alertname", "alertstate", "severity"));
        return series;
    }
}
