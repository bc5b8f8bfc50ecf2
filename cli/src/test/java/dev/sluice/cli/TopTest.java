package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.cli.remote.FakeAdmin;
import dev.sluice.cli.remote.Fixtures;
import dev.sluice.testkit.Await;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir
    Path directory;

    private FakeAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = FakeAdmin.start(directory);
        serve(admin);
    }

    private static void serve(FakeAdmin admin) {
        for (String sort : List.of("rate", "errors")) {
            admin.told("GET /api/overview?sort=" + sort + "&limit=1000", Fixtures.OVERVIEW);
        }
        admin.told("GET /api/pools", "{\"items\":[" + Fixtures.POOL + "]}");
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private List<String> top(String... words) {
        List<String> all = admin.command(words);
        all.addFirst("top");
        return all;
    }

    @Test
    void printsOneLookAsPlainLines() {
        Ran ran = Ran.of(top("--once"));
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.errors()).isEmpty();
        assertThat(ran.out())
                .hasSize(13)
                .startsWith("sluice 0.1.0  version 7  up 1h 2m  web http://127.0.0.1:8080 (12)")
                .anyMatch(line -> line.startsWith("orders "))
                .anyMatch(line -> line.startsWith("  http://b:8080 "))
                .noneMatch(line -> line.contains("\033"));
    }

    @Test
    void aGatewayThatIsNotThereAndAnIntervalThatIsNoneEndIt() {
        admin.told("GET /api/overview?sort=rate&limit=1000", 503, Fixtures.problem(503, "not yet"));
        Ran refused = Ran.of(top("--once"));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).containsExactly("sluice: refused with 503: not yet");
        assertThat(Ran.of(top("--interval", "10ms")).exitCode()).isEqualTo(2);
        assertThat(Ran.of(top("now")).exitCode()).isEqualTo(2);
    }

    @Test
    void withoutATerminalItPrintsABlockAnIntervalAndTriesAgainWhenTheGatewayIsGone() throws Exception {
        int port = admin.port();
        try (Sluice top = Sluice.start(directory, top("--interval", "100ms").toArray(String[]::new))) {
            top.line("sluice 0.1.0");
            top.line("sluice 0.1.0");
            admin.close();
            Await.until(() -> !top.errors().isEmpty());
            assertThat(top.errors()).first().asString().endsWith("; trying again");
            admin = FakeAdmin.start(directory, port);
            serve(admin);
            admin.next();
            top.line("sluice 0.1.0");
            top.line("sluice 0.1.0");
        }
    }

    /** In a terminal of {@code script}'s, of 30 lines and 100 columns. */
    private Process terminal(String before) throws IOException {
        assumeTrue(Files.isExecutable(SCRIPT));
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        String command = before + " exec '" + java + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \"$TOP_PATH\" "
                + Main.class.getName() + " "
                + top("--interval", "100ms").stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" "));
        ProcessBuilder script =
                new ProcessBuilder(SCRIPT.toString(), "-qec", "stty rows 30 cols 100; " + command, "/dev/null");
        script.environment().put("TOP_PATH", System.getProperty("java.class.path"));
        script.environment().put("TERM", "xterm");
        return script.redirectErrorStream(true).start();
    }

    private static void await(BufferedReader out, StringBuilder seen, String text) throws IOException {
        while (seen.indexOf(text) < 0) {
            int next = out.read();
            if (next < 0) {
                throw new AssertionError("ended without '" + text + "': " + seen);
            }
            seen.append((char) next);
        }
        seen.setLength(0);
    }

    @Test
    void showsTheGatewayOnATerminalListensToKeysAndLeavesTheTerminalAsItWas() throws Exception {
        Process process = terminal("");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                Writer keys = process.outputWriter(StandardCharsets.UTF_8)) {
            StringBuilder seen = new StringBuilder();
            await(out, seen, "\033[?1049h");
            await(out, seen, "\033[30;1H");
            await(out, seen, "by rate");
            keys.write("s");
            keys.flush();
            await(out, seen, "by errors");
            keys.write("/hel");
            keys.flush();
            await(out, seen, "filter: hel_");
            keys.write("\rq");
            keys.flush();
            await(out, seen, "\033[?25h\033[?1049l");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSignalLeavesTheTerminalAsItWasToo() throws Exception {
        Process process = terminal("echo $$; NO_COLOR=1");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            long pid = Long.parseLong(out.readLine().strip());
            StringBuilder seen = new StringBuilder();
            await(out, seen, "\033[?1049h");
            await(out, seen, "by rate");
            ProcessHandle.of(pid).orElseThrow().destroy();
            await(out, seen, "\033[?25h\033[?1049l");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
