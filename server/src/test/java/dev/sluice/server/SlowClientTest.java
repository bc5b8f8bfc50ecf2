package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.Exchanges.Outcomes;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is too slow is cut, and nobody else waits for them (RFC 9110 §15.5.9). */
class SlowClientTest {
    private static final Duration SHORT = Duration.ofMillis(150);
    /** Long enough for an honest head on a busy machine. */
    private static final Duration LONGER = Duration.ofMillis(500);

    private static WireOptions.Builder patient() {
        return WireOptions.builder();
    }

    @ParameterizedTest(name = "a head that stops after \"{0}\" is answered 408 and closed")
    @ValueSource(strings = {"G", "GET / HTTP/1.1", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\n", "\r\n"})
    void slowHead(String start) throws IOException {
        try (Host.Running server =
                        Host.wire(new Echo(), patient().headTimeout(SHORT).build());
                RawClient client = server.connect()) {
            Answer answer = client.send(start).answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @DisplayName("a head that drips is cut when its time is up, however steadily it drips")
    void drippingHead() throws IOException {
        try (Host.Running server =
                        Host.wire(new Echo(), patient().headTimeout(SHORT).build());
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
            CountDownLatch answered = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> drip(client, answered));
            assertThat(client.answer().status()).isEqualTo(408);
            answered.countDown();
        }
    }

    private static void drip(RawClient client, CountDownLatch answered) {
        try {
            while (!await(answered, Duration.ofMillis(5))) {
                client.send("x");
            }
        } catch (IOException closed) {
            // that is what the test waits for
        }
    }

    @Test
    @DisplayName("a connection that never says a word is closed without an answer")
    void silentConnection() throws IOException {
        try (Host.Running server =
                        Host.wire(new Echo(), patient().headTimeout(SHORT).build());
                RawClient client = server.connect()) {
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @DisplayName("an idle connection is closed without an answer")
    void idleConnection() throws IOException {
        try (Host.Running server =
                        Host.wire(new Echo(), patient().idleTimeout(SHORT).build());
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest(name = "a body that stops after \"{0}\" is answered 408 and closed")
    @ValueSource(
            strings = {
                "Content-Length: 10\r\n\r\n",
                "Content-Length: 10\r\n\r\nabc",
                "Transfer-Encoding: chunked\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n3\r\nab",
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
            })
    void slowBody(String start) throws IOException {
        try (Host.Running server =
                        Host.wire(new Echo(), patient().bodyTimeout(SHORT).build());
                RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\n" + start);
            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @DisplayName("the time of a head does not run while a response is on its way")
    void slowPipeline() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (Host.Running server = Host.wire(
                        request -> {
                            await(never, LONGER.multipliedBy(2));
                            return Response.of(Status.OK_200, "late");
                        },
                        patient()
                                .headTimeout(LONGER)
                                .idleTimeout(LONGER)
                                .bodyTimeout(LONGER)
                                .build());
                RawClient client = server.connect()) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().body())
                    .isEqualTo("late");
        }
    }

    private static boolean await(CountDownLatch latch, Duration atMost) {
        try {
            return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    @DisplayName("a client that does not read is cut, and the gates learn of it")
    void slowReader() throws IOException, InterruptedException {
        Outcomes outcomes = new Outcomes();
        CountDownLatch ended = new CountDownLatch(1);
        TrackedBody endless = TrackedBody.ofUnknownLength("x".repeat(20_000_000));
        try (Host.Running server = Host.wire(
                        request -> Response.of(Status.OK_200, Fields.EMPTY, endless)
                                .onEnd(outcomes)
                                .onEnd(outcome -> ended.countDown()),
                        patient().bodyTimeout(SHORT).build());
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(outcomes.only().ending()).isEqualTo(Outcome.Ending.BROKEN);
            assertThat(outcomes.only().failure().map(Failure::reason)).contains("client-too-slow");
            endless.assertClosedOnce();
        }
    }

    @Test
    @DisplayName("hundreds of silent and dripping connections do not keep others waiting")
    void manySlowOnes() throws IOException {
        List<RawClient> slow = new ArrayList<>();
        try (Host.Running server = Host.WIRE.start(new Echo())) {
            for (int i = 0; i < 500; i++) {
                slow.add(server.connect().send(i % 2 == 0 ? "" : "GET / HT"));
            }
            try (RawClient quick = server.connect()) {
                assertThat(quick.send("GET /q HTTP/1.1\r\nHost: a\r\n\r\n")
                                .answer()
                                .status())
                        .isEqualTo(200);
            }
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }
}
