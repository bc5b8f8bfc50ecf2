package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Tunnel;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.FakeUpstream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time of one attempt, and the deadline of a request, up to the head of the response. */
@Timeout(20)
class AttemptTimeoutTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final FakeUpstream.Script SILENT = connection -> {
        connection.readHead();
        connection.readAll();
    };

    private static Forwarding attempts(Duration timeout) {
        return new Forwarding(options -> options.attemptTimeout(timeout));
    }

    private static Failure failure(FutureTask<Response> answer) throws Exception {
        try (Response response = answer.get()) {
            assertThat(response.status().code()).isEqualTo(504);
            return response.failure().orElseThrow();
        }
    }

    @Test
    void endsAnAttemptWhoseHeadDoesNotComeInItsTime() throws Exception {
        try (Forwarding forwarding = attempts(Duration.ofSeconds(3));
                FakeUpstream upstream = FakeUpstream.scripted(SILENT)) {
            FutureTask<Response> answer = forwarding.start(Exchanges.get("/"), upstream);
            Forwarding.await(() -> upstream.heads().size() == 1);
            forwarding.pass(Duration.ofSeconds(2));
            assertThat(answer.isDone()).isFalse();
            forwarding.pass(SECOND);
            assertThat(failure(answer)).isEqualTo(new Failure.TimedOut(Phase.ATTEMPT, Sent.ALL));
            Forwarding.await(() -> upstream.openConnections() == 0);
            assertThat(forwarding.open(upstream)).isZero();
        }
    }

    @Test
    void interimResponsesDoNotProlongAnAttempt() throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        FakeUpstream.Script busy = connection -> {
            connection.readHead();
            Forwarding.await(next);
            connection.write("HTTP/1.1 102 Processing\r\n\r\n");
            connection.readAll();
        };
        try (Forwarding forwarding = attempts(Duration.ofSeconds(3));
                FakeUpstream upstream = FakeUpstream.scripted(busy)) {
            Request request = Exchanges.get("/");
            FutureTask<Response> answer = forwarding.start(request, upstream);
            Forwarding.await(() -> upstream.heads().size() == 1);
            forwarding.pass(Duration.ofSeconds(2));
            next.countDown();
            Forwarding.await(() -> ((FakeClient) request.client()).interim().size() == 1);
            forwarding.pass(SECOND);
            assertThat(failure(answer)).isEqualTo(new Failure.TimedOut(Phase.ATTEMPT, Sent.ALL));
        }
    }

    @Test
    void endsAnAttemptThatWaitsForAPlace() throws Exception {
        try (Forwarding forwarding =
                        new Forwarding(options -> options.maxConnections(1).attemptTimeout(Duration.ofSeconds(3)));
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Response holder = forwarding.handle(Exchanges.get("/"), upstream);
            FutureTask<Response> answer = forwarding.start(Exchanges.get("/"), upstream);
            Forwarding.await(() -> forwarding.waiting(upstream) == 1);
            forwarding.pass(Duration.ofSeconds(3));
            assertThat(failure(answer)).isEqualTo(new Failure.TimedOut(Phase.ATTEMPT, Sent.NOTHING));
            assertThat(forwarding.waiting(upstream)).isZero();
            assertThat(Exchanges.send(holder)).isEqualTo("ok");
        }
    }

    @Test
    void saysThatAMemberCannotBeReachedIfTheTimePassesWhileConnecting() throws Exception {
        try (FakeBacklog full = new FakeBacklog();
                Forwarding forwarding = new Forwarding(
                        options -> options.connectTimeout(Duration.ofDays(1)).attemptTimeout(SECOND))) {
            FutureTask<Response> answer =
                    Forwarding.aside(() -> forwarding.handle(Exchanges.get("/").withUpstream(full.upstream())));
            Forwarding.passUntil(answer::isDone, () -> forwarding.pass(Duration.ofMillis(10)));
            assertThat(failure(answer)).isEqualTo(new Failure.TimedOut(Phase.CONNECT, Sent.NOTHING));
        }
    }

    @Test
    void endsAtTheDeadlineOfTheRequestIfThatIsEarlier() throws Exception {
        try (Forwarding forwarding = attempts(Duration.ofSeconds(3));
                FakeUpstream upstream = FakeUpstream.scripted(SILENT)) {
            FutureTask<Response> answer = forwarding.start(forwarding.within(SECOND, Exchanges.get("/")), upstream);
            Forwarding.await(() -> upstream.heads().size() == 1);
            forwarding.pass(SECOND);
            Failure failure = failure(answer);
            assertThat(failure).isEqualTo(new Failure.TimedOut(Phase.TOTAL, Sent.ALL));
            assertThat(failure.network()).as("the upstream had all of it").isTrue();
        }
    }

    @Test
    void sendsNothingWhenTheDeadlineHasPassedAndKeepsItsConnections() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            forwarding.get(upstream);
            Request late = forwarding.within(SECOND, Exchanges.get("/"));
            forwarding.pass(SECOND);
            Failure failure = failure(forwarding.start(late, upstream));
            assertThat(failure).isEqualTo(new Failure.TimedOut(Phase.TOTAL, Sent.NOTHING));
            assertThat(failure.network()).as("nobody asked the upstream").isFalse();
            assertThat(upstream.heads()).hasSize(1);
            assertThat(forwarding.get(upstream)).isEqualTo("ok");
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void doesNotBlameTheUpstreamIfTheClientHasNotSentItsBody() throws Exception {
        try (Forwarding forwarding = attempts(Duration.ofSeconds(3));
                FakeUpstream upstream = FakeUpstream.scripted(SILENT)) {
            BlockedBody slow = new BlockedBody("x");
            Fields fields = Fields.of("Host", "h", "Transfer-Encoding", "chunked");
            FutureTask<Response> answer = forwarding.start(Exchanges.request("PUT", "/", fields, slow), upstream);
            Forwarding.await(() -> upstream.heads().size() == 1 && slow.isRead());
            forwarding.pass(Duration.ofSeconds(3));
            Failure failure = failure(answer);
            assertThat(failure).isEqualTo(new Failure.TimedOut(Phase.ATTEMPT, Sent.HEAD));
            assertThat(failure.network()).isFalse();
            assertThat(slow.isClosed()).isTrue();
        }
    }

    @Test
    void doesNotCutAnEventStreamWhoseHeadIsThere() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        FakeUpstream.Script events = connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n:\n");
            Forwarding.await(later);
            connection.write("data: x\n\n");
        };
        try (Forwarding forwarding = attempts(SECOND);
                FakeUpstream upstream = FakeUpstream.scripted(events)) {
            Request request = forwarding.within(Duration.ofSeconds(2), Exchanges.get("/"));
            try (Response response = forwarding.handle(request, upstream)) {
                forwarding.pass(Duration.ofMinutes(5));
                later.countDown();
                assertThat(Exchanges.text(response.body())).isEqualTo(":\ndata: x\n\n");
            }
        }
    }

    @Test
    void doesNotCutATunnelWhoseHeadIsThere() {
        FakeUpstream.Script echo = connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
            connection.write(connection.read(2));
        };
        try (Forwarding forwarding = attempts(SECOND);
                FakeUpstream upstream = FakeUpstream.scripted(echo)) {
            Fields fields = Fields.of("Host", "h", "Connection", "Upgrade", "Upgrade", "websocket");
            Request upgrade = forwarding.within(SECOND, Exchanges.request("GET", "/", fields, Body.empty()));
            try (Response response = forwarding.handle(upgrade, upstream)) {
                Tunnel tunnel = response.tunnel().orElseThrow();
                forwarding.pass(Duration.ofHours(5));
                tunnel.write("hi".getBytes(StandardCharsets.US_ASCII), 0, 2);
                assertThat(tunnel.read(new byte[2], 0, 2)).isPositive();
            }
        }
    }

    @Test
    void tellsTheUpstreamHowMuchTimeIsLeftToItIfAsked() {
        try (Forwarding forwarding = new Forwarding(
                        options -> options.attemptTimeout(Duration.ofSeconds(3)).deadlineField("X-Request-Timeout"));
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            forwarding.get(upstream);
            assertThat(upstream.heads().getLast()).contains("\r\nX-Request-Timeout: 3000\r\n");
            Request request = forwarding.within(Duration.ofSeconds(2), Exchanges.get("/"));
            forwarding.pass(Duration.ofMillis(500));
            Exchanges.send(forwarding.handle(request, upstream));
            assertThat(upstream.heads().getLast()).contains("\r\nX-Request-Timeout: 1500\r\n");
            Fields grpc = Fields.of("Host", "h", "Content-Type", "application/grpc", "grpc-timeout", "1H");
            Exchanges.send(forwarding.handle(Exchanges.request("POST", "/", grpc, Body.empty()), upstream));
            assertThat(upstream.heads().getLast())
                    .contains("\r\ngrpc-timeout: 3000000u\r\n")
                    .doesNotContain("X-Request-Timeout");
        }
    }

    @Test
    void tellsTheUpstreamNothingUnlessAsked() {
        try (Forwarding forwarding = attempts(SECOND);
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            forwarding.get(upstream);
            assertThat(upstream.heads().getLast()).doesNotContainIgnoringCase("timeout");
        }
    }
}
