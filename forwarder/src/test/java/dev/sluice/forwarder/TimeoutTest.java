package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.FakeUpstream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to those who wait, in every phase: time passes, or the client leaves. */
@Timeout(20)
class TimeoutTest {
    private static final FakeUpstream.Script SILENT = connection -> {
        connection.readHead();
        connection.readAll();
    };

    private static final FakeUpstream.Script HALF = connection -> {
        connection.readHead();
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        connection.readAll();
    };

    @Test
    void answers504WhenNoHeadComes() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(SILENT)) {
            FutureTask<Response> answer = forwarding.start(Exchanges.get("/"), upstream);
            Forwarding.await(() -> upstream.heads().size() == 1);
            forwarding.pass(Duration.ofSeconds(29));
            assertThat(answer.isDone()).isFalse();
            forwarding.pass(Duration.ofSeconds(1));
            assertThat(answer.get().status().code()).isEqualTo(504);
            assertThat(answer.get().failure()).contains(new Failure.TimedOut(Phase.RESPONSE, Sent.ALL));
            Forwarding.await(() -> upstream.openConnections() == 0);
        }
    }

    @Test
    void breaksTheTransferWhenTheBodyStops() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(HALF)) {
            Response response = forwarding.handle(Exchanges.get("/"), upstream);
            byte[] buffer = new byte[5];
            assertThat(response.body().read(buffer, 0, 5)).isEqualTo(5);
            forwarding.pass(Duration.ofHours(1)); // the client is slow, nobody waits for the upstream
            CompletableFuture<Thread> reader = new CompletableFuture<>();
            FutureTask<Integer> rest = Forwarding.aside(() -> {
                reader.complete(Thread.currentThread());
                return response.body().read(buffer, 0, 5);
            });
            Forwarding.awaitWaiting(reader.join());
            forwarding.pass(Duration.ofSeconds(60));
            assertThatThrownBy(rest::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            TransferException.class,
                            transfer -> assertThat(transfer.failure())
                                    .isEqualTo(new Failure.TimedOut(Phase.BETWEEN_BYTES, Sent.ALL)));
            response.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "Text/Event-Stream; charset=utf-8",
                "application/grpc",
                "application/grpc+proto",
                "application/grpc-web-text"
            })
    void letsAnEventStreamOrGrpcBeSilentForLonger(String type) throws Exception {
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\n:\n");
            connection.readAll();
        };
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(script)) {
            Response response = forwarding.handle(Exchanges.get("/"), upstream);
            byte[] buffer = new byte[8];
            assertThat(response.body().read(buffer, 0, 8)).isEqualTo(2);
            CompletableFuture<Thread> reader = new CompletableFuture<>();
            FutureTask<Integer> rest = Forwarding.aside(() -> {
                reader.complete(Thread.currentThread());
                return response.body().read(buffer, 0, 8);
            });
            Forwarding.awaitWaiting(reader.join());
            forwarding.pass(Duration.ofMinutes(59));
            assertThat(rest.isDone()).isFalse();
            forwarding.pass(Duration.ofMinutes(1));
            assertThatThrownBy(rest::get).hasCauseInstanceOf(TransferException.class);
            response.close();
        }
    }

    @Test
    void passesTheNextEventOfAStreamThatWasSilentForFiveMinutes() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        FakeUpstream.Script events = connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            Forwarding.await(later);
            connection.write("data: x\n\n");
        };
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(events);
                Response response = forwarding.handle(Exchanges.get("/"), upstream)) {
            CompletableFuture<Thread> reader = new CompletableFuture<>();
            FutureTask<String> rest = Forwarding.aside(() -> {
                reader.complete(Thread.currentThread());
                return Exchanges.text(response.body());
            });
            Forwarding.awaitWaiting(reader.join());
            for (int minute = 0; minute < 5; minute++) {
                forwarding.pass(Duration.ofMinutes(1));
            }
            later.countDown();
            assertThat(rest.get()).isEqualTo("data: x\n\n");
        }
    }

    @Test
    void waitsForeverIfToldTo() throws Exception {
        try (Forwarding forwarding = new Forwarding(
                        options -> options.responseTimeout(Duration.ZERO).betweenBytesTimeout(Duration.ZERO));
                FakeUpstream upstream = FakeUpstream.scripted(SILENT)) {
            FutureTask<Response> answer = forwarding.start(Exchanges.get("/"), upstream);
            Forwarding.await(() -> upstream.heads().size() == 1);
            forwarding.pass(Duration.ofDays(1));
            assertThat(answer.isDone()).isFalse();
        }
    }

    @Test
    void answers502WhenNobodyListens() {
        FakeUpstream upstream = FakeUpstream.scripted(SILENT);
        upstream.close();
        try (Forwarding forwarding = new Forwarding()) {
            Response response = forwarding.handle(Exchanges.get("/"), upstream);
            assertThat(response.status().code()).isEqualTo(502);
            assertThat(response.failure()).containsInstanceOf(Failure.ConnectFailed.class);
            assertThat(response.failure().orElseThrow().sent()).isEqualTo(Sent.NOTHING);
            assertThat(Exchanges.send(response)).as("nothing internal").isEqualTo("Bad Gateway\n");
            assertThat(forwarding.open(upstream)).as("its place is free again").isZero();
        }
    }

    @Test
    void answers502ForANameThatIsNone() {
        try (Forwarder forwarder = Forwarding.real(ForwarderOptions.defaults())) {
            Response response =
                    forwarder.handle(Exchanges.get("/").withUpstream(Upstream.of("http://no-such-host.invalid")));
            assertThat(response.failure()).containsInstanceOf(Failure.ConnectFailed.class);
            response.close();
        }
    }

    @Test
    void answers504WhenTheConnectionTakesTooLong() throws Exception {
        try (FakeBacklog full = new FakeBacklog();
                Forwarding forwarding = new Forwarding()) {
            FutureTask<Response> answer =
                    Forwarding.aside(() -> forwarding.handle(Exchanges.get("/").withUpstream(full.upstream())));
            Forwarding.passUntil(answer::isDone, () -> forwarding.pass(Duration.ofSeconds(6)));
            assertThat(answer.get().failure()).contains(new Failure.TimedOut(Phase.CONNECT, Sent.NOTHING));
            assertThat(answer.get().status().code()).isEqualTo(504);
        }
    }

    @Test
    void answers504WhenTheTlsHandshakeTakesTooLong() throws Exception {
        try (FakeUpstream mute = FakeUpstream.scripted(connection -> connection.readAll());
                Forwarding forwarding = new Forwarding(
                        options -> options.connectTimeout(Duration.ofDays(1)).tlsTimeout(Duration.ofSeconds(3)))) {
            Upstream secure = Upstream.of("https://127.0.0.1:" + mute.port());
            FutureTask<Response> answer =
                    Forwarding.aside(() -> forwarding.handle(Exchanges.get("/").withUpstream(secure)));
            Forwarding.passUntil(answer::isDone, () -> forwarding.pass(Duration.ofSeconds(1)));
            assertThat(answer.get().failure()).contains(new Failure.TimedOut(Phase.TLS, Sent.NOTHING));
            assertThat(answer.get().failure().orElseThrow().unreached())
                    .as("another member may be picked")
                    .isTrue();
            assertThat(answer.get().status().code()).isEqualTo(504);
        }
    }

    @Test
    void abortsWhenTheClientLeavesBeforeTheHead() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(SILENT)) {
            var request = Exchanges.get("/");
            FutureTask<Response> answer = forwarding.start(request, upstream);
            Forwarding.await(() -> upstream.heads().size() == 1);
            FakeClient client = (FakeClient) request.client();
            client.leave();
            assertThat(answer.get().status().code()).isEqualTo(499);
            assertThat(answer.get().failure()).contains(new Failure.ClientGone(Sent.ALL));
            Forwarding.await(() -> upstream.openConnections() == 0);
            assertThat(client.watchers()).isZero();
            assertThat(forwarding.open(upstream)).isZero();
        }
    }

    @Test
    void abortsWhenTheClientLeavesWithinTheBody() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(HALF)) {
            var request = Exchanges.get("/");
            Response response = forwarding.handle(request, upstream);
            ((FakeClient) request.client()).leave();
            Forwarding.await(() -> upstream.openConnections() == 0);
            assertThatThrownBy(() -> Exchanges.send(response))
                    .isInstanceOfSatisfying(
                            TransferException.class,
                            transfer -> assertThat(transfer.failure()).isInstanceOf(Failure.ClientGone.class));
            assertThat(forwarding.open(upstream)).isZero();
        }
    }

    @Test
    void doesNothingForAClientThatHasLeft() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(SILENT)) {
            var request = Exchanges.get("/");
            ((FakeClient) request.client()).leave();
            Response response = forwarding.handle(request, upstream);
            assertThat(response.failure()).contains(new Failure.ClientGone(Sent.NOTHING));
            assertThat(upstream.heads()).isEmpty();
            response.close();
        }
    }

    @Test
    void aClientThatHasLeftCostsNoConnection() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            assertThat(forwarding.get(upstream)).isEqualTo("ok");
            var request = Exchanges.get("/");
            ((FakeClient) request.client()).leave();
            forwarding.handle(request, upstream).close();
            assertThat(forwarding.open(upstream)).as("kept for the next").isEqualTo(1);
        }
    }

    @Test
    void forgetsTheClientWhenTheExchangeEnds() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            var request = Exchanges.get("/");
            Exchanges.send(forwarding.handle(request, upstream));
            FakeClient client = (FakeClient) request.client();
            assertThat(client.watchers()).isZero();
            client.leave();
            assertThat(forwarding.get(upstream)).isEqualTo("ok");
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }
}
