package dev.sluice.operate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Serves every metric of the tables, with samples of its labels, under {@code /observe/metrics}. Counters grow. */
final class Exposition implements AutoCloseable {
    private static final Map<String, List<String>> SAMPLES = Map.of(
            "status", List.of("2xx", "5xx"),
            "state", List.of("up", "ejected", "open"),
            "result", List.of("applied", "refused", "done", "failed"));

    private final List<MetricsTable.Row> rows;
    private final AtomicInteger scrapes = new AtomicInteger();
    private final HttpServer server;

    private Exposition(List<MetricsTable.Row> rows) throws IOException {
        this.rows = rows;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    static Exposition of(MetricsTable table) throws IOException {
        Exposition exposition = new Exposition(table.rows());
        exposition.server.createContext("/observe/metrics", exposition::answer);
        exposition.server.start();
        return exposition;
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] text = text(scrapes.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, text.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(text);
        }
    }

    private String text(int scrape) {
        StringBuilder text = new StringBuilder();
        for (MetricsTable.Row row : rows) {
            text.append("# TYPE %s %s%n".formatted(row.name(), row.kind()));
            for (String labels : labels(row.labels())) {
                switch (row.kind()) {
                    case "histogram" -> histogram(text, row.name(), labels, scrape);
                    case "counter" -> sample(text, row.name(), labels, 10 * scrape);
                    default -> sample(text, row.name(), labels, 2);
                }
            }
        }
        return text.toString();
    }

    private static void histogram(StringBuilder text, String name, String labels, int scrape) {
        String before = labels.isEmpty() ? "" : labels + ",";
        sample(text, name + "_bucket", before + "le=\"0.5\"", 8 * scrape);
        sample(text, name + "_bucket", before + "le=\"+Inf\"", 10 * scrape);
        sample(text, name + "_sum", labels, 3 * scrape);
        sample(text, name + "_count", labels, 10 * scrape);
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
        return combined.stream().collect(Collectors.toUnmodifiableList());
    }

    /** As a process that has died. */
    void stop() {
        server.stop(0);
    }

    @Override
    public void close() {
        stop();
    }
}
