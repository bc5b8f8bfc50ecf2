package dev.sluice.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.endtoend.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Prometheus that scrapes one gateway each second, as the job "sluice", and judges the rules of the documentation as often. */
final class Prometheus implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("msg=\"Listening on\" address=(127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI address;

    private Prometheus(Process process) throws IOException {
        this.process = process;
        this.address = listening(process);
    }

    /**
     * @param directory a place for its files
     * @param target host and port of who serves {@code /observe/metrics}
     */
    static Prometheus scraping(Tool tool, Path directory, String target) throws IOException {
        Files.writeString(directory.resolve("alerts.yml"), rules());
        Path config = Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: [alerts.yml]
                scrape_configs:
                  - job_name: sluice
                    metrics_path: /observe/metrics
                    static_configs: [{targets: ["%s"]}]
                """.formatted(target));
        return new Prometheus(tool.start(
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:0"));
    }

    /** The rules as they are, but a test does not wait for minutes. */
    private static String rules() throws IOException {
        return Files.readString(MetricsTable.DOCS.resolve("alerts.yml"))
                .replaceAll("(?m)^( *)for: .*$", "$1for: 1s")
                .replaceAll("(?m)^( *)interval: .*$", "$1interval: 1s");
    }

    /** Waits until it answers, and tells where. */
    private static URI listening(Process process) throws IOException {
        StringBuilder seen = new StringBuilder();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            if (line.contains("Server is ready to receive web requests")) {
                Thread.ofVirtual().start(() -> drain(output));
                Matcher address = LISTENING.matcher(seen);
                assertThat(address.find()).as(seen.toString()).isTrue();
                return URI.create("http://" + address.group(1));
            }
        }
        throw new AssertionError("Prometheus did not start: " + seen);
    }

    /** A full pipe would stop it. */
    private static void drain(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // goes nowhere
            }
        } catch (IOException ended) {
            // so has the process
        }
    }

    /** What a query gives now. */
    List<JsonNode> query(String expression) {
        return list(data("/api/v1/query?query=" + encoded(expression)).get("result"));
    }

    /** Which values a label of some series has. */
    List<String> values(String series, String label) {
        return list(data("/api/v1/label/" + label + "/values?match%5B%5D=" + encoded(series))).stream()
                .map(JsonNode::asText)
                .toList();
    }

    /** The alerts that fire now, by their labels. */
    List<JsonNode> firing() {
        return list(data("/api/v1/alerts").get("alerts")).stream()
                .filter(alert -> alert.get("state").asText().equals("firing"))
                .map(alert -> alert.get("labels"))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private JsonNode data(String path) {
        try {
            String answer = client.send(
                            HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString())
                    .body();
            JsonNode root = json.readTree(answer);
            if (!root.path("status").asText().equals("success")) {
                throw new AssertionError(path + ": " + answer);
            }
            return root.get("data");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
            throw new AssertionError("the time of the test is over", over);
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException over) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
