package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Failure;
import dev.sluice.core.TransferException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The doubles themselves: a check that cannot fail would make every test above it one. */
class TestKitTest {
    @Test
    void aTrackedBodyFailsUnlessItWasClosedExactlyOnce() {
        TrackedBody body = TrackedBody.of("x");
        assertThatThrownBy(body::assertClosedOnce).isInstanceOf(AssertionError.class);
        body.close();
        body.assertClosedOnce();
        body.close();
        assertThatThrownBy(body::assertClosedOnce).isInstanceOf(AssertionError.class);
    }

    @Test
    void aTrackedBodyBreaksAtTheByteItWasToldTo() {
        Failure failure = new Failure.NoUpstream("cut");
        TrackedBody body = TrackedBody.breaking("abcdef", 4, failure);
        assertThat(body.read(new byte[9], 0, 9)).isEqualTo(4);
        assertThatThrownBy(() -> body.read(new byte[9], 0, 9)).isInstanceOf(TransferException.class);
        assertThat(body.bytesRead()).isEqualTo(4);
    }

    @Test
    void aTrackedBodyIsNotReadAfterItWasClosed() {
        TrackedBody body = TrackedBody.of("x");
        body.close();
        assertThatThrownBy(() -> body.read(new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aManualTickerMovesOnlyWhenItIsTold() {
        ManualTicker ticker = new ManualTicker();
        long start = ticker.nanos();
        ticker.advance(Duration.ofSeconds(2));
        ticker.sleep(Duration.ofSeconds(1));
        assertThat(ticker.nanos() - start).isEqualTo(3_000_000_000L);
        assertThat(ticker.now()).isEqualTo(Instant.parse("2026-01-01T00:00:03Z"));
    }

    @Test
    void aFakeClientTellsItsWatchersThatItLeft() {
        FakeClient client = FakeClient.at("192.0.2.1");
        List<String> told = new ArrayList<>();
        client.onGone(() -> told.add("early"));
        client.onGone(() -> told.add("cancelled")).cancel();
        client.leave();
        client.onGone(() -> told.add("late"));
        assertThat(told).containsExactly("early", "late");
    }

    @Test
    void aRecordingHandlerAnswersInTurn() {
        RecordingHandler handler = RecordingHandler.inTurn(
                request -> Exchanges.ok(), request -> Exchanges.ok().withStatus(io.helidon.http.Status.GONE_410));
        assertThat(handler.handle(Exchanges.get("/1")).status().code()).isEqualTo(200);
        assertThat(handler.handle(Exchanges.get("/2")).status().code()).isEqualTo(410);
        assertThat(handler.handle(Exchanges.get("/3")).status().code()).isEqualTo(410);
        assertThat(handler.last().target()).isEqualTo("/3");
    }

    @Test
    void aFakeUpstreamReadsSizedRequestsAndAnswersEach() throws IOException {
        String answer = "HTTP/1.1 204 No Content\r\n\r\n";
        try (FakeUpstream upstream = FakeUpstream.answering(answer);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), upstream.port())) {
            String request = "POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nabc";
            socket.getOutputStream().write((request + request).getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .isEqualTo(answer + answer);
            assertThat(upstream.heads()).hasSize(2);
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }
}
