package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.RawHttp2;
import dev.sluice.testkit.RawHttp2Client;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much all clients may make a listener hold together: long heads and tunnels. */
@Timeout(60)
class HeldMemoryTest {
    private static final int KIB = 1024;
    private static final int FRAME = 16 * KIB;
    private static final String SHORT = "GET /short HTTP/1.1\r\nHost: a\r\n";
    /** Takes 28 KiB more than every connection has. */
    private static final String LONG = "GET /long HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(30 * KIB) + "\r\n";

    private static final String END = "\r\n";
    private static final String UPGRADE =
            "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private final CountDownLatch arrived = new CountDownLatch(2);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

    private RunningServer start(Handler handler, long memory) {
        Pipeline pipeline = Host.pipeline(List.<Gate>of(request -> Verdict.admit(outcomes::add)), handler);
        WireOptions wire = WireOptions.builder().memory(memory).build();
        return RunningServer.start(
                pipeline::install, Host.HOSTING, Host.listening().clients(wire).build());
    }

    private Response waitingIfLong(Request request) {
        if (request.target().equals("/long")) {
            arrived.countDown();
            await(goOn);
        }
        return Response.of(Status.OK_200, "served");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static int status(RunningServer server, String request) throws IOException {
        try (RawClient client = RawClient.connect(server.port())) {
            return client.send(request).answer().status();
        }
    }

    private static long refused(RunningServer server) {
        return server.stats().getOrDefault("listener.refused.memory", -1L);
    }

    private void awaitEnds(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertThat(outcomes.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    @DisplayName("a long head beyond what all may hold gets 503 before it ends; short ones are served")
    void longHeads() throws Exception {
        try (RunningServer server = start(this::waitingIfLong, 64 * KIB)) {
            try (RawClient first = RawClient.connect(server.port()).send(LONG + END);
                    RawClient second = RawClient.connect(server.port()).send(LONG + END)) {
                await(arrived);
                assertThat(status(server, LONG)).isEqualTo(503);
                assertThat(status(server, SHORT + END)).isEqualTo(200);
                assertThat(refused(server)).isEqualTo(1);
                goOn.countDown();
                assertThat(first.answer().status()).isEqualTo(200);
                assertThat(second.answer().status()).isEqualTo(200);
            }
            awaitEnds(3);
        }
    }

    @Test
    @DisplayName("over HTTP/2 a long head beyond what all may hold gets 503, and its connection goes on")
    void longHeadsOfStreams() throws Exception {
        try (RunningServer server = start(this::waitingIfLong, 64 * KIB);
                RawHttp2Client client = RawHttp2Client.connect(server.port())) {
            client.handshake();
            int first = longHead(client);
            int second = longHead(client);
            await(arrived);
            client.expectResponse(longHead(client), 503);
            assertThat(client.exchange("/short", 200)).isEqualTo("served");
            assertThat(refused(server)).isEqualTo(1);
            goOn.countDown();
            client.expectResponse(first, 200);
            client.expectResponse(second, 200);
            awaitEnds(3);
            for (int i = 0; i < 10; i++) { // what they held is free again
                client.expectResponse(longHead(client), 200);
                awaitEnds(1);
            }
        }
    }

    /** Begins a stream whose head needs two frames, since one has 16 KiB at most. */
    private static int longHead(RawHttp2Client client) {
        int stream = client.newStream();
        byte[] block = RawHttp2.block(client.head("GET", "/long", "x: " + "x".repeat(30 * KIB)));
        client.send(Http2Frame.HEADERS, Http2Frame.END_STREAM, stream, Arrays.copyOf(block, FRAME));
        client.send(
                Http2Frame.CONTINUATION,
                Http2Frame.END_HEADERS,
                stream,
                Arrays.copyOfRange(block, FRAME, block.length));
        return stream;
    }

    @Test
    @DisplayName("what a long head held is free again for the next, on the same connection and on others")
    void givesBack() throws Exception {
        goOn.countDown();
        try (RunningServer server = start(this::waitingIfLong, 32 * KIB);
                RawClient client = RawClient.connect(server.port())) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.send(LONG + END).answer().status()).isEqualTo(200);
            }
            client.send(SHORT + END).answer();
            assertThat(status(server, LONG + END)).isEqualTo(200);
            assertThat(refused(server)).isZero();
        }
    }

    private static Handler upgrading(Queue<FakeTunnel> tunnels) {
        Fields fields = Fields.of("Connection", "Upgrade", "Upgrade", "websocket");
        return request -> {
            FakeTunnel tunnel = new FakeTunnel();
            tunnels.add(tunnel);
            return Response.switching(fields, tunnel, Provenance.LOCAL);
        };
    }

    @Test
    @DisplayName(
            "over HTTP/2 a tunnel beyond what all may hold gets 503, its upstream is closed, the connection goes on")
    void tunnelsOfStreams() throws Exception {
        BlockingQueue<FakeTunnel> tunnels = new LinkedBlockingQueue<>();
        try (RunningServer server = start(upgrading(tunnels), 40 * KIB);
                RawHttp2Client client = RawHttp2Client.connect(server.port())) {
            client.handshake();
            int first = client.open("CONNECT", "/chat", ":protocol: websocket");
            client.expectResponse(first, 200);
            FakeTunnel open = tunnels.remove();
            client.expectResponse(client.open("CONNECT", "/chat", ":protocol: websocket"), 503);
            assertThat(outcomes.poll(10, TimeUnit.SECONDS))
                    .isNotNull()
                    .extracting(outcome -> outcome.status().code())
                    .isEqualTo(503);
            assertThat(tunnels.remove().closed()).isTrue();
            assertThat(open.closed()).isFalse();
            client.data(first, true, "");
            open.sayNoMore();
            awaitEnds(1);
            assertThat(refused(server)).isEqualTo(1);
            client.expectResponse(client.open("CONNECT", "/chat", ":protocol: websocket"), 200);
            tunnels.remove().sayNoMore();
        }
    }

    @Test
    @DisplayName(
            "a tunnel beyond what all may hold gets 503 instead of 101, its upstream is closed, the connection goes on")
    void tunnels() throws Exception {
        BlockingQueue<FakeTunnel> tunnels = new LinkedBlockingQueue<>();
        try (RunningServer server = start(upgrading(tunnels), 40 * KIB)) {
            try (RawClient first = RawClient.connect(server.port());
                    RawClient second = RawClient.connect(server.port())) {
                assertThat(first.send(UPGRADE).head()).startsWith("HTTP/1.1 101 ");
                FakeTunnel open = tunnels.remove();
                assertThat(second.send(UPGRADE).answer().status()).isEqualTo(503);
                assertThat(outcomes.poll(10, TimeUnit.SECONDS))
                        .isNotNull()
                        .extracting(outcome -> outcome.status().code())
                        .isEqualTo(503);
                assertThat(tunnels.remove().closed()).isTrue();
                assertThat(open.closed()).isFalse();
                first.shutdownOutput();
                open.sayNoMore();
                awaitEnds(1);
                first.restOrReset(); // memory is given back before the connection is closed
                assertThat(second.send(UPGRADE).head()).startsWith("HTTP/1.1 101 ");
                assertThat(refused(server)).isEqualTo(1);
                tunnels.remove().sayNoMore();
                second.shutdownOutput();
                awaitEnds(1);
            }
        }
    }
}
