package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Failure;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
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

    @Test
    void asksAProxyForATunnel_rfc9110_9_3_6() {
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
            while (connection.readRequest()) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nfar");
            }
        };
        try (FakeUpstream proxy = FakeUpstream.scripted(script);
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
