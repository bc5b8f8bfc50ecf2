package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ProxyBuilder;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Changes of protocol as opaque tunnels behind all gates (RFC 9110 §7.8), with raw bytes on both sides. */
class UpgradeTest {
    private static final String ASK = "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\nX-A: 1\r\n\r\n";

    /** Says yes to whoever asks for a change, says what comes back in capitals, and OK to everyone else. */
    private static void echo(FakeUpstream.Connection connection) throws IOException {
        while (connection.readHead().contains("Upgrade: echo")) {
            connection.write(SWITCH + "hello ");
            for (int next = connection.read(); next >= 0; next = connection.read()) {
                connection.write(String.valueOf((char) Character.toUpperCase(next)));
            }
            connection.write(" bye");
            return;
        }
        connection.write(Wires.OK);
    }

    private static Wires gated(UnaryOperator<ProxyBuilder> gates) {
        FakeUpstream upstream = FakeUpstream.scripted(UpgradeTest::echo);
        return Wires.of(upstream, gates.apply(proxy()).forward(upstream.url()));
    }

    @Test
    void aTunnelCarriesBytesBothWaysAndTheServerMaySpeakFirst() throws IOException {
        try (Wires wires = Wires.scripted(UpgradeTest::echo);
                RawClient client = wires.connect()) {
            String head = client.send(ASK).head();
            assertThat(head).startsWith("HTTP/1.1 101 Switching Protocols\r\n").contains("X-A: 1\r\n");
            assertThat(Answer.fields(head, "Upgrade")).containsExactly("echo");
            assertThat(Answer.fields(head, "Connection")).containsExactly("Upgrade");
            assertThat(Answer.fields(head, "Content-Length")).isEmpty();
            assertThat(client.read(6)).isEqualTo("hello ");
            assertThat(client.send("abc").read(3)).isEqualTo("ABC");
            assertThat(wires.received("Upgrade")).containsExactly("echo");
            assertThat(wires.received("Connection")).containsExactly("Upgrade");
        }
    }

    @Test
    void aHalfClosedTunnelStillSpeaksTheOtherWay() throws IOException {
        try (Wires wires = Wires.scripted(UpgradeTest::echo);
                RawClient client = wires.connect()) {
            client.send(ASK).head();
            assertThat(client.send("end").shutdownOutput().rest()).isEqualTo("hello END bye");
            wires.awaitNoUpstreamConnection();
        }
    }

    @Test
    void anUpstreamThatHasSaidAllStillListens() throws IOException {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    connection.write(SWITCH + "all");
                    connection.shutdownOutput();
                    heard.add(connection.readAll());
                });
                RawClient client = wires.connect()) {
            client.send(ASK).head();
            assertThat(client.rest()).isEqualTo("all");
            client.send("late").shutdownOutput();
            Eventually.holds("the upstream has heard it", () -> heard.equals(List.of("late")));
        }
    }

    @Test
    void bytesOfTheClientThatCameWithTheHandshakeWaitForIts101() throws IOException {
        CountDownLatch quiet = new CountDownLatch(1);
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    quiet.countDown();
                    connection.write(SWITCH);
                    connection.write(connection.read(5));
                });
                RawClient client = wires.connect()) {
            client.send(ASK + "early").head();
            assertThat(client.read(5)).isEqualTo("early");
        }
    }

    @Test
    void aRefusedHandshakeIsAnOrdinaryAnswerAndTheConnectionGoesOn() throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                RawClient client = wires.connect()) {
            Answer answer = client.send(ASK).answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("no");
            assertThat(client.send(GET).answer().status()).isEqualTo(403);
        }
    }

    /** RFC 9110 §7.8: a server may ignore the wish; what it says then is HTTP. */
    @Test
    void anIgnoredWishIsAnOrdinaryAnswer() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK);
                RawClient client = wires.connect()) {
            assertThat(client.send(ASK).answer().body()).isEqualTo("ok");
            assertThat(client.send(GET).answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void a101ToSomethingElseIsABadGateway() throws IOException {
        try (Wires wires = Wires.answering(SWITCH.replace("echo", "other"));
                RawClient client = wires.connect()) {
            assertThat(client.send(ASK).answer().status()).isEqualTo(502);
            wires.awaitNoUpstreamConnection();
        }
    }

    /** RFC 9110 §7.8: an Upgrade in an HTTP/1.0 request must be ignored. */
    @Test
    void http10CannotAsk() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask(ASK.replace("HTTP/1.1", "HTTP/1.0"));
            assertThat(wires.received("Upgrade")).isEmpty();
        }
    }

    @Test
    void anUpstreamThatLeavesEndsTheTunnel() throws IOException {
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    connection.write(SWITCH);
                    connection.read();
                    connection.reset();
                });
                RawClient client = wires.connect()) {
            client.send(ASK).head();
            assertThat(client.send("x").restOrReset()).isIn("", "<reset>");
        }
    }

    @Test
    void aClientThatLeavesEndsTheTunnel() throws IOException {
        try (Wires wires = Wires.scripted(UpgradeTest::echo)) {
            RawClient client = wires.connect();
            client.send(ASK).head();
            client.reset();
            wires.awaitNoUpstreamConnection();
        }
    }

    @Test
    void aPermitIsHeldUntilTheTunnelEnds() throws IOException {
        try (Wires wires = gated(gates -> gates.connLimit(1));
                RawClient client = wires.connect()) {
            client.send(ASK).head();
            assertThat(client.read(6)).isEqualTo("hello ");
            assertThat(wires.ask(GET).status()).isEqualTo(429);
            client.reset();
            Eventually.holds("the permit is free again", () -> status(wires) == 200);
        }
    }

    private static int status(Wires wires) {
        try {
            return wires.ask(GET).status();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void aHandshakeAboveTheRateIsRejectedAsAnyRequest() throws IOException {
        try (Wires wires = gated(gates -> gates.rateLimit(1, Duration.ofHours(1)));
                RawClient client = wires.connect()) {
            client.send(ASK).head();
            Answer second = wires.ask(ASK);
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.has("Retry-After")).isTrue();
            assertThat(wires.upstream().connections()).isEqualTo(1);
        }
    }

    @Test
    void oneTraceLineIsWrittenAtTheEndOfTheTunnelWithTheBytesOfEachWay() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (Wires wires = gated(gates -> gates.trace(trace -> trace.lines(lines::add)));
                RawClient client = wires.connect()) {
            client.send(ASK).head();
            assertThat(client.send("abcd").read(10)).isEqualTo("hello ABCD");
            assertThat(lines).isEmpty();
            assertThat(client.shutdownOutput().rest()).isEqualTo(" bye");
            Eventually.holds("the line is written", () -> !lines.isEmpty());
        }
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).contains("101").contains("\"bytes_in\":4").contains("\"bytes_out\":14");
    }

    @Test
    void aSilentTunnelStaysUnlessAskedOtherwise() throws IOException {
        FakeUpstream upstream = FakeUpstream.scripted(UpgradeTest::echo);
        try (Wires wires = Wires.listening(
                        upstream,
                        proxy().forward(upstream.url()),
                        listen -> listen.clients(clients -> clients.bodyTimeout(Duration.ofMillis(50))
                                .idleTimeout(Duration.ofMillis(50))
                                .tunnelIdleTimeout(Duration.ofMillis(300))));
                RawClient client = wires.connect()) {
            client.send(ASK).head();
            long start = System.nanoTime();
            assertThat(client.restOrReset()).startsWith("hello ");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
            wires.awaitNoUpstreamConnection();
        }
    }
}
