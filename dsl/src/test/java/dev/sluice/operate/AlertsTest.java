package dev.sluice.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.endtoend.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules for Prometheus: by its own tool, and against the pages that they lead to. */
class AlertsTest {
    private static final Path RULES = MetricsTable.DOCS.resolve("alerts.yml");
    private static final Path TESTS = MetricsTable.DOCS.resolve("alerts_test.yml");

    @Test
    void promtoolFindsNoMistake() throws Exception {
        Tool promtool = Tool.named("promtool");

        assertThat(promtool.run("check", "rules", RULES.toString())).contains("SUCCESS");
    }

    @Test
    void theyFireWhenTheyShall() throws Exception {
        Tool promtool = Tool.named("promtool");

        assertThat(promtool.run("test", "rules", TESTS.toString())).contains("SUCCESS");
    }

    @Test
    void eachIsSeenToFireInATest() throws IOException {
        Set<String> fired = new TreeSet<>();
        Pattern.compile("ALERTS\\{alertname=\"(\\w+)\", alertstate=\"firing\", ")
                .matcher(Files.readString(TESTS))
                .results()
                .forEach((MatchResult one) -> fired.add(one.group(1)));

        assertThat(fired)
                .isEqualTo(new TreeSet<>(
                        Rule.alerts(RULES).stream().map(Rule::name).toList()));
    }

    @Test
    void eachSaysWhatItIsHowBadAndWhatToDo() throws IOException {
        Set<String> anchors = anchors(Files.readString(MetricsTable.DOCS.resolve("something-is-wrong.md")));

        assertThat(Rule.alerts(RULES)).hasSizeGreaterThan(20).allSatisfy(rule -> {
            assertThat(rule.labels().get("severity")).isIn("page", "ticket");
            assertThat(rule.annotations()).containsOnlyKeys("summary", "description", "runbook_url");
            assertThat(rule.annotations().get("runbook_url"))
                    .isEqualTo(
                            "docs/observe/something-is-wrong.md#" + rule.name().toLowerCase(Locale.ROOT));
            assertThat(anchors).contains(rule.name().toLowerCase(Locale.ROOT));
        });
    }

    private static Set<String> anchors(String page) {
        Set<String> anchors = new TreeSet<>();
        Pattern.compile("^#+ (\\w+)$", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .forEach((MatchResult head) -> anchors.add(head.group(1).toLowerCase(Locale.ROOT)));
        return anchors;
    }

    @Test
    void everyMetricAndLabelIsMeasured() throws IOException {
        Map<String, Set<String>> known = new LinkedHashMap<>(MetricsTable.read().series());
        List<Rule> rules = Rule.all(RULES);
        rules.stream().filter(rule -> !rule.isAlert()).forEach(rule -> known.put(rule.name(), Set.of("job")));

        assertThat(rules)
                .allSatisfy(rule -> assertThat(PromQl.of(rule.expression()).unknown(known))
                        .as(rule.name())
                        .isEmpty());
    }

    @Test
    void theirTextsNameLabelsThatTheyHave() throws IOException {
        Pattern label = Pattern.compile("\\$labels\\.(\\w+)");

        assertThat(Rule.alerts(RULES)).allSatisfy(rule -> {
            PromQl expression = PromQl.of(rule.expression());
            Set<String> has = new TreeSet<>(expression.grouping());
            Map<String, Set<String>> known = MetricsTable.read().series();
            if (has.isEmpty()) {
                expression.metrics().keySet().forEach(metric -> has.addAll(known.getOrDefault(metric, Set.of("job"))));
            }
            rule.annotations()
                    .values()
                    .forEach(text -> assertThat(has)
                            .as(rule.name())
                            .containsAll(label.matcher(text)
                                    .results()
                                    .map((MatchResult one) -> one.group(1))
                                    .toList()));
        });
    }
}
