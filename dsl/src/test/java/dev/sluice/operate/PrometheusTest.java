package dev.sluice.operate;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.RunningGateway;
import dev.sluice.endtoend.Eventually;
import dev.sluice.endtoend.Tool;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus judges the rules, and answers what the dashboard asks. */
@Timeout(60)
class PrometheusTest {
    @TempDir
    Path directory;

    @Test
    void everyPanelAndVariableOfTheDashboardHasSomethingToShow() throws Exception {
        Tool tool = Tool.named("prometheus");
        Dashboard dashboard = Dashboard.read();
        try (MetricsServer gateway = MetricsServer.serving(new SampleMetrics(MetricsTable.read()));
                Prometheus prometheus = Prometheus.scraping(tool, directory, gateway.address())) {
            Eventually.holds(
                    "two scrapes",
                    () -> !prometheus
                            .query("rate(sluice_applies_total[10s]) > 0")
                            .isEmpty());

            assertThat(dashboard.queries())
                    .hasSizeGreaterThan(50)
                    .allSatisfy(query -> assertThat(prometheus.query(query.ofAll()))
                            .as("%s: %s", query.panel(), query.expression())
                            .isNotEmpty());
            assertThat(dashboard.variables())
                    .hasSize(4)
                    .allSatisfy(variable -> assertThat(prometheus.values(variable.ofAll(), variable.label()))
                            .as(variable.name())
                            .isNotEmpty());
        }
    }

    @Test
    void theRulesOfTheDocumentationAreLoadedAndFire() throws Exception {
        Tool tool = Tool.named("prometheus");
        try (MetricsServer gateway = MetricsServer.serving(new SampleMetrics(MetricsTable.read()));
                Prometheus prometheus = Prometheus.scraping(tool, directory, gateway.address())) {
            Eventually.holds(
                    "half of the requests fail, and it is told",
                    () -> firing(prometheus)
                            .containsAll(List.of("HighErrorRatio", "RouteFails", "BreakerTripped", "QueueFilling")));

            assertThat(firing(prometheus)).doesNotContain("GatewayDown", "GatewayAbsent", "PoolWithoutMembers");
            gateway.stop();
            Eventually.holds(
                    "a gateway is gone, and it is told",
                    () -> firing(prometheus).contains("GatewayDown"));
        }
    }

    @Test
    void everyQueryOfThePagesIsUnderstood() throws Exception {
        Tool tool = Tool.named("prometheus");
        try (MetricsServer gateway = MetricsServer.serving(new SampleMetrics(MetricsTable.read()));
                Prometheus prometheus = Prometheus.scraping(tool, directory, gateway.address())) {
            for (String page : List.of("something-is-wrong.md", "slo.md")) {
                List<String> queries = queries(Files.readString(MetricsTable.DOCS.resolve(page)));
                assertThat(queries)
                        .hasSizeGreaterThan(4)
                        .allSatisfy(query -> assertThat(prometheus.query(query)).isNotNull());
            }
        }
    }

    /** A line that is not indented begins another query. */
    private static List<String> queries(String page) {
        return Pattern.compile("```promql\n(.*?)\n```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map((MatchResult block) -> block.group(1))
                .flatMap(block -> Stream.of(block.split("\n(?! )")))
                .toList();
    }

    @Test
    void aDeadPoolOfARealGatewayFiresItsAlertUntilItLivesAgain() throws Exception {
        Tool tool = Tool.named("prometheus");
        AtomicBoolean ill = new AtomicBoolean(true);
        try (FakeUpstream upstream = FakeUpstream.scripted(connection -> answer(connection, ill));
                RunningGateway running = listening(upstream);
                Prometheus prometheus = Prometheus.scraping(tool, directory, admin(running))) {
            Eventually.holds("the dead pool is told", () -> {
                request(running);
                return firing(prometheus).containsAll(List.of("PoolWithoutMembers", "MembersEjected", "RouteFails"));
            });
            assertThat(prometheus.firing())
                    .filteredOn(labels -> labels.get("alertname").asText().equals("PoolWithoutMembers"))
                    .extracting(labels -> labels.get("pool").asText())
                    .containsExactly("api");

            ill.set(false);
            Eventually.holds(
                    "it lives, and is told no more", () -> !firing(prometheus).contains("PoolWithoutMembers"));
        }
    }

    @Test
    void whatARealGatewayShowsIsWhatTheTablesHave() throws Exception {
        Tool tool = Tool.named("prometheus");
        Map<String, Set<String>> known = MetricsTable.read().series();
        try (FakeUpstream upstream = FakeUpstream.scripted(connection -> answer(connection, new AtomicBoolean()));
                RunningGateway running = listening(upstream)) {
            request(running);
            try (Prometheus prometheus = Prometheus.scraping(tool, directory, admin(running))) {
                Eventually.holds(
                        "a scrape", () -> !prometheus.query("sluice_build").isEmpty());

                assertThat(prometheus.query("{job=\"sluice\", __name__=~\"(http|sluice)_.+\"}"))
                        .hasSizeGreaterThan(50)
                        .allSatisfy(series -> assertThat(
                                        known.get(series.at("/metric/__name__").asText()))
                                .as(series.toString())
                                .containsAll(labels(series.get("metric"))));
                assertThat(MetricsTable.read().rows())
                        .filteredOn(row -> row.name().matches("(jvm|memory|gc|cpu|thread|classloader)_.*"))
                        .hasSizeGreaterThan(10)
                        .allSatisfy(row -> assertThat(prometheus.query(row.name()))
                                .as(row.name())
                                .isNotEmpty());
            }
        }
    }

    /** All but those that a scrape adds, Helidon's scope among them. */
    private static List<String> labels(JsonNode metric) {
        List<String> labels = new ArrayList<>();
        metric.fieldNames().forEachRemaining(labels::add);
        labels.removeAll(List.of("__name__", "scope"));
        return labels;
    }

    private static String admin(RunningGateway running) {
        return running.adminUri().orElseThrow().getAuthority();
    }

    private RunningGateway listening(FakeUpstream upstream) {
        return gateway(g -> {
                    g.admin(a -> a.port(0).tokenFile(directory.resolve("token")));
                    g.pool(
                            "api",
                            p -> p.member(upstream.url())
                                    .health(check ->
                                            check.path("/healthz").startsOut().interval(Duration.ofMillis(100))));
                    g.route("all", any(), r -> r.forwardTo("api"));
                })
                .listen("127.0.0.1", 0);
    }

    private static void answer(FakeUpstream.Connection connection, AtomicBoolean ill) throws IOException {
        while (!connection.readHead().isEmpty()) {
            connection.write("HTTP/1.1 " + (ill.get() ? "503 No" : "200 OK") + "\r\nContent-Length: 0\r\n\r\n");
        }
    }

    private static void request(RunningGateway running) {
        try (RawClient client = RawClient.connect(running.port())) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").answer();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<String> firing(Prometheus prometheus) {
        return prometheus.firing().stream()
                .map(labels -> labels.get("alertname").asText())
                .toList();
    }
}
