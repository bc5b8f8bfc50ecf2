package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the programs of README.md and docs/ that follow the comment {@code <!-- compile -->}. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern PROGRAM = Pattern.compile("<!-- compile -->\\n```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IMPORT = Pattern.compile("^import .*;\\n", Pattern.MULTILINE);
    private static final Pattern TYPE =
            Pattern.compile("^(public |final )*(class|record|interface) ", Pattern.MULTILINE);

    @TempDir
    Path output;

    @Test
    void programsCompile() throws IOException {
        List<Program> programs = new ArrayList<>();
        for (Path page : pages()) {
            Matcher blocks = PROGRAM.matcher(Files.readString(page));
            while (blocks.find()) {
                programs.add(Program.of(programs.size(), page, blocks.group(1)));
            }
        }
        assertThat(programs).hasSizeGreaterThan(5);
        assertThat(errors(programs)).isEmpty();
    }

    @Test
    void theReadmeIsShortAndItsFirstProgramComesSoon() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));

        assertThat(lines).hasSizeLessThanOrEqualTo(150);
        assertThat(lines.subList(0, 30)).contains("    .listen(8080);");
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

    private List<String> errors(List<Program> programs) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-d", output.toString(), "-classpath", System.getProperty("java.class.path"));
        compiler.getTask(null, null, found, options, null, programs).call();
        return found.getDiagnostics().stream()
                .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .map(one -> one.getSource().getName() + ": " + one.getMessage(null))
                .toList();
    }

    /** A program in a package of its own: as it is if it declares a type, else as the body of a method. */
    private static final class Program extends SimpleJavaFileObject {
        private final String source;

        private Program(String name, String source) {
            super(URI.create("string:///" + name), Kind.SOURCE);
            this.source = source;
        }

        static Program of(int number, Path page, String text) {
            String declared = "package program" + number + ";\n";
            if (TYPE.matcher(text).find()) {
                Matcher name = Pattern.compile("class (\\w+)").matcher(text);
                assertThat(name.find()).as("a class in %s", page).isTrue();
                return new Program(page.getFileName() + "/" + name.group(1) + ".java", declared + text);
            }
            String imports =
                    IMPORT.matcher(text).results().map(one -> one.group()).collect(Collectors.joining());
            String body = IMPORT.matcher(text).replaceAll("");
            return new Program(
                    page.getFileName() + "/Main.java",
                    declared + imports + "class Main { void run() throws Exception {\n" + body + "} }\n");
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
