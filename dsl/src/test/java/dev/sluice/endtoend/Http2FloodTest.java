package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawHttp2Client;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients of HTTP/2 that attack a listener, each by a fixed number of frames on several connections. A neighbour is served
 * meanwhile almost as fast as usual, and memory, threads and connections are given back.
 */
@Timeout(120)
class Http2FloodTest {
    private static final int ATTACKERS = 12;
    private static final int USUAL = 400;

    /** What a neighbour's exchange may take at least: below it the machine decides, not the gateway. */
    private static final long FLOOR_NANOS = Duration.ofMillis(2).toNanos();

    private static final long LEFT_BYTES = 4L * 1024 * 1024;

    @TempDir
    Path directory;

    private final List<RawHttp2Client> attackers = new ArrayList<>();
    private FakeUpstream upstream;
    private Wires wires;

    @BeforeEach
    void start() {
        upstream = FakeUpstream.scripted(this::serve);
        wires = Wires.listening(
                upstream,
                proxy().forward(upstream.url(), forward -> forward.maxConnections(1_000)),
                listen -> listen.clients(clients -> clients.minResponseRate(1L << 40)
                        .minRequestRate(1L << 40)
                        .rateWindow(Duration.ofSeconds(1))));
    }

    private void serve(FakeUpstream.Connection connection) throws IOException {
        for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            if (head.startsWith("GET /neighbour")) {
                connection.write(Wires.OK);
            } else if (head.startsWith("GET /large")) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n");
                connection.write(new byte[10_000_000]);
            } else {
                connection.readAll(); // until the gateway lets go
                return;
            }
        }
    }

    @AfterEach
    void end() throws IOException {
        attackers.forEach(RawHttp2Client::close);
        wires.close();
    }

    /** The 95th of a hundred exchanges, sorted by the time they took. */
    private long p95(List<Long> nanos) {
        return nanos.stream().sorted().toList().get(nanos.size() * 95 / 100);
    }

    private static long exchange(RawHttp2Client client) {
        long start = System.nanoTime();
        assertThat(client.exchange("/neighbour", 200)).isEqualTo("ok");
        client.credit(0, 2);
        return System.nanoTime() - start;
    }

    private List<Long> usual(RawHttp2Client neighbour) {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < 2 * USUAL; i++) {
            nanos.add(exchange(neighbour));
        }
        return nanos.subList(USUAL, 2 * USUAL); // the first ones warm up
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private long threads() {
        try {
            return Footprint.virtualThreads(directory).stream()
                    .filter(line -> line.contains("sluice"))
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAttackIsStoppedAndDelaysNoNeighbour(Http2Attack attack) throws Exception {
        RawHttp2Client neighbour = wires.http2();
        attack.isToldToCalmDown(wires.port()); // what is loaded and pooled once is no leak
        long usual = p95(usual(neighbour));
        awaitOnlyTheNeighbour();
        long heap = heap();
        long threads = threads();

        AtomicInteger calmed = new AtomicInteger();
        Thread attacker = Thread.ofVirtual().start(() -> attackOften(attack, calmed));
        List<Long> nanos = new ArrayList<>();
        while (attacker.isAlive() || nanos.size() < 100) {
            nanos.add(exchange(neighbour));
        }
        assertThat(calmed).as("GOAWAY with ENHANCE_YOUR_CALM").hasValue(ATTACKERS);
        assertThat(p95(nanos)).as("beside %s ns as usual", usual).isLessThan(2 * Math.max(usual, FLOOR_NANOS));
        awaitOnlyTheNeighbour();
        Eventually.holds("threads are as many as before", () -> threads() <= threads);
        Eventually.holds("memory is as it was", () -> heap() < heap + LEFT_BYTES);
    }

    private void attackOften(Http2Attack attack, AtomicInteger calmed) {
        try {
            for (int i = 0; i < ATTACKERS; i++) {
                calmed.addAndGet(attack.isToldToCalmDown(wires.port()) ? 1 : 0);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One connection to the upstream may be kept for the neighbour. */
    private void awaitOnlyTheNeighbour() {
        Eventually.holds("exchanges of attackers are over", () -> upstream.openConnections() <= 1);
    }

    // --- attacks that send little, and wait

    private RawHttp2Client attacker(int... settings) throws IOException {
        RawHttp2Client client = RawHttp2Client.connect(wires.port());
        attackers.add(client);
        client.handshake(settings);
        return client;
    }

    private void servedMeanwhile(RawHttp2Client neighbour, long usual) {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < USUAL; i++) {
            nanos.add(exchange(neighbour));
        }
        assertThat(p95(nanos)).as("beside %s ns as usual", usual).isLessThan(2 * Math.max(usual, FLOOR_NANOS));
    }

    /** All streams of some connections want much, and none allows a byte. */
    @Test
    void zeroWindowsHoldLittleAndEndInTime() throws Exception {
        RawHttp2Client neighbour = wires.http2();
        long usual = p95(usual(neighbour));
        long heap = heap();
        for (int i = 0; i < 4; i++) {
            RawHttp2Client attacker = attacker(4, 0);
            for (int j = 0; j < 50; j++) {
                attacker.request("GET", "/large");
            }
        }
        servedMeanwhile(neighbour, usual);
        Eventually.holds("all downloads were given up", () -> upstream.openConnections() <= 1);
        Eventually.holds("memory is as it was", () -> heap() < heap + LEFT_BYTES);
    }

    /** The windows are large, but the attacker's socket is never read. */
    @Test
    void clientsThatDoNotReadHoldLittleAndEndInTime() throws Exception {
        RawHttp2Client neighbour = wires.http2();
        long usual = p95(usual(neighbour));
        long heap = heap();
        for (int i = 0; i < 4; i++) {
            RawHttp2Client attacker = attacker(4, Integer.MAX_VALUE);
            attacker.credit(0, Integer.MAX_VALUE - 65_535);
            for (int j = 0; j < 20; j++) {
                attacker.request("GET", "/large");
            }
        }
        servedMeanwhile(neighbour, usual);
        Eventually.holds("all downloads were given up", () -> upstream.openConnections() <= 1);
        Eventually.holds("memory is as it was", () -> heap() < heap + LEFT_BYTES);
    }

    /** Windows that grow by a byte at a time make many small frames. */
    @Test
    void windowsOfOneByteDelayNoNeighbourAndEndInTime() throws Exception {
        RawHttp2Client neighbour = wires.http2();
        long usual = p95(usual(neighbour));
        RawHttp2Client attacker = attacker(4, 0);
        int stream = attacker.request("GET", "/large");
        attacker.expectResponse(stream, 200);
        for (int i = 0; i < 2_000; i++) {
            attacker.credit(stream, 1);
        }
        servedMeanwhile(neighbour, usual);
        Eventually.holds("the download was given up", () -> upstream.openConnections() <= 1);
    }

    /** Uploads that never end: heads without content. */
    @Test
    void uploadsThatSendNothingEndInTime() throws Exception {
        RawHttp2Client neighbour = wires.http2();
        long usual = p95(usual(neighbour));
        RawHttp2Client attacker = attacker();
        for (int j = 0; j < 50; j++) {
            attacker.open("POST", "/wait", "content-length: 1000000");
        }
        servedMeanwhile(neighbour, usual);
        Eventually.holds("all uploads were given up", () -> upstream.openConnections() <= 1);
    }

    /** PINGs whose answers nobody reads: what is pending stays small, because the gateway stops reading or goes. */
    @Test
    void answersThatNobodyReadsDoNotPileUp() throws Exception {
        RawHttp2Client neighbour = wires.http2();
        long usual = p95(usual(neighbour));
        long heap = heap();
        for (int i = 0; i < 8; i++) {
            RawHttp2Client attacker = attacker();
            byte[] pings = Http2Attack.PINGS.frames(attacker);
            Thread.ofVirtual().start(() -> attacker.send(pings));
        }
        servedMeanwhile(neighbour, usual);
        assertThat(heap()).isLessThan(heap + 2 * LEFT_BYTES);
    }
}
