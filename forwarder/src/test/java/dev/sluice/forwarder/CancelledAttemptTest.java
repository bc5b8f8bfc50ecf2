package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Client;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.FakeUpstream;
import io.helidon.webclient.spi.DnsResolver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An attempt that is not needed any more, because another one has answered, is told that its client has left: at once, in
 * every phase, it ends and gives its place back. That is nobody's failure.
 */
@Timeout(20)
class CancelledAttemptTest {
    private static final FakeUpstream.Script SILENT = connection -> {
        connection.readHead();
        connection.readAll();
    };

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("dev.sluice.forwarder.pool.FailureLog");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void saysNothingInTheLog() {
        logger.removeHandler(handler);
        assertThat(lines).as("failures of upstreams").isEmpty();
    }

    private static void lose(Client client) {
        ((FakeClient) client).leave();
    }

    private static void isNobodysFailure(FutureTask<Response> attempt, Sent sent) throws Exception {
        try (Response response = attempt.get()) {
            Failure failure = response.failure().orElseThrow();
            assertThat(failure).isEqualTo(new Failure.ClientGone(sent));
            assertThat(failure.network()).as("counts against the upstream").isFalse();
        }
    }

    @Test
    void endsAtOnceWhileItWaitsForAPlace() throws Exception {
        try (Forwarding forwarding = new Forwarding(options -> options.maxConnections(1));
                FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            Response holder = forwarding.handle(Exchanges.get("/"), upstream);
            Request request = Exchanges.get("/");
            FutureTask<Response> attempt = forwarding.start(request, upstream);
            Forwarding.await(() -> forwarding.waiting(upstream) == 1);
            lose(request.client());
            isNobodysFailure(attempt, Sent.NOTHING);
            assertThat(forwarding.waiting(upstream)).isZero();
            Exchanges.send(holder);
            assertThat(forwarding.get(upstream)).as("the place is not lost").isEqualTo("ok");
            assertThat(forwarding.open(upstream)).isEqualTo(1);
        }
    }

    @Test
    void endsAtOnceWhileANameIsLookedUp() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        DnsResolver slow = (name, lookup) -> {
            asked.countDown();
            Forwarding.await(end);
            return InetAddress.getLoopbackAddress();
        };
        try (Forwarding forwarding = new Forwarding(options -> options.dns(slow))) {
            Request request = Exchanges.get("/").withUpstream(Upstream.of("http://slow.test:1"));
            FutureTask<Response> attempt = Forwarding.aside(() -> forwarding.handle(request));
            Forwarding.await(asked);
            lose(request.client());
            isNobodysFailure(attempt, Sent.NOTHING);
        } finally {
            end.countDown();
        }
    }

    @Test
    void endsAtOnceWhileItConnects() throws Exception {
        try (FakeBacklog full = new FakeBacklog();
                Forwarding forwarding = new Forwarding()) {
            Request request = Exchanges.get("/").withUpstream(full.upstream());
            FutureTask<Response> attempt = Forwarding.aside(() -> forwarding.handle(request));
            Forwarding.await(() -> forwarding.open(full.upstream()) == 1);
            lose(request.client());
            isNobodysFailure(attempt, Sent.NOTHING);
            assertThat(forwarding.open(full.upstream())).isZero();
        }
    }

    @Test
    void endsAtOnceInTheTlsHandshake() throws Exception {
        try (FakeUpstream mute = FakeUpstream.scripted(connection -> connection.readAll());
                Forwarding forwarding = new Forwarding()) {
            Upstream secure = Upstream.of("https://127.0.0.1:" + mute.port());
            Request request = Exchanges.get("/").withUpstream(secure);
            FutureTask<Response> attempt = Forwarding.aside(() -> forwarding.handle(request));
            Forwarding.await(() -> mute.openConnections() == 1);
            lose(request.client());
            isNobodysFailure(attempt, Sent.NOTHING);
            assertThat(forwarding.open(secure)).isZero();
            Forwarding.await(() -> mute.openConnections() == 0);
        }
    }

    @Test
    void endsAtOnceWhileItWaitsForTheHead() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(SILENT)) {
            Request request = Exchanges.get("/");
            FutureTask<Response> attempt = forwarding.start(request, upstream);
            Forwarding.await(() -> upstream.heads().size() == 1);
            lose(request.client());
            isNobodysFailure(attempt, Sent.ALL);
            Forwarding.await(() -> upstream.openConnections() == 0);
            assertThat(forwarding.open(upstream)).isZero();
        }
    }

    @Test
    void endsAtOnceWhileItSendsABody() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(SILENT)) {
            BlockedBody body = new BlockedBody("x");
            Fields fields = Fields.of("Host", "h", "Transfer-Encoding", "chunked");
            Request request = Exchanges.request("PUT", "/", fields, body);
            FutureTask<Response> attempt = forwarding.start(request, upstream);
            Forwarding.await(() -> upstream.heads().size() == 1 && body.isRead());
            lose(request.client());
            isNobodysFailure(attempt, Sent.HEAD);
            assertThat(body.isClosed()).isTrue();
            Forwarding.await(() -> upstream.openConnections() == 0);
            assertThat(forwarding.open(upstream)).isZero();
        }
    }

    @Test
    void endsAtOnceIfItsResponseIsThrownAway() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream =
                        FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nonly the start")) {
            Request request = Exchanges.request("GET", "/", Fields.of("Host", "h"), Body.empty());
            forwarding.handle(request, upstream).close();
            Forwarding.await(() -> upstream.openConnections() == 0);
            assertThat(forwarding.open(upstream)).isZero();
            assertThat(((FakeClient) request.client()).watchers()).isZero();
        }
    }

    @Test
    void givesBackWhatItHasIfItIsLostInAnyMoment() throws Exception {
        try (Forwarding forwarding = new Forwarding(options -> options.maxConnections(4));
                FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            for (int i = 0; i < 300; i++) {
                Request request = Exchanges.get("/");
                FutureTask<Response> attempt = forwarding.start(request, upstream);
                for (int spin = 0; spin < i * 20; spin++) {
                    Thread.onSpinWait();
                }
                lose(request.client());
                attempt.get().close();
            }
            forwarding.pass(Duration.ofSeconds(31));
            assertThat(forwarding.open(upstream))
                    .as("places that were never given back")
                    .isZero();
            assertThat(forwarding.get(upstream)).isEqualTo("ok");
        }
    }
}
