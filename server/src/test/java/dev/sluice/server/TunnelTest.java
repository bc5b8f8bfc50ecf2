package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** After 101 bytes go both ways until both have said all (RFC 9110 §7.8). */
class TunnelTest {
    private static final String UPGRADE =
            "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final FakeTunnel tunnel = new FakeTunnel();
    private Host.Running server;

    private RawClient upgraded(WireOptions options, String behind) throws IOException {
        Gate gate = request -> Verdict.admit(outcomes::add);
        Fields fields = Fields.of("Connection", "Upgrade", "Upgrade", "websocket");
        Pipeline pipeline =
                Host.pipeline(List.of(gate), request -> Response.switching(fields, tunnel, Provenance.LOCAL));
        server = Host.wire(pipeline::install, List.of(), options);
        RawClient client = server.connect().send(UPGRADE + behind);
        assertThat(client.head()).isEqualTo(SWITCHING);
        return client;
    }

    private RawClient upgraded() throws IOException {
        return upgraded(WireOptions.builder().build(), "");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Outcome ended() throws InterruptedException {
        Outcome outcome = outcomes.poll(5, TimeUnit.SECONDS);
        assertThat(outcome).as("the tunnel's end").isNotNull();
        assertThat(outcomes).as("told once").isEmpty();
        assertThat(tunnel.closed()).isTrue();
        return outcome;
    }

    @Test
    @DisplayName("the 101 is exact, and bytes go both ways")
    void bothWays() throws Exception {
        try (RawClient client = upgraded()) {
            client.send("ping");
            assertThat(tunnel.heard(4)).isEqualTo("ping");
            tunnel.say("pong");
            assertThat(client.read(4)).isEqualTo("pong");
        }
    }

    @Test
    @DisplayName("the upstream may speak first")
    void serverFirst() throws Exception {
        tunnel.say("hello");
        try (RawClient client = upgraded()) {
            assertThat(client.read(5)).isEqualTo("hello");
        }
    }

    @Test
    @DisplayName("bytes right behind the client's head go into the tunnel, in order")
    void bytesBehindTheHead() throws Exception {
        try (RawClient client = upgraded(WireOptions.builder().build(), "early")) {
            client.send(" late");
            assertThat(tunnel.heard(10)).isEqualTo("early late");
        }
    }

    @Test
    @DisplayName("a client that says no more still hears the rest")
    void clientHalfCloses() throws Exception {
        try (RawClient client = upgraded()) {
            client.send("last words").shutdownOutput();
            assertThat(tunnel.heard(10)).isEqualTo("last words");
            assertThat(tunnel.awaitShutdown()).isTrue();
            tunnel.say("answer");
            tunnel.sayNoMore();
            assertThat(client.rest()).isEqualTo("answer");
            Outcome outcome = ended();
            assertThat(outcome.ending()).isEqualTo(Outcome.Ending.SENT);
            assertThat(outcome.bytesReceived()).isEqualTo(10);
            assertThat(outcome.bytesSent()).isEqualTo(6);
            assertThat(outcome.status().code()).isEqualTo(101);
        }
    }

    @Test
    @DisplayName("an upstream that says no more still hears the rest")
    void upstreamHalfCloses() throws Exception {
        try (RawClient client = upgraded()) {
            tunnel.say("bye");
            tunnel.sayNoMore();
            assertThat(client.rest()).isEqualTo("bye");
            client.send("bye too").shutdownOutput();
            assertThat(tunnel.heard(7)).isEqualTo("bye too");
            assertThat(ended().ending()).isEqualTo(Outcome.Ending.SENT);
        }
    }

    @Test
    @DisplayName("a client that breaks off ends both sides, and the gates learn that it left")
    void clientAborts() throws Exception {
        RawClient client = upgraded();
        client.send("x");
        assertThat(tunnel.heard(1)).isEqualTo("x");
        client.reset();
        Outcome outcome = ended();
        assertThat(outcome.ending()).isEqualTo(Outcome.Ending.BROKEN);
        assertThat(outcome.failure()).containsInstanceOf(Failure.ClientGone.class);
        assertThat(outcome.bytesReceived()).isEqualTo(1);
    }

    @Test
    @DisplayName("an upstream that breaks off ends both sides, and the gates learn that it broke")
    void upstreamAborts() throws Exception {
        try (RawClient client = upgraded()) {
            tunnel.breakOff();
            client.restOrReset();
            Outcome outcome = ended();
            assertThat(outcome.ending()).isEqualTo(Outcome.Ending.BROKEN);
            assertThat(outcome.failure()).containsInstanceOf(Failure.UpstreamBroken.class);
        }
    }

    @Test
    @DisplayName("a tunnel in which nobody speaks is ended by its idle timeout")
    void idle() throws Exception {
        WireOptions options =
                WireOptions.builder().tunnelIdleTimeout(Duration.ofMillis(150)).build();
        try (RawClient client = upgraded(options, "")) {
            client.restOrReset();
            ended();
        }
    }

    @Test
    @DisplayName("deadlines of heads, bodies and idle connections do not end a tunnel")
    void otherDeadlines() throws Exception {
        Duration brief = Duration.ofMillis(500);
        WireOptions options = WireOptions.builder()
                .headTimeout(brief)
                .bodyTimeout(brief)
                .idleTimeout(brief)
                .build();
        try (RawClient client = upgraded(options, "")) {
            assertThat(outcomes.poll(800, TimeUnit.MILLISECONDS)).isNull();
            client.send("x");
            assertThat(tunnel.heard(1)).isEqualTo("x");
        }
    }

    @Test
    @DisplayName("a stop ends tunnels when the drain timeout has passed")
    void stopEndsTunnels() throws Exception {
        try (RawClient client = upgraded()) {
            server.close();
            client.restOrReset();
            ended();
        }
    }

    @Test
    @DisplayName("an upgrade that is refused is an ordinary response, and the connection goes on")
    void refused() throws Exception {
        server = Host.WIRE.start(request -> Response.of(Status.FORBIDDEN_403, "no"));
        try (RawClient client = server.connect()) {
            assertThat(client.send(UPGRADE).answer().status()).isEqualTo(403);
            assertThat(client.send(UPGRADE).answer().status()).isEqualTo(403);
        }
    }

    @Test
    @DisplayName("HTTP/1.0 cannot ask for an upgrade (RFC 9110 §7.8)")
    void noUpgradeOfHttp10() throws Exception {
        server = Host.WIRE.start(new Echo());
        try (RawClient client = server.connect()) {
            String body = client.send("GET / HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
                    .answer()
                    .body();
            assertThat(body).doesNotContain("websocket");
        }
    }
}
