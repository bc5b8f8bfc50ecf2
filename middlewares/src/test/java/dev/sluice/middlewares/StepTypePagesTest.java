package dev.sluice.middlewares;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.middlewares.canary.CanaryOptionsType;
import dev.sluice.middlewares.canary.SplitType;
import dev.sluice.middlewares.files.FilesType;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptionsType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.PartType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the tables of options in {@code docs/middlewares} to the types. A table follows the comment
 * {@code <!-- options: NAME -->}; its first two columns are the option and its default. That of an option with options
 * of its own names them: {@code percent 20, floor 3}.
 */
class StepTypePagesTest {
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| ([^|]*?) \\| [^|]+ \\|$", Pattern.MULTILINE);

    private static final Pattern DURATION = Pattern.compile("PT[\\w.]+");
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    static Stream<PartType<?>> types() {
        return Stream.concat(
                StepTypeSamples.all().stream().map(StepTypeSample::type),
                Stream.of(StickyOptionsType.TYPE, FilesType.TYPE, SplitType.TYPE, CanaryOptionsType.TYPE));
    }

    @ParameterizedTest
    @MethodSource("types")
    <O> void aPageListsExactlyTheOptionsOfTheTypeAndTheirDefaults(PartType<O> type) throws IOException {
        List<String> rows = new ArrayList<>();
        Matcher row = ROW.matcher(table(type.name()));
        while (row.find()) {
            rows.add(row.group(1) + " = " + row.group(2).replace("`", ""));
        }
        assertThat(rows)
                .isEqualTo(type.options().stream()
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
        return option.byDefault()
                .map(value -> text(value, option.type().write(value)))
                .orElse("—");
    }

    /** As a person would write it in a table. A directory that depends on the machine goes by its system property. */
    private static String text(Object value, Object data) {
        return switch (value) {
            case Optional<?> maybe when maybe.isPresent() -> text(maybe.get(), data);
            case Path path when path.equals(TEMPORARY) -> "java.io.tmpdir";
            case Record options
            when data instanceof Map<?, ?> given && areOptions(given, options) -> components(options);
            default -> text(data);
        };
    }

    /** Whether what is written are the options of a record that are not as by default, and not the kind of a value. */
    private static boolean areOptions(Map<?, ?> given, Record options) {
        return Arrays.stream(options.getClass().getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet())
                .containsAll(given.keySet());
    }

    private static String text(Object data) {
        return switch (data) {
            case Collection<?> none when none.isEmpty() -> "none";
            case Map<?, ?> none when none.isEmpty() -> "none";
            case Map<?, ?> kind
            when kind.size() == 1 && kind.containsValue(Map.of()) ->
                kind.keySet().iterator().next().toString();
            case Collection<?> several -> several.stream().map(Object::toString).collect(Collectors.joining(", "));
            default -> data.toString();
        };
    }

    /** {@code Name[a=1, b=PT1S]} as {@code a 1, b 1s}. */
    private static String components(Record options) {
        String text = options.toString();
        String components =
                text.substring(text.indexOf('[') + 1, text.length() - 1).replace('=', ' ');
        return DURATION.matcher(components)
                .replaceAll(time -> OptionTypes.duration()
                        .write(Duration.parse(time.group()))
                        .toString());
    }
}
