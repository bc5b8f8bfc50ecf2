package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sluice.core.Gate;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The wire host in a WebServer of somebody else, beside Helidon's HTTP/2. */
class HostingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static WebServer embedded(WireHost wire) {
        return server(wire).build().start();
    }

    private static WebServerConfig.Builder server(WireHost wire) {
        HttpRouting.Builder routing = HttpRouting.builder();
        Host.pipeline(
                        List.of(),
                        request -> Response.of(
                                Status.OK_200, request.head().version().toString()))
                .install(routing);
        return WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .useNio(false)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofMillis(50))
                .connectionOptions(wire.connectionOptions())
                .addConnectionSelector(wire)
                .addRouting(routing);
    }

    @Test
    @DisplayName("HTTP/1.1 is the wire host's, HTTP/2 stays with its own selector")
    void besideHttp2() throws Exception {
        WireOptions options = WireOptions.builder().http2(false).build();
        WebServer server = embedded(WireHost.create(options, Host.HOSTING));
        try (RawClient client = RawClient.connect(server.port())) {
            assertThat(client.send("GET / HTTP/1.0\r\n\r\n").answer().body()).isEqualTo("HTTP/1.0");
        }
        try (RawClient client = RawClient.connect(server.port())) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
            assertThat(client.read(9).charAt(3)).as("a SETTINGS frame").isEqualTo('\4');
        } finally {
            server.stop();
        }
    }

    @Test
    @DisplayName("a connection of HTTP/2 is not closed because the wire host does not get it")
    void leavesOthersAlone() throws Exception {
        WireOptions options = WireOptions.builder()
                .http2(false)
                .headTimeout(Duration.ofMillis(100))
                .build();
        WebServer server = embedded(WireHost.create(options, Host.HOSTING));
        try (RawClient client = RawClient.connect(server.port())) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
            client.read(9);
            new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
            client.send("\0\0\u0008\6\0\0\0\0\0" + "12345678"); // PING
            StringBuilder frames = new StringBuilder();
            while (frames.indexOf("12345678") < 0) {
                frames.append(client.read(1));
            }
            assertThat(frames).contains("\0\0\u0008\6\1");
        } finally {
            server.stop();
        }
    }

    @Test
    @DisplayName("the JDK's client is served, also with its offer of h2c, and the gates are told once")
    void ordinaryClient() throws Exception {
        BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        Gate gate = request -> Verdict.admit(outcomes::add);
        Pipeline pipeline = Host.pipeline(List.of(gate), request -> Response.of(Status.OK_200, "hi"));
        try (Host.Running server = Host.WIRE.start(pipeline);
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("hi");
            assertThat(outcomes.poll(5, TimeUnit.SECONDS)).isNotNull();
            assertThat(outcomes).isEmpty();
        }
    }

    @Test
    @DisplayName("WebSocket routes of Helidon's that a wire host would hide are refused at start; beside it they work")
    void webSocketRoutes() throws Exception {
        WsRouting.Builder own = WsRouting.builder().endpoint("/ws", new WsListener() {});
        WireHost wire = WireHost.create(WireOptions.builder().build(), Host.HOSTING);
        assertThatIllegalStateException()
                .isThrownBy(() -> server(wire).addRouting(own).build().start())
                .withMessageContaining("WsRouting");
        WebServer elsewhere = server(wire)
                .putSocket(
                        "ws",
                        socket -> socket.address(InetAddress.getLoopbackAddress())
                                .port(0)
                                .addRouting(own))
                .build()
                .start();
        try (RawClient client = RawClient.connect(elsewhere.port("ws"))) {
            List<String> head = List.of(
                    "GET /ws HTTP/1.1",
                    "Host: a",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            client.send(String.join("\r\n", head) + "\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 101");
        } finally {
            elsewhere.stop();
        }
    }

    @Test
    @DisplayName("connections leave nothing behind in the table of accepted channels")
    void noLeak() throws Exception {

        WireHost wire = WireHost.create(WireOptions.builder().build(), Host.HOSTING);
        WebServer server = embedded(wire);
        try {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = RawClient.connect(server.port())) {
                    client.send(GET).answer();
                }
            }
            assertThat(wire.unclaimed()).isZero();
        } finally {
            server.stop();
        }
    }
}
