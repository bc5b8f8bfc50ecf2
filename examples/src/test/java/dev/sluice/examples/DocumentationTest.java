package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles every Java block of README.md, CONTRIBUTING.md and docs/, with exactly the imports that it shows. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    Path output;

    @Test
    void everySnippetCompilesWithTheImportsThatItShows() throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        for (Path page : pages()) {
            snippets.addAll(Snippet.of(page, Files.readString(page)));
        }
        assertThat(snippets).hasSizeGreaterThan(30);
        assertThat(errors(snippets)).isEmpty();
    }

    @Test
    void noBlockOfJavaIsOverlooked() throws IOException {
        for (Path page : pages()) {
            String text = Files.readString(page);
            assertThat(Snippet.of(page, text)).as("blocks of %s", page).hasSize(text.split("```java", -1).length - 1);
        }
    }

    @Test
    void tellsWhatASnippetLacks() {
        Path page = Path.of("page.md");

        assertThat(errors(Snippet.of(page, "```java\nproxy().forward(\"http://a\");\n```\n")))
                .singleElement()
                .asString()
                .contains("page.md:1", "proxy()");
        assertThat(errors(Snippet.of(page, "<!-- given: String url -->\n```java\nurl.trim();\n```\n")))
                .isEmpty();
        assertThat(errors(Snippet.of(page, "<!-- not compiled: Helidon's own -->\n```java\nany()\n```\n")))
                .isEmpty();
    }

    @Test
    void theReadmeIsShortAndItsFirstProgramComesSoon() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));

        assertThat(lines).hasSizeLessThanOrEqualTo(150);
        assertThat(lines.subList(0, 30)).contains("    .listen(8080);");
    }

    @Test
    void theReasonsOfThePageAboutA502AreThoseOfThePageOfErrors() throws IOException {
        String errors = Files.readString(ROOT.resolve("docs/errors.md"));
        List<String> reasons = Pattern.compile("^\\| `([a-z-]+[a-z])` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(ROOT.resolve("docs/troubleshooting.md")))
                .results()
                .map(reason -> reason.group(1))
                .filter(word -> !word.equals("reason")) // the heads of the tables
                .toList();

        assertThat(reasons).hasSizeGreaterThan(8).allMatch(reason -> errors.contains("| `" + reason + "` |"));
    }

    @Test
    void linksBetweenPagesLeadSomewhere() throws IOException {
        Pattern link = Pattern.compile("]\\((?!https?:)([^)#]+)");
        for (Path page : pages()) {
            Matcher links = link.matcher(Files.readString(page));
            while (links.find()) {
                assertThat(page.resolveSibling(links.group(1)))
                        .as("a link of %s", page)
                        .exists();
            }
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> errors(List<Snippet> snippets) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-d", output.toString(), "-classpath", System.getProperty("java.class.path"));
        List<Snippet> ours = snippets.stream().filter(Snippet::compiled).toList();
        if (!ours.isEmpty()) {
            compiler.getTask(null, null, found, options, null, ours).call();
        }
        return found.getDiagnostics().stream()
                .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .map(one -> one.getSource().getName() + ": " + one.getMessage(null))
                .toList();
    }
}
