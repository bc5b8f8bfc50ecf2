package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Failure;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Upstreams behind an outbound proxy, configured as Helidon's WebClient is. */
@Timeout(30)
class OutboundProxyTest {
    private static Forwarder through(FakeUpstream proxy) {
        WebClient client = WebClient.builder()
                .proxy(Proxy.builder()
                        .type(Proxy.ProxyType.HTTP)
                        .host("127.0.0.1")
                        .port(proxy.port())
                        .addNoProxy("localhost")
                        .build())
                .build();
        return Forwarding.real(ForwarderOptions.builder().webClient(client).build());
    }

    /** Opens a tunnel and answers at its other end. */
    private static void tunnel(FakeUpstream.Connection connection) throws IOException {
        connection.readHead();
        connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
        while (connection.readRequest()) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nfar");
        }
    }

    @Test
    void goesThroughTheProxyOfTheSystemIfNoneIsSet() {
        try (FakeUpstream proxy = FakeUpstream.scripted(OutboundProxyTest::tunnel);
                FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnear");
                Forwarder forwarder = Forwarding.real(ForwarderOptions.builder().build())) {
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
            var far = Exchanges.get("/x").withUpstream(Upstream.of("http://system.example:8080"));
            assertThat(Exchanges.send(forwarder.handle(far))).isEqualTo("far");
            assertThat(proxy.heads().getFirst()).startsWith("CONNECT system.example:8080 HTTP/1.1\r\n");
            var near = Exchanges.get("/x").withUpstream(Upstream.of(upstream.url()));
            assertThat(Exchanges.send(forwarder.handle(near))).isEqualTo("near");
            assertThat(proxy.connections()).isEqualTo(1);
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
        }
    }

    @Test
    void asksAProxyForATunnel_rfc9110_9_3_6() {
        try (FakeUpstream proxy = FakeUpstream.scripted(OutboundProxyTest::tunnel);
                Forwarder forwarder = through(proxy)) {
            var request = Exchanges.get("/x").withUpstream(Upstream.of("http://inner.example:8080"));
            assertThat(Exchanges.send(forwarder.handle(request))).isEqualTo("far");
            assertThat(Exchanges.send(forwarder.handle(request))).isEqualTo("far");
            assertThat(proxy.heads().getFirst()).startsWith("CONNECT inner.example:8080 HTTP/1.1\r\n");
            assertThat(proxy.heads().get(1)).startsWith("GET /x HTTP/1.1\r\nHost: inner.example:8080\r\n");
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void answers502IfTheProxyRefuses() {
        try (FakeUpstream proxy = FakeUpstream.answering("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
                Forwarder forwarder = through(proxy);
                Response response =
                        forwarder.handle(Exchanges.get("/").withUpstream(Upstream.of("http://inner.example:8080")))) {
            assertThat(response.failure()).containsInstanceOf(Failure.ConnectFailed.class);
        }
    }

    @Test
    void goesDirectlyWhereNoProxyIsWanted() {
        try (FakeUpstream proxy = FakeUpstream.answering("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
                FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnear");
                Forwarder forwarder = through(proxy)) {
            var request = Exchanges.get("/").withUpstream(Upstream.of("http://localhost:" + upstream.port()));
            assertThat(Exchanges.send(forwarder.handle(request))).isEqualTo("near");
            assertThat(proxy.connections()).isZero();
        }
    }
}
