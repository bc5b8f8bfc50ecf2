package dev.sluice.observe.meters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final String MARK = "<!-- metrics -->\n";

    @Test
    void thePageHasEveryMetricAsItIs() throws IOException {
        String page = Files.readString(Path.of("../docs/observe/metrics.md"));
        String table = page.substring(page.indexOf(MARK) + MARK.length()).split("\n\n", 2)[0];
        List<String> rows = table.lines().skip(2).toList();
        assertThat(rows).isEqualTo(Catalog.all().stream().map(CatalogTest::row).toList());
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `" + metric.name() + "` | " + metric.kind().name().toLowerCase(Locale.ROOT) + " | " + metric.unit()
                + " | " + labels + (labels.isEmpty() ? "|" : " |");
    }

    @Test
    void eachNameIsThereOnceAndHasAHelpOfOneSentence() {
        assertThat(Catalog.all()).extracting(Metric::name).doesNotHaveDuplicates();
        assertThat(Catalog.all()).allSatisfy(metric -> assertThat(metric.help()).matches("[A-Z0-9][^.]*\\."));
    }
}
