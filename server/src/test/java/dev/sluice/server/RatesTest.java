package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.core.Tunnel;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.ManualTimers;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that are slow with every byte, under virtual time. */
@Timeout(30)
class RatesTest {
    private static final String UPLOAD = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";
    private static final Duration STALL = TimedServer.STALL;
    private static final Duration NEARLY = Duration.ofSeconds(29);

    private final TimedServer server = new TimedServer();
    private final ManualTimers time = server.time;
    private final BlockingQueue<Outcome> outcomes = server.outcomes;

    private RawClient connect(Handler handler, WireOptions.Builder options) throws IOException {
        return RawClient.connect(server.start(handler, options));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName(
            "an upload of a byte every 29 seconds is answered 408 when it has been slower than the rate for the window")
    void drippingUpload() throws Exception {
        try (RawClient client = connect(new Echo(), WireOptions.builder())) {
            client.send(UPLOAD);
            assertThat(server.nextOfBody()).isEqualTo(STALL);
            time.advance(NEARLY);
            client.send("x");
            Duration left = server.nextOfBody();
            assertThat(left).isEqualTo(Duration.ofSeconds(1).plusNanos(1_000_000_000 / 240));
            time.advance(left);
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(outcomes.take().response().provenance().reason()).isEqualTo("client-too-slow");
            assertThat(server.wire().slowRequests()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("an upload that keeps the rate goes on for an hour")
    void steadyUpload() throws Exception {
        try (RawClient client = connect(new Echo(), WireOptions.builder().minRequestRate(50))) {
            client.send(UPLOAD);
            for (int i = 0; i < 180; i++) {
                assertThat(server.nextOfBody()).isEqualTo(STALL);
                time.advance(Duration.ofSeconds(20));
                client.send("x".repeat(1_000));
            }
            client.send("x".repeat(1_000_000 - 180 * 1_000));
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("an upload that nobody waits for is not slow")
    void uploadThatIsNotWaitedFor() throws Exception {
        BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        BlockingQueue<String> goOn = new LinkedBlockingQueue<>();
        Handler slow = request -> {
            byte[] buffer = new byte[1];
            request.body().read(buffer, 0, 1);
            begun.add("");
            take(goOn);
            request.body().read(buffer, 0, 1);
            return Response.of(Status.OK_200, "read");
        };
        try (RawClient client = connect(slow, WireOptions.builder())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n");
            server.nextOfBody();
            client.send("x");
            begun.take();
            time.advance(Duration.ofHours(1));
            goOn.add("");
            assertThat(server.nextOfBody()).isEqualTo(STALL);
            client.send("x");
            assertThat(client.answer().body()).isEqualTo("read");
        }
    }

    @Test
    @DisplayName("each request of a connection begins with the whole credit")
    void nextUpload() throws Exception {
        try (RawClient client = connect(new Echo(), WireOptions.builder())) {
            for (int i = 0; i < 3; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n");
                assertThat(server.nextOfBody()).isEqualTo(STALL);
                time.advance(NEARLY);
                client.send("x");
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }
    }

    private static void take(BlockingQueue<String> queue) {
        try {
            queue.take();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("an upload beside a response may depend on it, and has the deadline of its next part only")
    void dialogue() throws Exception {
        Handler dialogue = request -> Response.of(Status.OK_200, Fields.EMPTY, request.body()); // what comes goes back
        try (RawClient client = connect(dialogue, WireOptions.builder())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 10; i++) {
                assertThat(server.nextOfBody()).isEqualTo(STALL);
                time.advance(NEARLY);
                client.send("1\r\nx\r\n");
            }
            assertThat(server.nextOfBody()).isEqualTo(STALL);
            client.send("0\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("x".repeat(10));
        }
    }

    private static Response endless() {
        return Response.of(Status.OK_200, Fields.EMPTY, Body.of(new byte[64 * 1024 * 1024]));
    }

    /** Reads until the gateway waits for room again; the deadline of that wait. */
    private Duration readUntilStalled(RawClient client) throws IOException {
        Duration next = server.nextOfBodyAlready();
        while (next.isZero()) {
            client.read(4_096);
            next = server.nextOfBodyAlready();
        }
        return next;
    }

    @Test
    @DisplayName("a download that is taken in little parts is cut when it has been slower than the rate for the window")
    void drippingDownload() throws Exception {
        try (RawClient client =
                connect(request -> endless(), WireOptions.builder().minResponseRate(1L << 40))) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(server.nextOfBody()).isEqualTo(STALL);
            time.advance(Duration.ofSeconds(20));
            Duration left = readUntilStalled(client);
            assertThat(left).isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_100));
            time.advance(left);
            Outcome outcome = outcomes.take();
            assertThat(outcome.ending()).isEqualTo(Outcome.Ending.BROKEN);
            assertThat(outcome.failure().map(Failure::reason)).contains("client-too-slow");
            assertThat(server.wire().slowResponses()).isEqualTo(1);
            assertThatThrownBy(() -> client.read(64 * 1024 * 1024)).isInstanceOf(IOException.class);
        }
    }

    @Test
    @DisplayName("a download that keeps the rate is never cut")
    void steadyDownload() throws Exception {
        try (RawClient client =
                connect(request -> endless(), WireOptions.builder().minResponseRate(1))) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(server.nextOfBody()).isEqualTo(STALL);
            for (int i = 0; i < 10; i++) {
                time.advance(NEARLY);
                assertThat(readUntilStalled(client)).isEqualTo(STALL);
            }
            assertThat(outcomes).isEmpty();
        }
    }

    @Test
    @DisplayName("a response that has nothing to send does not make its client slow")
    void silentStream() throws Exception {
        PipedOutputStream events = new PipedOutputStream();
        PipedInputStream stream = new PipedInputStream(events);
        try (RawClient client = connect(
                request -> Response.of(Status.OK_200, Fields.EMPTY, new StreamedBody(stream)), WireOptions.builder())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            client.head();
            for (int i = 0; i < 5; i++) {
                time.advance(Duration.ofHours(1));
                events.write("event".getBytes(StandardCharsets.US_ASCII));
                events.flush();
                assertThat(client.chunk()).isEqualTo("event");
            }
            assertThat(outcomes).isEmpty();
        } finally {
            events.close();
        }
    }

    @Test
    @DisplayName("a tunnel has no rate")
    void tunnel() throws Exception {
        BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
        Fields upgrade = Fields.of("Connection", "Upgrade", "Upgrade", "x");
        try (RawClient client = connect(
                request -> Response.switching(upgrade, endlessTunnel(said), Provenance.LOCAL),
                WireOptions.builder().minResponseRate(1L << 40).minRequestRate(1L << 40))) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
            client.head();
            assertThat(server.nextOfBody()).as("a write that waits").isEqualTo(STALL);
            for (int i = 0; i < 5; i++) {
                time.advance(NEARLY);
                client.send("x");
                assertThat(said.poll(10, TimeUnit.SECONDS)).isNotNull();
                assertThat(readUntilStalled(client)).isEqualTo(STALL);
            }
            assertThat(outcomes).isEmpty();
        }
    }

    /** Always has something to say, and notes what it is told. */
    private static Tunnel endlessTunnel(BlockingQueue<byte[]> said) {
        return new Tunnel() {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                said.add(new byte[length]);
            }

            @Override
            public void shutdownOutput() {}

            @Override
            public void close() {}
        };
    }
}
