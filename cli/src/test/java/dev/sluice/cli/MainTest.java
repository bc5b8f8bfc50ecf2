package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Await;
import dev.sluice.testkit.FakeUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    Path directory;

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }

    private static String url(String line) {
        return line.replaceFirst(".*(http://[0-9.]+:[0-9]+).*", "$1");
    }

    @Test
    void proxiesUntilItIsTerminatedAndThenExitsWith0() throws Exception {
        Path trace = directory.resolve("trace.jsonl");
        try (FakeUpstream one = FakeUpstream.answering(OK);
                FakeUpstream two = FakeUpstream.answering(OK);
                Sluice sluice = Sluice.start(
                        directory,
                        "proxy",
                        "--listen",
                        "127.0.0.1:0",
                        "--trace",
                        trace.toString(),
                        one.url(),
                        two.url())) {
            String ready = sluice.line("");
            assertThat(ready).matches("sluice: listening on http://127\\.0\\.0\\.1:[1-9][0-9]*, 2 upstreams");

            assertThat(get(url(ready)).body()).isEqualTo("ok");
            assertThat(get(url(ready)).body()).isEqualTo("ok");
            sluice.terminate();

            assertThat(sluice.exitCode()).isZero();
            assertThat(sluice.rest()).isEmpty();
            assertThat(sluice.errors()).isEmpty();
            assertThat(one.heads()).hasSize(1);
            assertThat(two.heads()).hasSize(1);
        }
        assertThat(Files.readAllLines(trace)).hasSize(2).allMatch(line -> line.contains("\"status\":200"));
    }

    @Test
    void believesTheProxiesInFrontThatItIsToldToTrust() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Sluice sluice = Sluice.start(
                        directory, "proxy", "--listen", "127.0.0.1:0", "--trusted", "127.0.0.0/8", upstream.url());
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url(sluice.line("listening"))))
                    .header("X-Forwarded-For", "6.6.6.6, 203.0.113.9")
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            assertThat(upstream.heads().getFirst()).contains("X-Real-Ip: 203.0.113.9\r\n");
        }
    }

    @Test
    void endsThoughNobodyReadsItsTrace() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Sluice sluice =
                        Sluice.start(directory, "proxy", "--listen", "127.0.0.1:0", "--trace", "-", upstream.url());
                HttpClient client = HttpClient.newHttpClient()) {
            String gateway = url(sluice.line("listening"));
            HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + "/" + "x".repeat(1_000)))
                    .build();
            for (int i = 0; i < 150; i++) { // more than a pipe holds
                assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(200);
            }
            sluice.terminate();

            assertThat(sluice.exitCode()).isZero();
            assertThat(sluice.rest()).as("the pipe was full").hasSizeLessThan(150);
        }
    }

    @Test
    void aHangupOpensTheTraceFileAnewSoThatTheOldOneIsLetGo() throws Exception {
        Path trace = directory.resolve("trace.jsonl");
        Path moved = directory.resolve("trace.jsonl.1");
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Sluice sluice = Sluice.start(
                        directory, "proxy", "--listen", "127.0.0.1:0", "--trace", trace.toString(), upstream.url())) {
            String gateway = url(sluice.line("listening"));
            get(gateway + "/before");
            Await.until(() -> Files.size(trace) > 0);
            Files.move(trace, moved);
            sluice.hangUp();
            Await.until(() -> Files.exists(trace));
            get(gateway + "/after");
            sluice.terminate();
            assertThat(sluice.exitCode()).isZero();
            assertThat(sluice.errors()).isEmpty();
        }
        assertThat(Files.readAllLines(moved)).singleElement().asString().contains("\"/before\"");
        assertThat(Files.readAllLines(trace)).singleElement().asString().contains("\"/after\"");
    }

    @Test
    void tellsAtStartThatATraceCannotBeWritten() throws Exception {
        try (Sluice sluice = Sluice.start(
                directory, "proxy", "--listen", "127.0.0.1:0", "--trace", directory.toString(), "http://127.0.0.1:1")) {
            assertThat(sluice.exitCode()).isEqualTo(2);
            assertThat(sluice.errors())
                    .singleElement()
                    .asString()
                    .contains("file '" + directory + "' cannot be opened: it is a directory");
        }
    }

    @Test
    void theDemoHidesItsFlakyUpstreamAndShowsTheTrace() throws Exception {
        try (Sluice sluice = Sluice.start(directory, "demo", "--listen", "127.0.0.1:0")) {
            String gateway = url(sluice.line("gateway"));
            for (int i = 0; i < 12; i++) {
                assertThat(get(gateway + "/").statusCode()).isEqualTo(200);
            }
            assertThat(sluice.line("\"attempts\":2")).contains("\"status\":200");
            sluice.terminate();

            assertThat(sluice.exitCode()).isZero();
            assertThat(sluice.errors())
                    .as("one word about the upstream that hung up")
                    .singleElement()
                    .asString()
                    .contains("WARNING", "upstream-broken");
        }
    }

    @Test
    void namesEveryMistakeAtOnceWithoutAStackTrace() throws Exception {
        try (Sluice sluice = Sluice.start(
                directory, "proxy", "--what", "--rate", "1x", "--retry", "Bad()", "ftp://a", "http://b:99999")) {
            assertThat(sluice.exitCode()).isEqualTo(2);
            assertThat(sluice.errors())
                    .hasSize(5)
                    .allMatch(line -> line.startsWith("sluice: "))
                    .anyMatch(line -> line.contains("--what"))
                    .anyMatch(line -> line.contains("--rate") && line.contains("'1x'"))
                    .anyMatch(line -> line.contains("--retry") && line.contains("Bad"))
                    .anyMatch(line -> line.contains("ftp://a"))
                    .anyMatch(line -> line.contains("http://b:99999"));
        }
    }

    @Test
    void editsFieldsSharesByWeightAndKeepsAClientWhereItWas() throws Exception {
        try (FakeUpstream one = FakeUpstream.answering(OK);
                FakeUpstream none = FakeUpstream.answering(OK);
                Sluice sluice = Sluice.start(
                        directory,
                        "proxy",
                        "--listen=127.0.0.1:0",
                        "--weight=1,0",
                        "--sticky",
                        "--buffer",
                        "--max-head=1k",
                        "--header",
                        "set X-Env: prod",
                        "--header",
                        "response set X-Served: yes",
                        one.url(),
                        none.url())) {
            String gateway = url(sluice.line("listening"));
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = get(gateway);
                assertThat(answer.body()).isEqualTo("ok");
                assertThat(answer.headers().firstValue("X-Served")).contains("yes");
                assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                        .startsWith("sluice-route=");
            }
            assertThat(get(gateway + "/" + "x".repeat(2_000)).statusCode()).isEqualTo(414);
            assertThat(one.heads()).hasSize(3).allMatch(head -> head.contains("X-Env: prod\r\n"));
            assertThat(none.heads()).isEmpty();
        }
    }

    @Test
    void namesEveryMistakeOfItsStepsAtOnceToo() throws Exception {
        try (Sluice sluice = Sluice.start(
                directory,
                "proxy",
                "--weight",
                "1,2",
                "--max-head",
                "3",
                "--header",
                "sett X: y",
                "--header",
                "set Host: a",
                "ftp://a")) {
            assertThat(sluice.exitCode()).isEqualTo(2);
            assertThat(sluice.errors())
                    .hasSize(5)
                    .anyMatch(line -> line.contains("--max-head") && line.contains("'3'"))
                    .anyMatch(line -> line.contains("--header") && line.contains("'sett X: y'"))
                    .anyMatch(line -> line.contains("--header") && line.contains("'Host'"))
                    .anyMatch(line -> line.contains("--weight must have a number for each upstream, has 2 for 1"))
                    .anyMatch(line -> line.contains("ftp://a"));
        }
    }

    @Test
    void anOptionThatIsRepeatedDoesNotUndoTheOthers() throws Exception {
        try (Sluice sluice = Sluice.start(
                directory,
                "proxy",
                "--tls-cert",
                "chain.pem",
                "--listen",
                "127.0.0.1:0",
                "--listen",
                "127.0.0.1:0",
                "http://127.0.0.1:1")) {
            assertThat(sluice.exitCode()).isEqualTo(2);
            assertThat(sluice.errors()).isEqualTo(List.of("sluice: --tls-cert and --tls-key go together"));
        }
    }

    @Test
    void aTakenPortIsOneLineAndExitCode1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Sluice sluice = Sluice.start(directory, "demo", "--listen", "127.0.0.1:" + taken.getLocalPort())) {
            assertThat(sluice.exitCode()).isEqualTo(1);
            assertThat(sluice.errors())
                    .isEqualTo(List.of(
                            "sluice: cannot listen at 127.0.0.1:" + taken.getLocalPort() + ": Address already in use"));
        }
    }

    @Test
    void helpsAndTellsItsVersion() throws Exception {
        try (Sluice commands = Sluice.start(directory, "--help");
                Sluice help = Sluice.start(directory, "proxy", "--help");
                Sluice version = Sluice.start(directory, "--version");
                Sluice nothing = Sluice.start(directory)) {
            assertThat(commands.rest())
                    .anyMatch(line -> line.startsWith("  proxy "))
                    .anyMatch(line -> line.startsWith("  demo "));
            assertThat(commands.exitCode()).isZero();
            assertThat(help.rest()).first().asString().isEqualTo("Usage: sluice proxy [OPTIONS] URL...");
            assertThat(help.exitCode()).isZero();
            assertThat(version.rest()).singleElement().asString().startsWith("sluice ");
            assertThat(version.exitCode()).isZero();
            assertThat(nothing.exitCode()).isEqualTo(2);
            assertThat(nothing.errors()).first().asString().startsWith("Usage: sluice");
        }
    }

    @Test
    void helpIsACommandTooAndNamesACommandThatItDoesNotKnow() throws Exception {
        try (Sluice all = Sluice.start(directory, "help");
                Sluice option = Sluice.start(directory, "--help");
                Sluice one = Sluice.start(directory, "help", "proxy");
                Sluice unknown = Sluice.start(directory, "help", "prxy")) {
            List<String> commands = all.rest();
            assertThat(commands).anyMatch(line -> line.startsWith("  help ")).isEqualTo(option.rest());
            assertThat(all.exitCode()).isZero();
            assertThat(one.rest()).first().asString().isEqualTo("Usage: sluice proxy [OPTIONS] URL...");
            assertThat(one.exitCode()).isZero();
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.errors()).isEqualTo(List.of("sluice: Unknown subcommand 'prxy'."));
        }
    }

    /** An example with one option too many is refused for that option alone, so the rest of it is right. */
    @ParameterizedTest
    @ValueSource(strings = {"proxy", "demo"})
    void theExamplesOfTheHelpAreCommandsThatWork(String command) throws Exception {
        List<String> examples;
        try (Sluice help = Sluice.start(directory, command, "--help")) {
            examples = help.rest().stream()
                    .filter(line -> line.startsWith("  sluice "))
                    .toList();
        }
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            try (Sluice sluice = Sluice.start(directory, words(example + " --one-too-many"))) {
                assertThat(sluice.exitCode()).isEqualTo(2);
                assertThat(sluice.errors())
                        .as(example)
                        .singleElement()
                        .asString()
                        .contains("--one-too-many");
            }
        }
    }

    /** What a shell would pass on, without the name of the program. */
    private static String[] words(String line) {
        return Pattern.compile("'([^']*)'|(\\S+)")
                .matcher(line)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .skip(1)
                .toArray(String[]::new);
    }
}
