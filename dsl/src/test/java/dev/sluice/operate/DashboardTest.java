package dev.sluice.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The dashboard for Grafana: whole, and about what is measured. */
class DashboardTest {
    private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

    private Dashboard dashboard;

    @BeforeEach
    void read() throws IOException {
        dashboard = Dashboard.read();
    }

    @Test
    void panelsHaveIdsAndTitlesOfTheirOwnAndSayWhatTheyShow() {
        assertThat(dashboard.panels()).hasSizeGreaterThan(40);
        assertThat(dashboard.panels())
                .extracting(panel -> panel.get("id").asInt())
                .doesNotHaveDuplicates()
                .doesNotContain(0);
        assertThat(dashboard.panels())
                .extracting(panel -> panel.get("title").asText())
                .doesNotHaveDuplicates();
        assertThat(dashboard.views()).allSatisfy(panel -> {
            assertThat(panel.path("description").asText()).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("targets")).isNotEmpty();
            assertThat(panel.path("targets").findValuesAsText("refId")).doesNotHaveDuplicates();
        });
    }

    @Test
    void noPanelLiesOnAnother() {
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : dashboard.panels()) {
            JsonNode place = panel.get("gridPos");
            int left = place.get("x").asInt();
            int top = place.get("y").asInt();
            assertThat(left + place.get("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = left; x < left + place.get("w").asInt(); x++) {
                for (int y = top; y < top + place.get("h").asInt(); y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as("place of %s", panel.get("title"))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void everyMetricAndLabelOfAQueryIsMeasured() throws IOException {
        Map<String, Set<String>> known = MetricsTable.read().series();

        assertThat(dashboard.queries())
                .allSatisfy(query -> assertThat(PromQl.of(query.expression()).unknown(known))
                        .as(query.panel())
                        .isEmpty());
        assertThat(dashboard.variables()).allSatisfy(variable -> {
            assertThat(PromQl.of(variable.series()).unknown(known)).isEmpty();
            assertThat(PromQl.of(variable.series()).metrics().keySet())
                    .allSatisfy(metric -> assertThat(known.get(metric)).contains(variable.label()));
        });
        for (JsonNode annotation : dashboard.json().at("/annotations/list")) {
            assertThat(PromQl.of(annotation.get("expr").asText()).unknown(known))
                    .isEmpty();
        }
    }

    @Test
    void legendsNameWhatQueriesAreGroupedBy() {
        assertThat(dashboard.queries())
                .filteredOn(query -> !query.legend().equals("{{le}}"))
                .allSatisfy(query -> assertThat(PromQl.of(query.expression()).grouping())
                        .as(query.panel())
                        .containsAll(LEGEND.matcher(query.legend())
                                .results()
                                .map((MatchResult label) -> label.group(1))
                                .toList()));
    }

    @Test
    void everyVariableIsUsedAndEveryUsedOneIsThere() {
        Set<String> used = new HashSet<>(Set.of("datasource"));
        dashboard
                .queries()
                .forEach(query -> VARIABLE.matcher(query.expression())
                        .results()
                        .map((MatchResult name) -> name.group(1))
                        .forEach(used::add));
        used.remove("__rate_interval");

        assertThat(dashboard.json().at("/templating/list").findValuesAsText("name"))
                .containsExactlyInAnyOrderElementsOf(used);
    }
}
