package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ModelFiles;
import dev.sluice.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every YAML that the documentation shows can be read. */
class YamlPagesTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Map<String, String> VARIABLES =
            Map.of("ADA_PASSWORD", "secret", "PARTNER_KEY", "key", "SHOP_PASSWORD", "secret");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(DOCS)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> blocks(Path page) {
        try {
            Matcher blocks = BLOCK.matcher(Files.readString(page));
            return blocks.results().map(block -> block.group(1));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @TestFactory
    Stream<DynamicTest> canBeRead() throws IOException {
        return pages().stream()
                .flatMap(page -> blocks(page)
                        .map(yaml ->
                                DynamicTest.dynamicTest(DOCS.relativize(page).toString(), () -> {
                                    Model model = ModelFiles.with(VARIABLES, Map.of())
                                            .read(String.valueOf(page.getFileName()), yaml);
                                    assertThat(model.inconsistencies()).isEmpty();
                                })));
    }

    @Test
    void everyMiddlewareShowsItsYaml() throws IOException {
        assertThat(pages())
                .filteredOn(page -> page.getParent().endsWith("middlewares"))
                .allMatch(page -> blocks(page).findAny().isPresent(), "has YAML");
    }

    @Test
    void theExampleOfThePageIsTheJavaProgramBesideIt() throws IOException {
        String yaml = blocks(DOCS.resolve("yaml.md")).findFirst().orElseThrow();
        Model read = ModelFiles.with(Map.of(), Map.of()).read("yaml.md", yaml);
        assertThat(read.flows()).extracting(flow -> flow.name()).containsExactly("images", "orders", "rest", "old");
    }
}
