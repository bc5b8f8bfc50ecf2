package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningProxy;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One client holds what it can of an upstream's places, by each way of being slow: its neighbour is served all the time. */
@Timeout(60)
class SlowClientsTest {
    private static final int PLACES = 16;
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String UPGRADE =
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String UPLOAD = "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";
    private static final String DOWNLOAD = "GET /down HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int LONG = 64 * 1024 * 1024;

    private final List<RawClient> attackers = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    private static void serve(FakeUpstream.Connection connection) throws IOException {
        for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            if (head.contains("Upgrade: websocket")) {
                connection.write(SWITCHING);
                connection.readAll();
            } else if (head.startsWith("POST")) {
                connection.readAll();
            } else if (head.startsWith("GET /down")) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + LONG + "\r\n\r\n");
                connection.write("x".repeat(LONG));
            } else {
                connection.write(Wires.OK);
                continue;
            }
            return;
        }
    }

    private List<RawClient> attack(int port, String request, int times) throws IOException {
        List<RawClient> mine = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            mine.add(RawClient.connect(port).send(request));
        }
        attackers.addAll(mine);
        return mine;
    }

    private static String neighbour(int port) throws IOException {
        try (RawClient client = RawClient.over(
                new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName("127.0.0.2"), 0))) {
            return client.send(GET).answer().body();
        }
    }

    /** A byte every few milliseconds, so that no wait for the next one is long. */
    private void drip(List<RawClient> uploads) {
        try {
            while (!over.await(5, TimeUnit.MILLISECONDS)) {
                for (RawClient upload : uploads) {
                    upload.send("x");
                }
            }
        } catch (IOException | InterruptedException cut) {
            // an upload that was cut is what the test waits for
        }
    }

    private RunningProxy gateway(FakeUpstream upstream) {
        return Wires.start(
                proxy().forward(
                                upstream.url(),
                                options -> options.maxConnections(PLACES).maxTunnels(PLACES)),
                listen -> listen.clients(clients ->
                        clients.minRequestRate(10_000).minResponseRate(1L << 40).rateWindow(Duration.ofMillis(500))));
    }

    /** All the places that there are, and a neighbour beside. */
    private void attacked(RunningProxy gateway, String request) throws IOException {
        attack(gateway.port(), request, PLACES);
        for (int i = 0; i < 20; i++) {
            assertThat(neighbour(gateway.port())).isEqualTo("ok");
        }
    }

    @Test
    void oneClientsTunnelsDoNotLockOutItsNeighbour() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.scripted(SlowClientsTest::serve);
                RunningProxy gateway = gateway(upstream)) {
            attacked(gateway, UPGRADE);
        }
    }

    @Test
    void oneClientsUploadsDoNotLockOutItsNeighbourAndAreAnswered408() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.scripted(SlowClientsTest::serve);
                RunningProxy gateway = gateway(upstream)) {
            attacked(gateway, UPLOAD);
            Thread.ofVirtual().start(() -> drip(List.of(attackers.getFirst())));
            Eventually.holds("an upload is too slow", () -> slow(gateway, "listener.slow.requests") > 0);
            assertThat(neighbour(gateway.port())).isEqualTo("ok");
        }
    }

    @Test
    void oneClientsDownloadsDoNotLockOutItsNeighbourAndAreCut() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.scripted(SlowClientsTest::serve);
                RunningProxy gateway = gateway(upstream)) {
            attacked(gateway, DOWNLOAD);
            Eventually.holds("a download is too slow", () -> slow(gateway, "listener.slow.responses") > 0);
            assertThat(neighbour(gateway.port())).isEqualTo("ok");
        }
    }

    @AfterEach
    void end() throws IOException {
        over.countDown();
        for (RawClient attacker : attackers) {
            attacker.close();
        }
    }

    private static long slow(RunningProxy gateway, String name) {
        return gateway.stats().get(name);
    }
}
