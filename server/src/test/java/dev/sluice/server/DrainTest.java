package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.core.time.Ticker;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that stops loses no request of a client that follows the protocol (RFC 9112 §9.6). */
@Timeout(60)
class DrainTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    /** A client that is silent for as long as this is one that a server may leave. */
    private static final Duration SILENCE = Duration.ofMillis(450);

    private static RunningServer start(ListenOptions.Builder options) {
        return RunningServer.start(Host.pipeline(List.of(), new Echo())::install, Host.HOSTING, options.build());
    }

    /** Asks again and again on one connection, until an answer says that there will be no other. */
    private static String untilClose(int port, CountDownLatch underWay) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            client.send(GET).answer();
            underWay.countDown();
            long answered = Ticker.system().nanos();
            while (true) {
                LockSupport.parkNanos(2_000_000);
                boolean silent = Ticker.system().nanos() - answered > SILENCE.toNanos();
                try {
                    Answer answer = client.send(GET).answer();
                    if (answer.has("Connection") && answer.field("Connection").equals("close")) {
                        return client.rest();
                    }
                } catch (IOException ended) {
                    return silent ? "" : "ended without an answer: " + ended;
                }
                answered = Ticker.system().nanos();
            }
        }
    }

    @Test
    @DisplayName("each of six clients that keep their connections gets an answer that says close")
    void keepAlive() throws Exception {
        RunningServer server = start(Host.listening().drainTimeout(Duration.ofSeconds(10)));
        CountDownLatch underWay = new CountDownLatch(6);
        List<Future<String>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                clients.add(threads.submit(() -> untilClose(server.port(), underWay)));
            }
            assertThat(underWay.await(10, TimeUnit.SECONDS)).isTrue();
            server.stop();
            for (Future<String> client : clients) {
                assertThat(client.get()).isEmpty();
            }
        }
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    @DisplayName("a request that comes on an idle connection once the stop has begun is answered with close")
    void idleConnection() throws Exception {
        RunningServer server = start(Host.listening().drainTimeout(Duration.ofSeconds(10)));
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(GET).answer();
            Thread stop = Thread.ofVirtual().start(server::stop);
            awaitRefusal(server.port());
            Answer answer = client.send(GET).answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
            stop.join();
        }
    }

    private static void awaitRefusal(int port) throws IOException {
        Await.until(() -> RawClient.isRefused(port));
    }

    @Test
    @DisplayName("a head of which a part has come when the stop begins is answered with close")
    void halfAHead() throws Exception {
        RunningServer server = start(Host.listening().drainTimeout(Duration.ofSeconds(10)));
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(GET).answer();
            client.send("GET /half HTTP/1.1\r\nHo");
            Thread stop = Thread.ofVirtual().start(server::stop);
            awaitRefusal(server.port());
            Answer answer = client.send("st: a\r\n\r\n").answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
            stop.join();
        }
    }

    @Test
    @DisplayName(
            "requests that were pipelined behind one that is served when the stop begins are answered, the last with close")
    void pipelined() throws Exception {
        CountDownLatch served = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Handler first = request -> {
            if (request.target().equals("/1")) {
                served.countDown();
                Ticker.system().await(goOn, Duration.ofSeconds(30));
            }
            return Response.of(Status.OK_200, request.target());
        };
        RunningServer server = RunningServer.start(
                Host.pipeline(List.of(), first)::install,
                Host.HOSTING,
                Host.listening().drainTimeout(Duration.ofSeconds(10)).build());
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(post("/1", "hello") + post("/2", "") + post("/3", "you"));
            served.await();
            Thread stop = Thread.ofVirtual().start(server::stop);
            awaitRefusal(server.port());
            goOn.countDown();
            for (String target : List.of("/1", "/2")) {
                Answer answer = client.answer();
                assertThat(answer.body()).isEqualTo(target);
                assertThat(answer.has("Connection")).isFalse();
            }
            Answer last = client.answer();
            assertThat(last.body()).isEqualTo("/3");
            assertThat(last.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
            stop.join();
        }
    }

    private static String post(String target, String body) {
        return "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    @DisplayName("within the drain delay clients are accepted and answered as ever, but it says that it drains")
    void drainDelay() throws Exception {
        RunningServer server = start(Host.listening().drainDelay(Duration.ofMinutes(10)));
        int port = server.port();
        assertThat(server.isDraining()).isFalse();
        try (RawClient before = RawClient.connect(port)) {
            before.send(GET).answer();
            Thread stop = Thread.ofVirtual().start(server::stop);
            Await.until(server::isDraining);
            try (RawClient fresh = RawClient.connect(port)) {
                assertThat(fresh.send(GET).answer().has("Connection")).isFalse();
                assertThat(fresh.send(GET).answer().status()).isEqualTo(200);
                assertThat(before.send(GET).answer().has("Connection")).isFalse();
            }
            assertThat(server.isRunning()).isTrue();
            stop.interrupt();
            stop.join();
            assertThat(server.isRunning()).isFalse();
            assertThatThrownBy(() -> RawClient.connect(port)).isInstanceOf(IOException.class);
        }
    }

    @Test
    @DisplayName("what has not ended when the drain timeout has passed is counted in a line of the log")
    void cutAfterTheDrain() throws Exception {
        CountDownLatch served = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        FakeTunnel silent = new FakeTunnel();
        Handler endless = request -> {
            if (request.target().equals("/tunnel")) {
                return Response.switching(
                        Fields.of("Connection", "Upgrade", "Upgrade", "websocket"), silent, Provenance.LOCAL);
            }
            served.countDown();
            try {
                never.await();
            } catch (InterruptedException cut) {
                Thread.currentThread().interrupt();
            }
            return Response.of(Status.OK_200);
        };
        RunningServer server = RunningServer.start(
                Host.pipeline(List.of(), endless)::install,
                Host.HOSTING,
                Host.listening().drainTimeout(Duration.ofMillis(100)).build());
        int port = server.port();
        try (LogLines log = LogLines.collecting();
                RawClient idle = RawClient.connect(port);
                RawClient one = RawClient.connect(port).send(GET);
                RawClient two = RawClient.connect(port).send(GET);
                RawClient tunnel = RawClient.connect(port)
                        .send("GET /tunnel HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")) {
            assertThat(tunnel.head()).startsWith("HTTP/1.1 101 ");
            assertThat(List.of(idle, one, two)).doesNotContainNull();
            served.await();
            server.stop();
            assertThat(log.lines())
                    .containsExactly("the listener at 127.0.0.1:" + port
                            + " cuts what has not ended 100 ms after its drain began: 2 exchanges, 1 tunnels");
        }
    }

    @Test
    @DisplayName("a drain that cuts nothing says nothing")
    void nothingCut() throws Exception {
        RunningServer server = start(Host.listening().drainTimeout(Duration.ofSeconds(10)));
        try (LogLines log = LogLines.collecting();
                RawClient client = RawClient.connect(server.port())) {
            client.send(GET).answer();
            server.stop();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @DisplayName("a second stop ends the drain delay")
    void secondStop() throws Exception {
        RunningServer server = start(Host.listening().drainDelay(Duration.ofMinutes(10)));
        Thread stop = Thread.ofVirtual().start(server::stop);
        Await.until(server::isDraining);
        server.stop();
        stop.join();
        assertThat(server.isRunning()).isFalse();
    }
}
