package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;

/** Pastes examples/src/main/jshell into jshell, a line at a time, as a person does. */
class JshellTest {
    @Test
    void liveGateway() throws Exception {
        String program = Files.readString(Path.of("src/main/jshell/live-gateway.jsh"));
        List<String> values = new ArrayList<>();
        try (FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                JShell shell = JShell.builder()
                        .remoteVMOptions("-Dupstream=" + upstream.url())
                        .build()) {
            for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
                shell.addToClasspath(path);
            }
            String typed = "";
            for (String line : program.lines().toList()) {
                typed += line + "\n";
                if (shell.sourceCodeAnalysis()
                        .analyzeCompletion(typed)
                        .completeness()
                        .isComplete()) {
                    shell.eval(typed).forEach(event -> values.add(value(shell, event)));
                    typed = "";
                }
            }
            assertThat(typed).isBlank();
        }

        assertThat(values)
                .anySatisfy(value -> assertThat(value).contains("listening on http://127.0.0.1:", "rateLimit"))
                .anySatisfy(value ->
                        assertThat(value).startsWith("plan for version 1\n").contains("+ otherwise"))
                .anySatisfy(value -> assertThat(value).startsWith("version 2 since "))
                .anySatisfy(value -> assertThat(value).isEqualTo("200"))
                .anySatisfy(value -> assertThat(value).startsWith("version 3 since "));
    }

    private static String value(JShell shell, SnippetEvent event) {
        assertThat(event.exception()).as(event.snippet().source()).isNull();
        assertThat(event.status())
                .as(() -> event.snippet().source()
                        + shell.diagnostics(event.snippet()).toList())
                .isEqualTo(Snippet.Status.VALID);
        return String.valueOf(event.value());
    }
}
