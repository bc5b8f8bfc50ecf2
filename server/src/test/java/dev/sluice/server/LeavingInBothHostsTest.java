package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Attributes;
import dev.sluice.core.Body;
import dev.sluice.core.Cancellation;
import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Failure;
import dev.sluice.core.Gate;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Verdict;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of clients of HTTP/2 that leave early: attributes, outcome, recorders, the same in both hosts. */
@Timeout(60)
class LeavingInBothHostsTest {
    private static final Attributes.Key<String> WHO = Attributes.key("who", String.class);

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    private Host.Running start(Host host) {
        Gate names = request -> Verdict.admit(Attributes.EMPTY.with(WHO, "alice"));
        Gate gate = request -> Verdict.admit(outcome -> told.add("gate: " + told(request, outcome)));
        ExchangeRecorder recorder = (request, outcome) -> told.add("recorder: " + told(request, outcome));
        return host.start(Host.pipeline(List.of(names, gate, recorder), this::answer));
    }

    private static String told(Request request, Outcome outcome) {
        return String.join(
                " ",
                request.attributes().get(WHO).orElse("nobody"),
                outcome.status().codeText(),
                outcome.ending().name(),
                outcome.failure().map(Failure::reason).orElse("no failure"),
                String.valueOf(outcome.bytesReceived()),
                String.valueOf(outcome.bytesSent()));
    }

    private Response answer(Request request) {
        return request.path().equals("/upload") ? upload(request) : waiting(request);
    }

    /** What a forwarder does with a body that breaks. */
    private Response upload(Request request) {
        byte[] part = new byte[1000];
        Body body = request.body();
        try {
            for (int count = body.read(part, 0, part.length); count >= 0; count = body.read(part, 0, part.length)) {
                seen.add(count + " bytes");
            }
            return Response.of(Status.OK_200);
        } catch (TransferException broken) {
            return Response.failed(broken.failure(), Provenance.LOCAL);
        }
    }

    /** What a forwarder does that waits for its upstream. */
    private Response waiting(Request request) {
        Cancellation.Registration watching = request.client().onGone(() -> {
            gone.countDown();
            answer.countDown();
        });
        seen.add("waits");
        try {
            assertThat(answer.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        watching.cancel();
        return gone.getCount() == 0
                ? Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Provenance.LOCAL)
                : Response.of(Status.OK_200);
    }

    private void assertSeen(String what) throws InterruptedException {
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(what);
    }

    /** The recorder stands inside, so it is told first. */
    private void assertTold(Host.Running server, String outcome) throws InterruptedException {
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("recorder: " + outcome);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("gate: " + outcome);
        server.close();
        assertThat(told).as("told once").isEmpty();
    }

    @DisplayName("a stream that is reset in its upload")
    @ParameterizedTest
    @EnumSource(names = {"WIRE", "PORTABLE"})
    void resetUpload(Host host) throws IOException, InterruptedException {
        try (Host.Running server = start(host);
                Http2Frames client = new Http2Frames(server.port())) {
            client.request(1, "POST", "/upload", false).send(Http2Frames.DATA, 0, 1, new byte[10]);
            assertSeen("10 bytes");
            client.reset(1);
            assertTold(server, "alice 499 BROKEN client-gone 10 22");
        }
    }

    @DisplayName("a connection that is closed in an upload")
    @ParameterizedTest
    @EnumSource(names = {"WIRE", "PORTABLE"})
    void closedUpload(Host host) throws IOException, InterruptedException {
        try (Host.Running server = start(host)) {
            try (Http2Frames client = new Http2Frames(server.port())) {
                client.request(1, "POST", "/upload", false).send(Http2Frames.DATA, 0, 1, new byte[10]);
                assertSeen("10 bytes");
            }
            assertTold(server, "alice 499 BROKEN client-gone 10 22");
        }
    }

    @DisplayName("a connection that is closed while the pipeline waits")
    @ParameterizedTest
    @EnumSource(names = {"WIRE", "PORTABLE"})
    void closedWaiting(Host host) throws IOException, InterruptedException {
        try (Host.Running server = start(host)) {
            try (Http2Frames client = new Http2Frames(server.port())) {
                client.request(1, "GET", "/wait", true);
                assertSeen("waits");
            }
            assertTold(server, "alice 499 BROKEN client-gone 0 22");
        }
    }

    /**
     * Helidon 4.5.0 tells nobody of the reset of a stream whose request has ended, and writes to it as before; only a
     * host that owns the protocol can. If this fails for the portable host, Helidon has learnt it: docs/conformance.md,
     * row 23.
     */
    @DisplayName("a stream that is reset while the pipeline waits")
    @ParameterizedTest
    @CsvSource({"WIRE, alice 499 BROKEN client-gone 0 22", "PORTABLE, alice 200 SENT no failure 0 0"})
    void resetWaiting(Host host, String outcome) throws IOException, InterruptedException {
        try (Host.Running server = start(host);
                Http2Frames client = new Http2Frames(server.port())) {
            client.request(1, "GET", "/wait", true);
            assertSeen("waits");
            client.reset(1);
            if (host == Host.PORTABLE) {
                client.request(3, "POST", "/upload", true); // is answered after the reset was read
                client.next(3);
                assertThat(told.poll(10, TimeUnit.SECONDS)).startsWith("recorder: alice 200 SENT");
                assertThat(told.poll(10, TimeUnit.SECONDS)).startsWith("gate: alice 200 SENT");
                answer.countDown();
            }
            assertTold(server, outcome);
        }
    }
}
