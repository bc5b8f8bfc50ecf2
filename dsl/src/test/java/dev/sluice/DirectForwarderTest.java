package dev.sluice;

import static dev.sluice.Sluice.forwarder;
import static dev.sluice.Sluice.wireHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Upstream;
import dev.sluice.server.WireHost;
import dev.sluice.server.WireOptions;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler of Helidon's decides, and Sluice forwards, in either host. */
class DirectForwarderTest {
    enum Host {
        PORTABLE,
        WIRE
    }

    private final FakeUpstream upstream = FakeUpstream.answering(Http.OK);
    private final DirectForwarder forwarder = forwarder();

    @AfterEach
    void stop() {
        forwarder.close();
        upstream.close();
    }

    private interface Check {
        void with(int port) throws Exception;
    }

    private static void serve(Host host, Handler own, Check check) throws Exception {
        WebServerConfig.Builder config = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .shutdownHook(false)
                .routing(routing -> routing.any("/own/*", own));
        if (host == Host.WIRE) {
            WireHost wire = wireHost(WireOptions.builder().build());
            config.useNio(false).connectionOptions(wire.connectionOptions()).addConnectionSelector(wire);
        }
        WebServer server = config.build().start();
        try {
            check.with(server.port());
        } finally {
            server.stop();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new AssertionError(told);
        }
    }

    private static Answer ask(int port, String request) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(request).answer();
        }
    }

    @ParameterizedTest
    @EnumSource(Host.class)
    void forwardsInOneLine(Host host) throws Exception {
        serve(host, (request, response) -> forwarder.forward(request, response, upstream.url()), port -> {
            Answer answer = ask(port, "GET /own/a%20b?q=%7e HTTP/1.1\r\nHost: service.test\r\nX-A: 1\r\n\r\n");
            assertThat(answer.status() + " " + answer.body()).isEqualTo("200 ok");
            assertThat(upstream.heads().getLast())
                    .startsWith("GET /own/a%20b?q=%7e HTTP/1.1\r\n")
                    .contains("X-A: 1\r\n", "X-Forwarded-Host: service.test\r\n");
        });
    }

    @ParameterizedTest
    @EnumSource(Host.class)
    void refusesATargetThatTheRouteAndTheUpstreamCouldReadDifferently(Host host) throws Exception {
        serve(host, (request, response) -> forwarder.forward(request, response, upstream.url()), port -> {
            Answer answer = ask(port, "GET /own/a%2F..%2Fb HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(upstream.heads()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(Host.class)
    void rewritesRequestAndResponse(Host host) throws Exception {
        Upstream to = upstream.upstream();
        Handler own = (request, response) -> forwarder.forward(request, response, to, (asked, next) -> {
            var answer = next.handle(asked.withHead(asked.head().withTarget("/v2" + asked.target())));
            return answer.withFields(answer.fields().with("X-Version", "2"));
        });
        serve(host, own, port -> {
            Answer answer = ask(port, "GET /own/a HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(answer.field("X-Version")).isEqualTo("2");
            assertThat(upstream.heads().getLast()).startsWith("GET /v2/own/a HTTP/1.1\r\n");
        });
    }

    @ParameterizedTest
    @EnumSource(Host.class)
    void streamsBothWays(Host host) throws Exception {
        CountDownLatch firstIsSeen = new CountDownLatch(1);
        try (FakeUpstream streaming = FakeUpstream.scripted(connection -> {
            connection.readHead();
            String first = connection.read("4\r\nping\r\n".length());
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + first);
            awaited(firstIsSeen);
            connection.write("4\r\npong\r\n0\r\n\r\n");
        })) {
            serve(host, (request, response) -> forwarder.forward(request, response, streaming.url()), port -> {
                try (RawClient client = RawClient.connect(port)) {
                    client.send("POST /own/up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nping\r\n");
                    if (host == Host.PORTABLE) {
                        client.send("0\r\n\r\n"); // Helidon's HTTP/1.1 is not full duplex
                    }
                    assertThat(client.head()).startsWith("HTTP/1.1 200 ");
                    assertThat(client.chunk()).isEqualTo("ping");
                    firstIsSeen.countDown();
                    assertThat(client.chunk()).isEqualTo("pong");
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Host.class)
    void answersForAnUpstreamThatIsGone(Host host) throws Exception {
        String gone;
        try (FakeUpstream closed = FakeUpstream.answering(Http.OK)) {
            gone = closed.url();
        }
        serve(host, (request, response) -> forwarder.forward(request, response, gone), port -> {
            Answer answer = ask(port, "GET /own/a HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(answer.status() + " " + answer.body()).isEqualTo("502 Bad Gateway\n");
        });
    }

    @ParameterizedTest
    @EnumSource(Host.class)
    void answers500ForABugOfTheRewrite(Host host) throws Exception {
        Handler own =
                (request, response) -> forwarder.forward(request, response, upstream.upstream(), (asked, next) -> {
                    throw new IllegalStateException("a bug, as the test wants");
                });
        serve(
                host,
                own,
                port -> assertThat(ask(port, "GET /own/a HTTP/1.1\r\nHost: a\r\n\r\n")
                                .status())
                        .isEqualTo(500));
    }

    @ParameterizedTest
    @EnumSource(Host.class)
    void keepsConnectionsForLaterRequests(Host host) throws Exception {
        serve(host, (request, response) -> forwarder.forward(request, response, upstream.url()), port -> {
            for (int i = 0; i < 3; i++) {
                assertThat(ask(port, "GET /own/a HTTP/1.1\r\nHost: a\r\n\r\n").status())
                        .isEqualTo(200);
            }
            assertThat(upstream.connections()).isEqualTo(1);
        });
    }

    @Test
    void tunnelsAnUpgradeBesideTheWireHost() throws Exception {
        try (FakeUpstream switching = FakeUpstream.scripted(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            connection.write(connection.read(4));
        })) {
            serve(Host.WIRE, (request, response) -> forwarder.forward(request, response, switching.url()), port -> {
                try (RawClient client = RawClient.connect(port)) {
                    client.send("GET /own/upgrade HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
                    assertThat(client.head()).startsWith("HTTP/1.1 101 ");
                    client.send("ping");
                    assertThat(client.read(4)).isEqualTo("ping");
                }
            });
        }
    }

    @Test
    void tellsMistakesOfTheOptionsAtOnce() {
        assertThatThrownBy(() -> forwarder(f -> f.maxConnections(0).via("no token")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("maxConnections", "via");
    }
}
