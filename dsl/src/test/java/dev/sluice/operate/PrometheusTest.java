package dev.sluice.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.endtoend.Eventually;
import dev.sluice.endtoend.Tool;
import java.nio.file.Path;
import java.util.List;
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
        try (Exposition gateway = Exposition.of(MetricsTable.read());
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
        try (Exposition gateway = Exposition.of(MetricsTable.read());
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

    private static List<String> firing(Prometheus prometheus) {
        return prometheus.firing().stream()
                .map(labels -> labels.get("alertname").asText())
                .toList();
    }
}
