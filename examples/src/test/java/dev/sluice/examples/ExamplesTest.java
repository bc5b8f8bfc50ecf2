package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Proxy;
import dev.sluice.RunningGateway;
import dev.sluice.RunningProxy;
import dev.sluice.testkit.FakeUpstream;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    private static final String ONE = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none";
    private static final String TWO = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo";
    private static final int LONGEST = 60;

    private static RunningProxy listening(Proxy proxy) {
        return proxy.listen(listen -> listen.host("127.0.0.1").port(0));
    }

    private static HttpResponse<String> send(int port, String method, String target, String... fields)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                    .method(method, BodyPublishers.noBody());
            if (fields.length > 0) {
                request.headers(fields);
            }
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    @Test
    void simpleProxy() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(ONE);
                RunningProxy gateway = listening(SimpleProxy.gateway(upstream.url()))) {
            assertThat(send(gateway.port(), "GET", "/a").body()).isEqualTo("one");
            assertThat(upstream.heads()).singleElement().asString().startsWith("GET /a HTTP/1.1\r\n");
        }
    }

    @Test
    void roundRobinProxy() throws Exception {
        try (FakeUpstream one = FakeUpstream.answering(ONE);
                FakeUpstream two = FakeUpstream.answering(TWO);
                RunningProxy gateway = listening(RoundRobinProxy.gateway(one.url(), two.url()))) {
            assertThat(List.of(
                            send(gateway.port(), "GET", "/").body(),
                            send(gateway.port(), "GET", "/").body()))
                    .containsExactlyInAnyOrder("one", "two");
        }
    }

    @Test
    void retryingProxy() throws Exception {
        try (FakeUpstream broken = FakeUpstream.scripted(FakeUpstream.Connection::readRequest);
                FakeUpstream sound = FakeUpstream.answering(TWO)) {
            for (Proxy proxy : List.of(
                    RetryingProxy.gateway(broken.url(), sound.url()), RetryingProxy.typed(broken.url(), sound.url()))) {
                try (RunningProxy gateway = listening(proxy)) {
                    assertThat(send(gateway.port(), "GET", "/").body()).isEqualTo("two");
                    assertThat(send(gateway.port(), "GET", "/").body()).isEqualTo("two");
                }
            }
            assertThat(broken.heads()).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void hedgedProxy() throws Exception {
        try (FakeUpstream silent = FakeUpstream.scripted(connection -> {
                    connection.readRequest();
                    connection.awaitClose();
                });
                FakeUpstream sound = FakeUpstream.answering(TWO);
                RunningProxy gateway = listening(HedgedProxy.gateway(silent.url(), sound.url()))) {
            assertThat(send(gateway.port(), "GET", "/").body()).isEqualTo("two");
            assertThat(send(gateway.port(), "GET", "/").body()).isEqualTo("two");
            assertThat(silent.heads()).isNotEmpty();
        }
        try (FakeUpstream sound = FakeUpstream.answering(TWO);
                RunningProxy gateway = listening(HedgedProxy.measured(sound.url()))) {
            assertThat(send(gateway.port(), "GET", "/").body()).isEqualTo("two");
        }
    }

    @Test
    void stickyProxy() throws Exception {
        try (FakeUpstream one = FakeUpstream.answering(ONE);
                FakeUpstream two = FakeUpstream.answering(TWO);
                RunningProxy gateway = listening(StickyProxy.gateway(one.url(), two.url()))) {
            var first = send(gateway.port(), "GET", "/");
            String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
            String session = cookie.substring(0, cookie.indexOf(';'));
            gateway.pools().values().forEach(pool -> pool.drain(first.body().equals("one") ? one.url() : two.url()));
            for (int i = 0; i < 3; i++) {
                assertThat(send(gateway.port(), "GET", "/", "Cookie", session).body())
                        .isEqualTo(first.body());
            }
        }
    }

    @Test
    void failoverGateway() throws Exception {
        try (FakeUpstream primary = FakeUpstream.answering(ONE);
                FakeUpstream standby = FakeUpstream.answering(TWO);
                RunningGateway gateway =
                        FailoverGateway.site(primary.url(), standby.url()).listen("127.0.0.1", 0)) {
            assertThat(send(gateway.port(), "GET", "/").body()).isEqualTo("one");
            gateway.pool("site").markDown(primary.url());
            assertThat(send(gateway.port(), "GET", "/").body()).isEqualTo("two");
        }
    }

    @Test
    void embeddedProxy() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(ONE)) {
            WebServer server = EmbeddedProxy.start(0, upstream.url());
            try {
                assertThat(send(server.port(), "GET", "/hello").body()).isEqualTo("hello\n");
                assertThat(send(server.port(), "GET", "/else").body()).isEqualTo("one");
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void ownMiddleware() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(ONE);
                RunningProxy gateway = listening(OwnMiddleware.gateway(upstream.url()))) {
            assertThat(send(gateway.port(), "GET", "/").headers().firstValue("X-Gateway"))
                    .contains("sluice");
            assertThat(send(gateway.port(), "DELETE", "/").statusCode()).isEqualTo(403);
            assertThat(upstream.heads()).hasSize(1);
        }
    }

    @Test
    void shardedService() throws Exception {
        try (FakeUpstream one = FakeUpstream.answering(ONE);
                FakeUpstream two = FakeUpstream.answering(TWO)) {
            WebServer server = ShardedService.start(0, List.of(one.upstream(), two.upstream()));
            try {
                assertThat(send(server.port(), "GET", "/customers/a/x").body()).isEqualTo("two");
                HttpResponse<String> answer = send(server.port(), "GET", "/customers/b/x");
                assertThat(answer.body()).isEqualTo("one");
                assertThat(answer.headers().firstValue("X-Shard")).contains(one.url());
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void ownServer() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(ONE)) {
            WebServer server = OwnServer.start(0, upstream.url());
            try {
                assertThat(send(server.port(), "GET", "/").body()).isEqualTo("one");
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void kotlin() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(ONE);
                RunningProxy gateway = listening(KotlinGatewayKt.gateway(upstream.url()))) {
            HttpResponse<String> answer = send(gateway.port(), "GET", "/");

            assertThat(answer.body()).isEqualTo("one");
            assertThat(answer.headers().firstValue("Set-Cookie"))
                    .get()
                    .asString()
                    .startsWith("upstream=");
            assertThat(upstream.heads().getFirst()).contains("127.0.0.1:" + gateway.port());
        }
    }

    static Stream<Path> programs() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            return files.filter(Files::isRegularFile).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void isShort(Path program) throws IOException {
        assertThat(Files.readAllLines(program)).hasSizeLessThanOrEqualTo(LONGEST);
    }
}
