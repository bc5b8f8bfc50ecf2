package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Cancellation;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Verdict;
import dev.sluice.server.Http2Frames.Frame;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Streams of HTTP/2 that end before their time, in the portable host. */
class PortableHttp2LeavingTest {
    private static final Failure BROKEN = new Failure.UpstreamBroken("reset", Failure.Sent.ALL);

    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Host.Running server;

    @BeforeEach
    void start() {
        Gate gate = request -> Verdict.admit(outcomes::add);
        server = Host.PORTABLE.start(Host.pipeline(List.of(gate), this::answer));
    }

    @AfterEach
    void stop() {
        stopped.countDown();
        server.close();
    }

    private Response answer(Request request) {
        return switch (request.path()) {
            case "/broken" ->
                Response.of(Status.OK_200, Fields.EMPTY, TrackedBody.breaking("x".repeat(40_000), 20_000, BROKEN));
            case "/broken-first" ->
                Response.of(Status.OK_200, Fields.EMPTY, TrackedBody.breaking("x".repeat(40_000), 0, BROKEN));
            case "/upload" -> upload(request);
            default -> waiting(request);
        };
    }

    /** What a forwarder does with a body, in the end. */
    private Response upload(Request request) {
        byte[] part = new byte[1000];
        Body body = request.body();
        try {
            for (int count = body.read(part, 0, part.length); count >= 0; count = body.read(part, 0, part.length)) {
                seen.add(count + " bytes");
            }
        } catch (TransferException broken) {
            seen.add("upload ended");
            return Response.failed(broken.failure(), Provenance.LOCAL);
        }
        return Response.of(Status.OK_200);
    }

    /** What a forwarder does that waits for its upstream. */
    private Response waiting(Request request) {
        CountDownLatch gone = new CountDownLatch(1);
        Cancellation.Registration watching = request.client().onGone(gone::countDown);
        seen.add("waits");
        try {
            boolean left = gone.await(8, TimeUnit.SECONDS);
            watching.cancel();
            return left
                    ? Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Provenance.LOCAL)
                    : Response.of(Status.OK_200);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private Outcome outcome() throws InterruptedException {
        Outcome outcome = outcomes.poll(5, TimeUnit.SECONDS);
        assertThat(outcome).as("the exchange's end").isNotNull();
        return outcome;
    }

    @Test
    @DisplayName("a body that breaks off ends in a reset stream, never a clean end (RFC 9113 §8.1)")
    void resets() throws Exception {
        try (Http2Frames client = new Http2Frames(server.port())) {
            client.request(1, "GET", "/broken", true);
            Frame frame = client.next(1);
            while (frame.type() != Http2Frames.RST_STREAM) {
                assertThat(frame.endsStream()).isFalse();
                frame = client.next(1);
            }
            assertThat(outcome().ending()).isEqualTo(Outcome.Ending.BROKEN);
            client.request(3, "GET", "/broken-first", true);
            assertThat(client.next(3).type()).as("the connection goes on").isEqualTo(Http2Frames.HEADERS);
            assertThat(outcome().status().code()).isEqualTo(502);
        }
    }

    @Test
    @DisplayName("an upload whose stream is reset has ended")
    void resetUpload() throws Exception {
        try (Http2Frames client = new Http2Frames(server.port())) {
            client.request(1, "POST", "/upload", false).send(Http2Frames.DATA, 0, 1, new byte[10]);
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("10 bytes");
            client.reset(1);
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("upload ended");
            assertThat(outcome().status().code()).isEqualTo(499);
        }
    }

    @Test
    @DisplayName("an upload whose connection is closed has ended")
    void closedUpload() throws Exception {
        try (Http2Frames client = new Http2Frames(server.port())) {
            client.request(1, "POST", "/upload", false).send(Http2Frames.DATA, 0, 1, new byte[10]);
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("10 bytes");
        }
        assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("upload ended");
        assertThat(outcome().status().code()).isEqualTo(499);
    }

    @Test
    @DisplayName("a client whose connection is closed while it waits is noticed")
    void closedWaiting() throws Exception {
        try (Http2Frames client = new Http2Frames(server.port())) {
            client.request(1, "GET", "/wait", true);
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("waits");
        }
        assertThat(outcome().status().code()).isEqualTo(499);
    }
}
