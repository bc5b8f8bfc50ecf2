package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are used again, and what happens if they must not be (RFC 9112 §9.3.1, RFC 9110 §9.2.2). */
class PoolTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

    @Test
    void clientsShareAConnectionOneAfterTheOther() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            for (int i = 0; i < 5; i++) {
                assertThat(wires.ask(GET).status()).isEqualTo(200);
            }
            assertThat(wires.upstream().connections()).isEqualTo(1);
        }
    }

    /** The first connection takes one request and, when the next comes, is closed without an answer. */
    private static FakeUpstream.Script staleAfterOne(AtomicInteger connections) {
        return connection -> {
            boolean first = connections.incrementAndGet() == 1;
            connection.readRequest();
            connection.write(Wires.OK);
            if (!first) {
                connection.readAll();
            } else if (connection.readRequest()) {
                connection.reset();
            }
        };
    }

    @ParameterizedTest(name = "{0} is sent again on a new connection if an idle one turns out to be stale")
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "DELETE"})
    void anIdempotentRequestIsSentAgain(String method) throws IOException {
        try (Wires wires = Wires.scripted(staleAfterOne(new AtomicInteger()))) {
            assertThat(wires.ask(GET).status()).isEqualTo(200);
            assertThat(wires.ask(GET.replace("GET", method)).status()).isEqualTo(200);
            assertThat(wires.upstream().heads()).hasSize(3);
        }
    }

    @Test
    void aPostThatMayHaveArrivedIsNotSentTwice() throws IOException {
        try (Wires wires = Wires.scripted(staleAfterOne(new AtomicInteger()))) {
            assertThat(wires.ask(GET).status()).isEqualTo(200);
            assertThat(wires.ask(POST).status()).isEqualTo(502);
            assertThat(wires.upstream().heads()).hasSize(2);
        }
    }

    @Test
    void aPostWithoutContentIsNotSentTwiceEither() throws IOException {
        try (Wires wires = Wires.scripted(staleAfterOne(new AtomicInteger()))) {
            assertThat(wires.ask(GET).status()).isEqualTo(200);
            assertThat(wires.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                            .status())
                    .isEqualTo(502);
            assertThat(wires.upstream().heads()).hasSize(2);
        }
    }

    @Test
    void aPostIsNotSentTwiceEvenIfItsBodyIsHeld() throws IOException {
        FakeUpstream upstream = FakeUpstream.scripted(staleAfterOne(new AtomicInteger()));
        try (Wires wires = Wires.of(
                upstream,
                proxy().buffer(buffer -> buffer.retry("IsNetworkError() && Attempts() < 3"))
                        .forward(upstream.url()))) {
            assertThat(wires.ask(GET).status()).isEqualTo(200);
            assertThat(wires.ask(POST).status()).isEqualTo(502);
            assertThat(wires.upstream().heads()).hasSize(2);
        }
    }

    @Test
    void aPostWhoseIdleConnectionWasClosedBeforeTakesANewOne() throws IOException {
        CountDownLatch closed = new CountDownLatch(1);
        try (Wires wires = Wires.scripted(connection -> {
            connection.readRequest();
            connection.write(Wires.OK);
            closed.countDown();
        })) {
            assertThat(wires.ask(GET).status()).isEqualTo(200);
            wires.awaitNoUpstreamConnection();
            assertThat(wires.ask(POST).status()).isEqualTo(200);
            assertThat(wires.upstream().heads()).hasSize(2);
        }
    }

    @Test
    void aNewConnectionThatBreaksIsNotTriedAgain() throws IOException {
        try (Wires wires = Wires.answeringOnce("")) {
            assertThat(wires.ask(GET).status()).isEqualTo(502);
            assertThat(wires.upstream().connections()).isEqualTo(1);
        }
    }

    @Test
    void bytesThatNobodyAskedForOnAnIdleConnectionAreNoAnswer() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch said = new CountDownLatch(1);
        try (Wires wires = Wires.scripted(connection -> {
            boolean first = connections.incrementAndGet() == 1;
            connection.readRequest();
            connection.write(Wires.OK);
            if (first) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                said.countDown();
            }
            connection.readAll();
        })) {
            assertThat(wires.ask(POST).body()).isEqualTo("ok");
            Eventually.holds("the upstream has said too much", () -> said.getCount() == 0);
            assertThat(wires.ask(POST).body()).isEqualTo("ok");
        }
    }

    /** "localhost" may be ::1 and 127.0.0.1; only the second listens here. */
    @Test
    void everyAddressOfANameIsTried() throws IOException {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        try (Wires wires = Wires.of(upstream, proxy().forward("http://localhost:" + upstream.port()))) {
            assertThat(wires.ask(GET).status()).isEqualTo(200);
            assertThat(wires.received("Host")).containsExactly("localhost:" + upstream.port());
        }
    }

    @Test
    void aNameThatDoesNotExistIsABadGateway() throws IOException {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        try (Wires wires = Wires.of(upstream, proxy().forward("http://no-such-name.invalid"))) {
            assertThat(wires.ask(GET).status()).isEqualTo(502);
        }
    }

    @Test
    void connectionsOfAStoppedGatewayAreClosed() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            assertThat(wires.ask(GET).status()).isEqualTo(200);
            wires.gateway().stop();
            wires.awaitNoUpstreamConnection();
        }
    }
}
