package dev.sluice.examples;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.host;
import static dev.sluice.Sluice.path;
import static dev.sluice.Sluice.rate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gateway of the pages about other gateways, in Java and as a file. */
class ComingFromTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern LAST_FILE = Pattern.compile("```yaml\\n(pools:.*?)```", Pattern.DOTALL);
    private static final Pattern JAVA = Pattern.compile("(?m)^gateway\\(g -> \\{.*?^}\\)", Pattern.DOTALL);

    @TempDir
    Path directory;

    /** As on the pages: a test holds the text to this one. */
    private static Gateway ours() {
        return gateway(g -> {
            g.pool(
                    "api",
                    p -> p.member("http://a:8080", 3)
                            .member("http://b:8080")
                            .retry(
                                    "(ResponseCode() == 502 || ResponseCode() == 504) && RequestMethod() == `GET` && Attempts() < 4"));
            g.route(
                    "api",
                    path("/api/**"),
                    r -> r.rateLimit(rate(100).perSecond().burst(200))
                            .headers(h -> h.request(f -> f.set("X-Gw", "1")))
                            .forwardTo("api"));
            g.route(
                    "img",
                    host("img.example.com"),
                    r -> r.rewrite(w -> w.stripPrefix("/img"))
                            .headers(h -> h.response(f -> f.remove("Server")))
                            .forward("http://c:8080"));
        });
    }

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            return files.filter(page -> page.getFileName().toString().matches("coming-from-(?!oxy).*\\.md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theFileOfAPageIsTheSameGatewayAsItsProgram(Path page) throws IOException {
        String text = Files.readString(page);
        Matcher file = LAST_FILE.matcher(text);
        Matcher program = JAVA.matcher(text);
        assertThat(file.find()).isTrue();
        assertThat(program.find()).isTrue();

        Path written = Files.writeString(directory.resolve("gateway.yaml"), file.group(1));

        assertThat(gateway(written).model()).isEqualTo(ours().model());
        assertThat(squeezed(Files.readString(Path.of("src/test/java/dev/sluice/examples/ComingFromTest.java"))))
                .contains(squeezed(program.group()));
    }

    @Test
    void thereAreFive() throws IOException {
        assertThat(pages()).hasSize(5);
    }

    private static String squeezed(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining()).replace(" ", "");
    }
}
