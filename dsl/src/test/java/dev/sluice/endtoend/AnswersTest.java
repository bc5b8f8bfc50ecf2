package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Proxy;
import dev.sluice.RunningProxy;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway answers by itself, as bytes, in both hosts. */
class AnswersTest {
    private static final String PAGE = "<h1>503</h1>";

    @TempDir
    private Path site;

    private interface Check {
        void with(RawClient client) throws IOException;
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(site.resolve("a.txt"), "0123456789");
    }

    private static void serve(boolean wire, Proxy proxy, Check check) throws IOException {
        if (wire) {
            try (RunningProxy running = Wires.start(proxy);
                    RawClient client = RawClient.connect(running.port())) {
                check.with(client);
            }
            return;
        }
        WebServer server = WebServer.builder()
                .port(0)
                .shutdownHook(false)
                .routing(routing -> routing.addFeature(proxy))
                .build()
                .start();
        try (RawClient client = RawClient.connect(server.port())) {
            check.with(client);
        } finally {
            server.stop();
        }
    }

    private static Answer ask(RawClient client, String method, String target, String... fields) throws IOException {
        return client.send(method + " " + target + " HTTP/1.1\r\nHost: a\r\n"
                        + String.join(
                                "",
                                Arrays.stream(fields)
                                        .map(field -> field + "\r\n")
                                        .toList()) + "\r\n")
                .answer(method);
    }

    /** RFC 9110 §9.3.2: the fields of HEAD are those of GET. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorPageHasItsOwnLengthForGetAndHead(boolean wire) throws IOException {
        String broken = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 11\r\nETag: \"a\"\r\n\r\nstack trace";
        try (FakeUpstream upstream = FakeUpstream.answering(broken)) {
            Proxy proxy = proxy().errorPage(
                            e -> e.statuses("5xx").upstreams(true).body("<h1>{status}</h1>"))
                    .forward(upstream.url());
            serve(wire, proxy, client -> {
                for (int i = 0; i < 3; i++) {
                    Answer get = ask(client, "GET", "/");
                    assertThat(get.status() + " " + get.body()).isEqualTo("503 " + PAGE);
                    assertThat(get.field("Content-Length")).isEqualTo("12");
                    assertThat(get.has("ETag")).isFalse();
                }
                assertThat(upstream.connections())
                        .as("a body that is thrown away does not cost the connection")
                        .isEqualTo(1);
            });
        }
        String head = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 11\r\n\r\n";
        try (FakeUpstream upstream = FakeUpstream.answering(head)) {
            Proxy proxy = proxy().errorPage(
                            e -> e.statuses("5xx").upstreams(true).body("<h1>{status}</h1>"))
                    .forward(upstream.url());
            serve(wire, proxy, client -> {
                Answer answer = ask(client, "HEAD", "/");
                assertThat(answer.field("Content-Length")).isEqualTo("12");
                assertThat(ask(client, "HEAD", "/").status()).isEqualTo(503);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void filesAreFramedWholeInPartAndNotAtAll(boolean wire) throws IOException {
        serve(wire, proxy().files(site), client -> {
            Answer whole = ask(client, "GET", "/a.txt");
            assertThat(whole.status() + " " + whole.body()).isEqualTo("200 0123456789");
            assertThat(whole.field("Content-Length")).isEqualTo("10");
            Answer part = ask(client, "GET", "/a.txt", "Range: bytes=2-4");
            assertThat(part.status() + " " + part.body()).isEqualTo("206 234");
            assertThat(part.field("Content-Length")).isEqualTo("3");
            assertThat(part.field("Content-Range")).isEqualTo("bytes 2-4/10");
            Answer same = ask(client, "GET", "/a.txt", "If-None-Match: " + whole.field("ETag"));
            assertThat(same.status() + same.body()).isEqualTo("304");
            assertThat(same.field("ETag")).isEqualTo(whole.field("ETag"));
            Answer head = ask(client, "HEAD", "/a.txt");
            assertThat(head.status() + " " + head.field("Content-Length")).isEqualTo("200 10");
            assertThat(ask(client, "GET", "/a.txt").body())
                    .as("the connection goes on")
                    .isEqualTo("0123456789");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void maintenanceAnswersBeforeTheUpstreamIsAsked(boolean wire) throws IOException {
        try (FakeUpstream upstream = FakeUpstream.answering(Wires.OK)) {
            serve(wire, proxy().maintenance(m -> m.body(PAGE)).forward(upstream.url()), client -> {
                Answer answer = ask(client, "GET", "/");
                assertThat(answer.status() + " " + answer.body()).isEqualTo("503 " + PAGE);
                assertThat(answer.field("Retry-After")).isEqualTo("60");
            });
            serve(
                    wire,
                    proxy().maintenance(m -> m.allow("127.0.0.0/8")).forward(upstream.url()),
                    client -> assertThat(ask(client, "GET", "/").body()).isEqualTo("ok"));
            assertThat(upstream.heads()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestWithABodyThatNobodyReadsIsAnswered(boolean wire) throws IOException {
        serve(wire, proxy().respond(200, "text/plain", "ok", Map.of("X-A", "1")), client -> {
            Answer answer = client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody")
                    .answer();
            assertThat(answer.status() + " " + answer.body() + answer.field("X-A"))
                    .isEqualTo("200 ok1");
        });
    }
}
