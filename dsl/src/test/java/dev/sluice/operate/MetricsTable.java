package dev.sluice.operate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a gateway measures, as the tables of the documentation have it, under the names that Prometheus gives it. */
final class MetricsTable {
    static final Path DOCS = Path.of("..", "docs", "observe");

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
        table.add(ours(), true);
        table.add(Files.readString(DOCS.resolve("prometheus.md")), false);
        return table;
    }

    private static String ours() throws IOException {
        try (InputStream file = MetricsTable.class.getResourceAsStream("metrics.md")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Reads the tables that have a column of labels. */
    private void add(String page, boolean dotted) {
        List<String> head = List.of();
        for (String line : page.lines().toList()) {
            List<String> cells = cells(line);
            if (cells.contains("labels")) {
                head = cells;
            } else if (cells.size() < 2) {
                head = List.of();
            } else if (!head.isEmpty() && cells.getFirst().startsWith("`")) {
                add(head, cells, dotted);
            }
        }
    }

    private static List<String> cells(String line) {
        String[] cells = line.split("\\|", -1);
        return cells.length < 3
                ? List.of()
                : Arrays.stream(cells, 1, cells.length - 1).map(String::strip).toList();
    }

    private void add(List<String> head, List<String> cells, boolean dotted) {
        String kind = cells.get(head.indexOf("kind"));
        List<String> labels = quoted(cells.get(head.indexOf("labels")));
        for (String name : quoted(cells.getFirst())) {
            String prometheus = dotted ? prometheus(name, kind, cells.get(head.indexOf("unit"))) : name;
            rows.put(prometheus, new Row(prometheus, kind, labels));
        }
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell)
                .results()
                .map((MatchResult word) -> word.group(1))
                .toList();
    }

    /** How Prometheus spells it: the unit's name and, for what only grows, {@code _total} at the end. */
    private static String prometheus(String name, String kind, String unit) {
        String spelt = name.replace('.', '_');
        String suffix = unit.equals("s") ? "_seconds" : unit.equals("By") ? "_bytes" : "";
        return (spelt.endsWith(suffix) ? spelt : spelt + suffix) + (kind.equals("counter") ? "_total" : "");
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
