package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.testkit.Http2Codes;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2Client;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of HTTP/2 that are slow with every byte, under virtual time: one stream ends, the others go on. */
@Timeout(30)
class Http2RatesTest {
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int WINDOW = 10;
    private static final long MUCH = 1L << 40;
    private static final Duration NEARLY = TimedServer.STALL.minusSeconds(1);

    private final TimedServer server = new TimedServer();

    private RawHttp2Client connect(Handler handler, WireOptions.Builder options, int... settings) throws IOException {
        RawHttp2Client client = RawHttp2Client.connect(server.start(handler, options));
        client.handshake(settings);
        return client;
    }

    /** A client that has room for a few bytes of each response. */
    private RawHttp2Client sparing(Handler handler, WireOptions.Builder options) throws IOException {
        return connect(handler, options, INITIAL_WINDOW_SIZE, WINDOW);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Response large() {
        return Response.of(Status.OK_200, Fields.EMPTY, Body.of(new byte[1024 * 1024]));
    }

    private static Response largeOrShort(String target) {
        return target.equals("/large") ? large() : Response.of(Status.OK_200, "short");
    }

    @Test
    @DisplayName("an upload of a byte every 29 seconds is answered 408, and other streams go on")
    void drippingUpload() throws Exception {
        try (RawHttp2Client client = connect(new Echo(), WireOptions.builder())) {
            int stream = client.open("POST", "/", "content-length: 1000000");
            assertThat(server.nextOfBody()).isEqualTo(TimedServer.STALL);
            server.time.advance(NEARLY);
            client.data(stream, false, "x");
            Duration left = server.nextOfBody();
            assertThat(left).isEqualTo(Duration.ofSeconds(1).plusNanos(1_000_000_000 / 240));
            server.time.advance(left);
            client.expectResponse(stream, 408);
            client.expectReset(stream, Http2Codes.NO_ERROR);
            assertThat(server.outcomes.take().response().provenance().reason()).isEqualTo("client-too-slow");
            assertThat(server.wire().slowRequests()).isEqualTo(1);
            client.exchange("/", 200);
        }
    }

    @Test
    @DisplayName("an upload that keeps the rate goes on for an hour")
    void steadyUpload() throws Exception {
        Handler sink = request -> {
            byte[] buffer = new byte[4_096];
            long total = 0;
            for (int count = 0; count >= 0; count = request.body().read(buffer, 0, buffer.length)) {
                total += count;
            }
            return Response.of(Status.OK_200, String.valueOf(total));
        };
        try (RawHttp2Client client = connect(sink, WireOptions.builder().minRequestRate(50))) {
            int stream = client.open("POST", "/", "content-length: 180000");
            for (int i = 0; i < 180; i++) {
                assertThat(server.nextOfBody()).isEqualTo(TimedServer.STALL);
                server.time.advance(Duration.ofSeconds(20));
                client.data(stream, i == 179, "x".repeat(1_000));
            }
            client.expectResponse(stream, 200);
            assertThat(client.body(stream)).isEqualTo("180000");
        }
    }

    @Test
    @DisplayName("a download that is taken in little parts has its stream reset, and other streams go on")
    void drippingDownload() throws Exception {
        try (RawHttp2Client client = sparing(
                request -> largeOrShort(request.target()), WireOptions.builder().minResponseRate(MUCH))) {
            int stream = client.request("GET", "/large");
            assertThat(server.nextOfBody()).isEqualTo(TimedServer.STALL);
            server.time.advance(Duration.ofSeconds(19));
            client.credit(stream, WINDOW);
            Duration left = server.nextOfBody();
            assertThat(left).isBetween(Duration.ofSeconds(11), Duration.ofMillis(11_100));
            server.time.advance(left);
            client.expectReset(stream, Http2Codes.CANCEL);
            Outcome outcome = server.outcomes.take();
            assertThat(outcome.ending()).isEqualTo(Outcome.Ending.BROKEN);
            assertThat(outcome.failure().map(Failure::reason)).contains("client-too-slow");
            assertThat(server.wire().slowResponses()).isEqualTo(1);
            assertThat(client.exchange("/", 200)).isEqualTo("short");
        }
    }

    @Test
    @DisplayName("a download that keeps the rate is never cut")
    void steadyDownload() throws Exception {
        try (RawHttp2Client client =
                sparing(request -> large(), WireOptions.builder().minResponseRate(1))) {
            int stream = client.request("GET", "/");
            assertThat(server.nextOfBody()).isEqualTo(TimedServer.STALL);
            for (int i = 0; i < 10; i++) {
                server.time.advance(NEARLY);
                client.credit(stream, 100);
                assertThat(server.nextOfBody()).isEqualTo(TimedServer.STALL);
            }
            assertThat(server.outcomes).isEmpty();
        }
    }

    @Test
    @DisplayName("a tunnel has no rate")
    void tunnel() throws Exception {
        FakeTunnel tunnel = new FakeTunnel();
        Fields granted = Fields.of("Connection", "Upgrade", "Upgrade", "websocket");
        try (RawHttp2Client client = sparing(
                request -> Response.switching(granted, tunnel, Provenance.LOCAL),
                WireOptions.builder().minResponseRate(MUCH).minRequestRate(MUCH))) {
            int stream = client.open("CONNECT", "/", ":protocol: websocket");
            client.expectResponse(stream, 200);
            tunnel.say("x".repeat(WINDOW + 5));
            assertThat(client.await(Http2Frame.DATA, stream).payload()).hasSize(WINDOW);
            assertThat(server.nextOfBody()).as("a write that waits").isEqualTo(TimedServer.STALL);
            for (int i = 0; i < 4; i++) {
                server.time.advance(NEARLY);
                client.credit(stream, 1);
                assertThat(client.await(Http2Frame.DATA, stream).payload()).isEqualTo("x");
                assertThat(server.nextOfBody()).isEqualTo(TimedServer.STALL);
            }
            client.data(stream, false, "ping");
            assertThat(tunnel.heard(4)).isEqualTo("ping");
            assertThat(server.outcomes).isEmpty();
            client.reset(stream, Http2Codes.CANCEL);
        }
    }
}
