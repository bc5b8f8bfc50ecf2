package dev.sluice.endtoend;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningGateway;
import dev.sluice.RunningProxy;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.FreePort;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.RawHttp2Client;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Upstreams that speak HTTP/2 in clear text: a second gateway, and nghttpd. */
@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP/1.1 end in CR and LF
class Http2UpstreamTest {
    private final List<AutoCloseable> open = new ArrayList<>();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    @AfterEach
    void stop() throws Exception {
        http.shutdownNow();
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private RunningProxy gatewayTo(String url) {
        RunningProxy running = Wires.start(proxy().forward(url));
        open.add(running::stop);
        return running;
    }

    private static String h2c(int port) {
        return "h2c://127.0.0.1:" + port;
    }

    private FakeUpstream upstream(FakeUpstream.Script script) {
        FakeUpstream upstream = FakeUpstream.scripted(script);
        open.add(upstream);
        return upstream;
    }

    /** A gateway to a gateway to an upstream: HTTP/1.1, HTTP/2, HTTP/1.1. */
    private RunningProxy chain(FakeUpstream upstream) {
        return gatewayTo(h2c(gatewayTo(upstream.url()).port()));
    }

    private static URI uri(RunningProxy gateway, String target) {
        return URI.create("http://127.0.0.1:" + gateway.port() + target);
    }

    private static void echo(FakeUpstream.Connection connection) throws IOException {
        while (connection.readRequest()) {
            String body = connection.body();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }
    }

    @Test
    void requestsGoFromGatewayToGateway() throws Exception {
        FakeUpstream upstream = upstream(Http2UpstreamTest::echo);
        RunningProxy chain = chain(upstream);
        String large = "0123456789abcdef".repeat(256 * 1024);
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(uri(chain, "/a?b"))
                        .POST(BodyPublishers.ofString(large))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo(large);
        assertThat(response.headers().allValues("Via")).containsExactly("1.1 sluice", "2.0 sluice");
        assertThat(upstream.heads().getFirst())
                .startsWith("POST /a?b HTTP/1.1\r\n")
                .contains("\r\nvia: 1.1 sluice\r\n", "\r\nVia: 2.0 sluice\r\n");
    }

    @Test
    void manyRequestsAtATimeShareAConnection() throws Exception {
        RunningProxy chain = chain(upstream(Http2UpstreamTest::echo));
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(http.sendAsync(
                    HttpRequest.newBuilder(uri(chain, "/"))
                            .POST(BodyPublishers.ofString("body " + i))
                            .build(),
                    BodyHandlers.ofString()));
        }
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).join().body()).isEqualTo("body " + i);
        }
    }

    @Test
    void trailersGoThrough() throws Exception {
        FakeUpstream upstream = upstream(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                    + "2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n");
            connection.awaitClose();
        });
        try (RawHttp2Client client = RawHttp2Client.connect(chain(upstream).port())) {
            client.handshake();
            int stream = client.request("GET", "/", "te: trailers");
            client.expectResponse(stream, 200);
            Http2Frame trailers = client.await("trailers", frame -> frame.stream() == stream && frame.endsStream());
            assertThat(trailers.field("x-sum")).isEqualTo("7");
        }
    }

    /** Says what it hears. */
    private static void webSocket(FakeUpstream.Connection connection) throws IOException {
        connection.readHead();
        connection.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        for (int next = connection.read(); next >= 0; next = connection.read()) {
            connection.write(String.valueOf((char) next));
        }
    }

    @Test
    void aWebSocketGoesThroughAsAStream_rfc8441() throws Exception {
        EchoServer server = EchoServer.started();
        open.add(() -> server.stop(1000));
        RunningProxy chain =
                gatewayTo(h2c(gatewayTo("http://127.0.0.1:" + server.getPort()).port()));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + chain.port() + "/"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        heard.add(data.toString());
                        from.request(1);
                        return null;
                    }
                })
                .join();
        assertThat(heard.take()).isEqualTo("welcome to /");
        socket.sendText("hello", true).join();
        assertThat(heard.take()).isEqualTo("hello");
        socket.abort();
    }

    @Test
    void bytesOfATunnelGoThroughUntilBothSidesHaveEnded() throws Exception {
        RunningProxy chain = chain(upstream(Http2UpstreamTest::webSocket));
        try (RawClient client = RawClient.connect(chain.port())) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(client.head())
                    .startsWith("HTTP/1.1 101")
                    .containsIgnoringCase("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            client.send("ping");
            assertThat(client.read(4)).isEqualTo("ping");
        }
    }

    @Test
    void checksOfHealthReachMembersOverHttp2() throws Exception {
        FakeUpstream upstream = upstream(connection -> {
            while (connection.readRequest()) {
                connection.write(Wires.OK);
            }
        });
        RunningProxy inner = gatewayTo(upstream.url());
        RunningGateway outer = gateway(g -> {
                    g.pool(
                            "api",
                            p -> p.member(h2c(inner.port()))
                                    .health(check -> check.path("/healthz").interval(Duration.ofMillis(20))));
                    g.route("all", any(), r -> r.forwardTo("api"));
                })
                .listen("127.0.0.1", 0);
        open.add(outer);
        Eventually.holds(
                "checks",
                () -> upstream.heads().stream()
                                .filter(head -> head.startsWith("GET /healthz "))
                                .count()
                        > 2);
        try (RawClient client = RawClient.connect(outer.port())) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").answer().body())
                    .isEqualTo("ok");
        }
    }

    @Test
    void nghttpdIsAnUpstream() throws Exception {
        Tool nghttpd = Tool.named("nghttpd");
        Files.writeString(directory.resolve("index.html"), "hello");
        byte[] large = "x".repeat(3_000_000).getBytes(StandardCharsets.US_ASCII);
        Files.write(directory.resolve("large"), large);
        int port = FreePort.next();
        Process server = nghttpd.start("--no-tls", "-a", "127.0.0.1", "-d", directory.toString(), String.valueOf(port));
        open.add(server::destroyForcibly);
        RunningProxy gateway = gatewayTo(h2c(port));
        Eventually.holds("nghttpd answers", () -> get(gateway, "/index.html").equals("hello"));
        assertThat(http.send(HttpRequest.newBuilder(uri(gateway, "/large")).build(), BodyHandlers.ofByteArray())
                        .body())
                .isEqualTo(large);
    }

    private String get(RunningProxy gateway, String target) {
        return http.sendAsync(HttpRequest.newBuilder(uri(gateway, target)).build(), BodyHandlers.ofString())
                .join()
                .body();
    }
}
