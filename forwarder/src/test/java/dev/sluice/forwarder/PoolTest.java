package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.FakeUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connection a request gets, how many there are, and which are not used again. */
@Timeout(20)
class PoolTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** Answers with the number of the connection. */
    private static FakeUpstream numbering() {
        AtomicInteger count = new AtomicInteger();
        return FakeUpstream.scripted(connection -> {
            int number = count.incrementAndGet();
            while (connection.readRequest()) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number);
            }
        });
    }

    @Test
    void takesTheConnectionThatRestedShortest() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = numbering()) {
            Response first = forwarding.handle(Exchanges.get("/"), upstream);
            Response second = forwarding.handle(Exchanges.get("/"), upstream);
            Exchanges.send(first);
            Exchanges.send(second);
            assertThat(forwarding.get(upstream)).isEqualTo("2");
            assertThat(forwarding.get(upstream)).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok!",
                "HTTP/1.1 204 No Content\r\n\r\nsurprise",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nbody"
            })
    void doesNotUseAConnectionAgainThatIsSaidToEndOrSaysTooMuch_rfc9112_9_3(String answer) {
        FakeUpstream.Script script = connection -> {
            while (connection.readRequest()) {
                connection.write(answer);
            }
        };
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(script)) {
            forwarding.get(upstream);
            forwarding.get(upstream);
            assertThat(upstream.connections()).isEqualTo(2);
        }
    }

    @Test
    void usesAnHttp10ConnectionAgainIfItSaysSo_rfc9112_9_3() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.answering(
                        "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok")) {
            forwarding.get(upstream);
            forwarding.get(upstream);
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NTLM", "Negotiate", "negotiate oYG=", "ntlm TlRM"})
    void doesNotShareAConnectionThatAsksForCredentialsOfItsOwn(String challenge) {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 401 Unauthorized\r\n"
                        + "WWW-Authenticate: Basic realm=x\r\nWWW-Authenticate: " + challenge
                        + "\r\nContent-Length: 0\r\n\r\n")) {
            forwarding.get(upstream);
            forwarding.get(upstream);
            assertThat(upstream.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"NTLM TlRM, 2", "Negotiate YII=, 2", "Basic eDp5, 1", "Bearer x, 1"})
    void doesNotShareAConnectionThatAClientAuthenticated(String credentials, int connections) {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Fields fields = Fields.of("Host", "h", "Authorization", credentials);
            Exchanges.send(forwarding.handle(Exchanges.request("GET", "/", fields, Body.empty()), upstream));
            assertThat(forwarding.get(upstream)).isEqualTo("ok");
            assertThat(upstream.connections()).isEqualTo(connections);
        }
    }

    @Test
    void closesAConnectionWhoseAnswerIsThrownAway() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            forwarding.handle(Exchanges.get("/"), upstream).close();
            Forwarding.await(() -> upstream.openConnections() == 0);
            assertThat(forwarding.get(upstream)).isEqualTo("ok");
        }
    }

    /** Answers one request on the first connection and closes it at the next, without a byte. */
    private static FakeUpstream stale() {
        AtomicInteger count = new AtomicInteger();
        return FakeUpstream.scripted(connection -> {
            boolean first = count.getAndIncrement() == 0;
            while (connection.readRequest()) {
                connection.write(OK);
                if (first) {
                    connection.readHead();
                    return;
                }
            }
        });
    }

    @Test
    void repeatsAGetThatAnIdleConnectionSwallowed_rfc9112_9_3_1() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = stale()) {
            forwarding.get(upstream);
            assertThat(forwarding.get(upstream)).isEqualTo("ok");
            assertThat(upstream.heads()).as("seen twice, answered once").hasSize(3);
        }
    }

    @Test
    void neverSendsAPostTwice_rfc9110_9_2_2() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = stale()) {
            forwarding.get(upstream);
            Response response = forwarding.handle(Exchanges.post("/", "pay"), upstream);
            assertThat(response.status().code()).isEqualTo(502);
            assertThat(response.failure().orElseThrow().sent()).isEqualTo(Sent.ALL);
            assertThat(upstream.heads()).hasSize(2);
            response.close();
        }
    }

    @Test
    void repeatsAPutFromItsFirstByteIfItsBodyCanBeReadAgain() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = stale()) {
            forwarding.get(upstream);
            var put = Exchanges.request("PUT", "/", Fields.of("Host", "h"), Body.of("state"));
            assertThat(Exchanges.send(forwarding.handle(put, upstream))).isEqualTo("ok");
        }
    }

    @Test
    void doesNotTrustAnIdleConnectionWithAPostThatTheUpstreamHasClosed() throws Exception {
        FakeUpstream.Script script = connection -> {
            connection.readRequest();
            connection.write(OK);
        };
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(script)) {
            for (int i = 0; i < 5; i++) {
                forwarding.get(upstream);
                Forwarding.await(() -> upstream.openConnections() == 0);
                assertThat(Exchanges.send(forwarding.handle(Exchanges.post("/", "pay"), upstream)))
                        .isEqualTo("ok");
            }
            assertThat(upstream.heads()).hasSize(10);
        }
    }

    @Test
    void doesNotTakeForAnAnswerWhatAnIdleConnectionSays_rfc9112_9_2() {
        String late = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n";
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch said = new CountDownLatch(1);
        FakeUpstream.Script script = connection -> {
            while (connection.readRequest()) {
                connection.write(OK);
                if (said.getCount() > 0) {
                    Forwarding.await(answered);
                    connection.write(late);
                    said.countDown();
                }
            }
        };
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(script)) {
            forwarding.get(upstream);
            answered.countDown();
            Forwarding.await(said);
            forwarding.pass(Duration.ofMillis(10));
            assertThat(forwarding.get(upstream)).isEqualTo("ok");
            assertThat(upstream.connections()).isEqualTo(2);
        }
    }

    @Test
    void doesNotRepeatOnANewConnection() {
        FakeUpstream.Script script = connection -> connection.readHead();
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(script)) {
            Response response = forwarding.handle(Exchanges.get("/"), upstream);
            assertThat(response.status().code()).isEqualTo(502);
            assertThat(upstream.heads()).hasSize(1);
            response.close();
        }
    }

    private static Forwarding bounded(int connections, int waiting) {
        return new Forwarding(options -> options.maxConnections(connections).maxWaiting(waiting));
    }

    @Test
    void letsARequestWaitForTheConnectionOfAnother() throws Exception {
        try (Forwarding forwarding = bounded(1, 1);
                FakeUpstream upstream = numbering()) {
            Response first = forwarding.handle(Exchanges.get("/"), upstream);
            FutureTask<Response> second = forwarding.start(Exchanges.get("/"), upstream);
            Forwarding.await(() -> forwarding.waiting(upstream) == 1);
            Exchanges.send(first);
            assertThat(Exchanges.send(second.get())).isEqualTo("1");
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void letsAWaitingRequestOpenAConnectionWhenOneIsClosed() throws Exception {
        try (Forwarding forwarding = bounded(1, 1);
                FakeUpstream upstream = numbering()) {
            Response first = forwarding.handle(Exchanges.get("/"), upstream);
            FutureTask<Response> second = forwarding.start(Exchanges.get("/"), upstream);
            Forwarding.await(() -> forwarding.waiting(upstream) == 1);
            first.close();
            assertThat(Exchanges.send(second.get())).isEqualTo("2");
        }
    }

    @Test
    void answers503AtOnceWhenTooManyWait() {
        try (Forwarding forwarding = bounded(1, 0);
                FakeUpstream upstream = numbering()) {
            Response first = forwarding.handle(Exchanges.get("/"), upstream);
            Response second = forwarding.handle(Exchanges.get("/"), upstream);
            assertThat(second.status().code()).isEqualTo(503);
            assertThat(second.failure()).containsInstanceOf(Failure.Overloaded.class);
            assertThat(second.fields().first("Retry-After")).contains("1");
            second.close();
            assertThat(Exchanges.send(first)).isEqualTo("1");
            assertThat(forwarding.get(upstream)).isEqualTo("1");
        }
    }

    @Test
    void answers504WhenTheWaitIsTooLongAndLeavesTheQueue() throws Exception {
        try (Forwarding forwarding = bounded(1, 5);
                FakeUpstream upstream = numbering()) {
            Response first = forwarding.handle(Exchanges.get("/"), upstream);
            FutureTask<Response> second = forwarding.start(Exchanges.get("/"), upstream);
            Forwarding.await(() -> forwarding.waiting(upstream) == 1);
            forwarding.pass(Duration.ofSeconds(5));
            assertThat(second.get().failure()).contains(new Failure.TimedOut(Phase.POOL, Sent.NOTHING));
            assertThat(second.get().status().code()).isEqualTo(504);
            assertThat(second.get().provenance().timings().queue())
                    .isEqualTo(Duration.ofSeconds(5).toNanos());
            assertThat(forwarding.waiting(upstream)).isZero();
            Exchanges.send(first);
            assertThat(forwarding.get(upstream)).isEqualTo("1");
        }
    }

    @Test
    void leavesTheQueueWhenTheClientLeaves() throws Exception {
        try (Forwarding forwarding = bounded(1, 5);
                FakeUpstream upstream = numbering()) {
            Response first = forwarding.handle(Exchanges.get("/"), upstream);
            var request = Exchanges.get("/");
            FutureTask<Response> second = forwarding.start(request, upstream);
            Forwarding.await(() -> forwarding.waiting(upstream) == 1);
            ((FakeClient) request.client()).leave();
            assertThat(second.get().status().code()).isEqualTo(499);
            Exchanges.send(first);
            assertThat(forwarding.get(upstream)).isEqualTo("1");
        }
    }

    @Test
    void doesNotQueueForAClientThatHasLeft() {
        try (Forwarding forwarding = bounded(1, 1);
                FakeUpstream upstream = numbering()) {
            Response first = forwarding.handle(Exchanges.get("/"), upstream);
            for (int i = 0; i < 3; i++) {
                var request = Exchanges.get("/");
                ((FakeClient) request.client()).leave();
                Response second = forwarding.handle(request, upstream);
                assertThat(second.status().code()).isEqualTo(499);
                second.close();
            }
            assertThat(forwarding.waiting(upstream)).isZero();
            assertThat(Exchanges.send(first)).isEqualTo("1");
            assertThat(forwarding.get(upstream)).isEqualTo("1");
        }
    }

    @Test
    void closesIdleConnectionsAfterTheirTimeAndForgetsTheUpstream() {
        try (Forwarding forwarding = new Forwarding(options -> options.idleTimeout(Duration.ofSeconds(30)));
                FakeUpstream upstream = numbering()) {
            forwarding.get(upstream);
            forwarding.pass(Duration.ofSeconds(29));
            assertThat(forwarding.get(upstream)).isEqualTo("1");
            forwarding.pass(Duration.ofSeconds(29));
            assertThat(forwarding.pools()).isEqualTo(1);
            forwarding.pass(Duration.ofSeconds(2));
            Forwarding.await(() -> upstream.openConnections() == 0);
            assertThat(forwarding.pools()).isZero();
            assertThat(forwarding.get(upstream)).isEqualTo("2");
        }
    }

    @Test
    void closesIdleConnectionsAtOnceAndUsedOnesAtTheirEnd() {
        Forwarding forwarding = new Forwarding();
        try (FakeUpstream upstream = numbering()) {
            Response used = forwarding.handle(Exchanges.get("/"), upstream);
            forwarding.get(upstream);
            forwarding.close();
            Forwarding.await(() -> upstream.openConnections() == 1);
            assertThat(Exchanges.send(used)).isEqualTo("1");
            Forwarding.await(() -> upstream.openConnections() == 0);
        }
    }

    @Test
    void neverOpensMoreConnectionsThanAllowedHoweverManyAsk() throws Exception {
        try (Forwarding forwarding = bounded(4, 1024);
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            List<FutureTask<Integer>> clients = new ArrayList<>();
            for (int client = 0; client < 32; client++) {
                clients.add(Forwarding.aside(() -> {
                    int answered = 0;
                    for (int i = 0; i < 50; i++) {
                        answered += forwarding.get(upstream).equals("ok") ? 1 : 0;
                    }
                    return answered;
                }));
            }
            for (FutureTask<Integer> client : clients) {
                assertThat(client.get()).isEqualTo(50);
            }
            assertThat(upstream.connections()).isLessThanOrEqualTo(4);
            assertThat(forwarding.open(upstream)).isEqualTo(upstream.openConnections());
        }
    }
}
