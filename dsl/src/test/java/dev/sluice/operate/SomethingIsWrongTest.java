package dev.sluice.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page that leads from a symptom to a remedy is complete, and names what there is. */
class SomethingIsWrongTest {
    private static final Pattern REASON = Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE);
    private static final Pattern METRIC = Pattern.compile("`((?:http|sluice|memory|gc|vthreads)_\\w+)[`{]");

    private String page = "";

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(MetricsTable.DOCS.resolve("something-is-wrong.md"));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult one) -> one.group(1))
                .toList();
    }

    @Test
    void everyReasonHasItsRow() throws IOException {
        String errors = Files.readString(Path.of("..", "docs", "errors.md"));

        assertThat(new TreeSet<>(all(REASON, page))).isEqualTo(new TreeSet<>(all(REASON, errors)));
    }

    @Test
    void everyAlertHasItsSection() throws IOException {
        List<String> alerts = Rule.alerts(MetricsTable.DOCS.resolve("alerts.yml")).stream()
                .map(Rule::name)
                .distinct()
                .toList();

        assertThat(all(Pattern.compile("^### (\\w+)$", Pattern.MULTILINE), page))
                .containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void linksWithinThePageLeadToASection() {
        Set<String> sections = new TreeSet<>();
        all(Pattern.compile("^#+ (.+)$", Pattern.MULTILINE), page)
                .forEach(head -> sections.add(head.toLowerCase(Locale.ROOT).replace(' ', '-')));

        assertThat(all(Pattern.compile("]\\(#([^)]+)\\)"), page))
                .hasSizeGreaterThan(20)
                .allMatch(sections::contains);
    }

    @Test
    void everyMetricAndEveryQueryIsAboutWhatIsMeasured() throws IOException {
        MetricsTable table = MetricsTable.read();
        Set<String> known = new TreeSet<>(table.series().keySet());
        table.rows().forEach(row -> known.add(row.name()));

        assertThat(all(METRIC, page)).hasSizeGreaterThan(40).allMatch(known::contains);
        for (String name : List.of("something-is-wrong.md", "slo.md")) {
            String text = Files.readString(MetricsTable.DOCS.resolve(name));
            for (String block : all(Pattern.compile("```promql\n(.*?)```", Pattern.DOTALL), text)) {
                assertThat(PromQl.of(block).unknown(table.series())).as(block).isEmpty();
            }
        }
    }
}
