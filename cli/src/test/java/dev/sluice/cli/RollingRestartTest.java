package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.FreePort;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.RawHttp2Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients of a process notice when it is told to end, as in each rolling restart. */
@Timeout(120)
class RollingRestartTest {
    private static final int CLIENTS = 50;
    private static final Duration PAUSE = Duration.ofMillis(20);
    /** How often each client asks before the process is told to end. */
    private static final int USUAL = 10;

    private static final int STREAMS = 5;
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    Path directory;

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final FakeUpstream upstream = FakeUpstream.scripted(connection -> {
        while (connection.readRequest()) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    });
    private CountDownLatch underWay = new CountDownLatch(0);
    private final List<Future<String>> told = new ArrayList<>();

    @AfterEach
    void close() {
        clients.shutdownNow();
        upstream.close();
    }

    private Sluice proxy(String url, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of("proxy", "--listen", "127.0.0.1:0"));
        Collections.addAll(args, options);
        args.add(url);
        return Sluice.start(directory, args.toArray(String[]::new));
    }

    private static int port(Sluice sluice) throws IOException {
        return Integer.parseInt(sluice.line("listening").replaceFirst(".*:([0-9]+), .*", "$1"));
    }

    private void load(int port) throws InterruptedException {
        load(CLIENTS, () -> untilClose(port));
    }

    private void load(int count, Callable<String> client) throws InterruptedException {
        underWay = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            told.add(clients.submit(client));
        }
        assertThat(underWay.await(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Asks every 20 ms on one connection, until an answer says that there will be no other. */
    private String untilClose(int port) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            for (int answers = 0; ; answers++) {
                Answer answer = client.send(GET).answer();
                if (answer.status() != 200) {
                    return answer.head();
                }
                if (answer.has("Connection")) {
                    return answer.field("Connection") + client.rest();
                }
                if (answers == USUAL) {
                    underWay.countDown();
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Asks every 20 ms on several streams of one connection, until a GOAWAY says that there should be no more. */
    private String untilGoAway(int port) throws IOException {
        try (RawHttp2Client client = RawHttp2Client.connect(port)) {
            client.handshake();
            for (int rounds = 0; ; rounds++) {
                Set<Integer> open = new HashSet<>();
                for (int i = 0; i < STREAMS; i++) {
                    open.add(client.request("GET", "/"));
                }
                if (isToldToLeaveBeforeAllAreAnswered(client, open)) {
                    client.expectClosed();
                    return "close";
                }
                if (rounds == USUAL) {
                    underWay.countDown();
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static boolean isToldToLeaveBeforeAllAreAnswered(RawHttp2Client client, Set<Integer> open) {
        boolean told = false;
        while (!open.isEmpty()) {
            Http2Frame frame = client.next();
            switch (frame.type()) {
                case Http2Frame.GOAWAY -> told = true;
                case Http2Frame.PING -> client.send(Http2Frame.PING, Http2Frame.ACK, 0, frame.payload());
                case Http2Frame.HEADERS -> assertThat(frame.status()).isEqualTo(200);
                case Http2Frame.RST_STREAM, Http2Frame.CLOSED ->
                    throw new AssertionError(open + " lost: " + client.seen());
                default -> {}
            }
            if (frame.endsStream()) {
                open.remove(frame.stream());
            }
        }
        return told;
    }

    private void assertThatNobodyLostAnything() throws Exception {
        List<String> ends = new ArrayList<>();
        for (Future<String> client : told) {
            ends.add(client.get(30, TimeUnit.SECONDS));
        }
        assertThat(ends).isEqualTo(Collections.nCopies(told.size(), "close"));
    }

    private void assertThatItEndsInOrder(Sluice sluice) throws Exception {
        long from = System.nanoTime();
        sluice.terminate();
        assertThatNobodyLostAnything();
        assertThat(sluice.exitCode()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(10));
        assertThat(sluice.errors()).isEmpty();
    }

    @Test
    void fiftyClientsLoseNothingAndItExitsWith0WithinTheDrainTimeout() throws Exception {
        try (Sluice sluice = proxy(upstream.url(), "--drain-timeout", "10s")) {
            load(port(sluice));
            assertThatItEndsInOrder(sluice);
        }
    }

    @Test
    void clientsOfHttp2LoseNothingEither() throws Exception {
        try (Sluice sluice = proxy(upstream.url(), "--drain-timeout", "10s")) {
            int port = port(sluice);
            load(CLIENTS / STREAMS, () -> untilGoAway(port));
            assertThatItEndsInOrder(sluice);
        }
    }

    @Test
    void readinessIsLostWithTheFirstSigtermAndCanBeReadUntilTheEnd() throws Exception {
        int admin = FreePort.next();
        String token = directory.resolve("token").toString();
        try (Sluice sluice = proxy(
                upstream.url(), "--admin", "127.0.0.1:" + admin, "--admin-token-file", token, "--drain-delay", "2s")) {
            int port = port(sluice);
            assertThat(ready(admin).status()).isEqualTo(200);
            sluice.terminate();
            Answer answer = ready(admin);
            while (answer.status() == 200) { // the signal is on its way
                answer = ready(admin);
            }
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("it was told to stop");
            try (RawClient client = RawClient.connect(port)) {
                assertThat(client.send(GET).answer().status())
                        .as("within the delay")
                        .isEqualTo(200);
            }
            assertThat(sluice.exitCode()).isZero();
        }
    }

    private static Answer ready(int admin) throws IOException {
        try (RawClient client = RawClient.connect(admin)) {
            return client.send("GET /observe/health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                    .answer();
        }
    }

    @Test
    void aSecondSigtermChangesNothing() throws Exception {
        try (Sluice sluice = proxy(upstream.url(), "--drain-delay", "300ms")) {
            load(port(sluice));
            sluice.terminate();
            sluice.terminate();
            LockSupport.parkNanos(PAUSE.toNanos());
            sluice.terminate();
            assertThatNobodyLostAnything();
            assertThat(sluice.exitCode()).isZero();
            assertThat(sluice.errors()).isEmpty();
        }
    }

    @Test
    void withinTheDrainDelayNewConnectionsAreServedAsEver() throws Exception {
        Duration delay = Duration.ofSeconds(1);
        try (Sluice sluice = proxy(upstream.url(), "--drain-delay", "1s")) {
            int port = port(sluice);
            load(port);
            long from = System.nanoTime();
            sluice.terminate();
            int served = 0;
            while (System.nanoTime() - from < delay.toNanos() * 8 / 10) {
                try (RawClient fresh = RawClient.connect(port)) {
                    Answer answer = fresh.send(GET).answer();
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.has("Connection")).isFalse();
                    served++;
                }
            }
            assertThat(served).isGreaterThan(10);
            assertThatNobodyLostAnything();
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThanOrEqualTo(delay);
            assertThat(sluice.exitCode()).isZero();
            assertThat(sluice.errors()).isEmpty();
        }
    }

    @Test
    void anEventStreamAndATunnelGoOnForTheDrainTimeoutAndTheLogTellsThatTheyWereCut() throws Exception {
        try (FakeUpstream endless = FakeUpstream.scripted(connection -> {
                    String head = connection.readHead();
                    if (head.startsWith("GET /tunnel")) {
                        connection.write(
                                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                    } else {
                        connection.write(
                                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
                        connection.write("9\r\ndata: 1\n\n\r\n");
                    }
                    connection.awaitClose();
                });
                Sluice sluice = proxy(endless.url(), "--drain-timeout", "600ms")) {
            int port = port(sluice);
            try (RawClient events = RawClient.connect(port).send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
                    RawClient tunnel = RawClient.connect(port)
                            .send(
                                    "GET /tunnel HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")) {
                assertThat(events.head()).startsWith("HTTP/1.1 200 ");
                assertThat(events.chunk()).isEqualTo("data: 1\n\n");
                assertThat(tunnel.head()).startsWith("HTTP/1.1 101 ");
                long from = System.nanoTime();
                sluice.terminate();
                assertThat(sluice.exitCode()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - from))
                        .isBetween(Duration.ofMillis(600), Duration.ofSeconds(10));
            }
            assertThat(sluice.errors())
                    .filteredOn(line -> line.contains("RunningServer"))
                    .singleElement()
                    .asString()
                    .contains("cuts what has not ended 600 ms after its drain began: 1 exchanges, 1 tunnels");
        }
    }
}
