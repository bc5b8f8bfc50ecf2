package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.forwarder.TransportOptions.Http2;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2Server;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which version of HTTP is spoken to upstreams with TLS: what they choose in the handshake (ALPN, RFC 7301). */
@Timeout(30)
class StreamTlsTest {
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";

    @TempDir
    Path directory;

    private static Forwarding forwarding(Http2 http2) {
        return new Forwarding(options -> options.insecureSkipVerify().http2(http2));
    }

    private static Upstream upstream(int port) {
        return Upstream.of("https://localhost:" + port);
    }

    private static FutureTask<Response> start(Forwarding forwarding, Request request, int port) {
        return Forwarding.aside(() -> forwarding.handle(request.withUpstream(upstream(port))));
    }

    @Test
    void preferredHttp2IsSpokenIfTheUpstreamChoosesIt() throws Exception {
        try (RawHttp2Server server = RawHttp2Server.over(FakeTlsUpstream.listener(directory, "h2", "http/1.1"));
                Forwarding forwarding = forwarding(Http2.PREFER)) {
            FutureTask<Response> response = start(forwarding, Exchanges.get("/"), server.port());
            try (RawHttp2Server.Connection connection = server.accept()) {
                connection.handshake();
                Http2Frame request = connection.expectRequest();
                assertThat(request.field(":scheme")).isEqualTo("https");
                connection.respond(request.stream(), "ok", ":status: 200");
                assertThat(StreamForwarding.text(response)).isEqualTo("ok");
            }
        }
    }

    @Test
    void preferredHttp2IsHttp1IfTheUpstreamHasNothingElse() throws Exception {
        try (FakeTlsUpstream upstream = new FakeTlsUpstream(directory, "http/1.1");
                Forwarding forwarding = forwarding(Http2.PREFER)) {
            for (int i = 0; i < 3; i++) {
                FutureTask<Response> one = start(forwarding, Exchanges.get("/"), upstream.port());
                FutureTask<Response> other = start(forwarding, Exchanges.get("/"), upstream.port());
                assertThat(one.get().status().code()).isEqualTo(200);
                assertThat(other.get().status().code())
                        .as("on a connection of its own")
                        .isEqualTo(200);
                assertThat(StreamForwarding.text(one)).isEqualTo("secret");
                assertThat(StreamForwarding.text(other)).isEqualTo("secret");
            }
            assertThat(forwarding.open(upstream(upstream.port()))).isEqualTo(2);
        }
    }

    @Test
    void requiredHttp2FailsIfTheUpstreamDoesNotChooseIt() throws Exception {
        try (FakeTlsUpstream upstream = new FakeTlsUpstream(directory, "http/1.1");
                Forwarding forwarding = forwarding(Http2.REQUIRE)) {
            assertThat(start(forwarding, Exchanges.get("/"), upstream.port())
                            .get()
                            .failure())
                    .hasValueSatisfying(failure -> assertThat(failure).isInstanceOf(Failure.ConnectFailed.class));
        }
    }

    @Test
    void requiredHttp2SaysThatAnUpstreamWithoutAlpnHasNotChosenIt() throws Exception {
        try (FakeTlsUpstream upstream = new FakeTlsUpstream(directory, new String[0]);
                Forwarding forwarding = forwarding(Http2.REQUIRE)) {
            Failure failure = start(forwarding, Exchanges.get("/"), upstream.port())
                    .get()
                    .failure()
                    .orElseThrow();
            assertThat(((Failure.ConnectFailed) failure).detail()).contains("http2 is required", "ALPN");
        }
    }

    @Test
    void aWebSocketTakesHttp1WhereHttp2HasNone() throws Exception {
        SSLServerSocket listener = FakeTlsUpstream.listener(directory, "h2", "http/1.1");
        try (RawHttp2Server server = RawHttp2Server.over(listener);
                Forwarding forwarding = forwarding(Http2.PREFER)) {
            Fields fields = Fields.of("Host", "h", "Connection", "Upgrade", "Upgrade", "websocket");
            Request upgrade = Exchanges.request("GET", "/", fields, Body.empty());
            FutureTask<Response> response = start(forwarding, upgrade, server.port());
            try (RawHttp2Server.Connection first = server.accept()) {
                first.handshake();
                try (Socket second = listener.accept()) {
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(second.getInputStream(), StandardCharsets.ISO_8859_1));
                    assertThat(in.readLine()).isEqualTo("GET / HTTP/1.1");
                    second.getOutputStream().write(SWITCHING.getBytes(StandardCharsets.ISO_8859_1));
                    assertThat(response.get().status().code()).isEqualTo(101);
                    response.get().close();
                }
            }
        }
    }
}
