package dev.sluice.middlewares;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.OptionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the tables of options in {@code docs/middlewares} to the types. A table follows the comment
 * {@code <!-- options: NAME -->}; its first two columns are the option and its default.
 */
class StepTypePagesTest {
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| ([^|]*?) \\| [^|]+ \\|$", Pattern.MULTILINE);

    /** Types whose table does not follow the form yet: the comment, then names and defaults as {@link #byDefault}. */
    private static final Set<String> MISSING = Set.of(
            "buffer",
            "circuitBreaker",
            "memberBreaker",
            "rebalance",
            "redirect",
            "retry",
            "rewrite",
            "roundRobin",
            "trace");

    static List<StepTypeSample<?>> samples() {
        return StepTypeSamples.all().stream()
                .filter(sample -> !MISSING.contains(sample.type().name()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void aPageListsExactlyTheOptionsOfTheTypeAndTheirDefaults(StepTypeSample<O> sample) throws IOException {
        List<String> rows = new ArrayList<>();
        Matcher row = ROW.matcher(table(sample.type().name()));
        while (row.find()) {
            rows.add(row.group(1) + " = " + row.group(2).replace("`", ""));
        }
        assertThat(rows)
                .isEqualTo(sample.type().options().stream()
                        .map(option -> option.name() + " = " + byDefault(option))
                        .toList());
    }

    private static String table(String type) throws IOException {
        String mark = "<!-- options: " + type + " -->\n";
        List<String> tables = new ArrayList<>();
        try (Stream<Path> pages = Files.list(Path.of("../docs/middlewares"))) {
            for (Path page : pages.toList()) {
                String text = Files.readString(page);
                int start = text.indexOf(mark);
                if (start >= 0) {
                    tables.add(text.substring(start + mark.length()).split("\n\n", 2)[0] + "\n");
                }
            }
        }
        assertThat(tables).as("pages with the comment %s", mark.strip()).hasSize(1);
        return tables.getFirst();
    }

    private static <T> String byDefault(OptionSpec<?, T> option) {
        return option.byDefault().map(value -> text(option.type().write(value))).orElse("—");
    }

    /** As a person would write it in a table. */
    private static String text(Object data) {
        return switch (data) {
            case Collection<?> none when none.isEmpty() -> "none";
            case Map<?, ?> none when none.isEmpty() -> "none";
            case Collection<?> several -> several.stream().map(Object::toString).collect(Collectors.joining(", "));
            default -> data.toString();
        };
    }
}
