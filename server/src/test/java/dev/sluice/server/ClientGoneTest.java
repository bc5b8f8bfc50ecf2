package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Cancellation;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Verdict;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that leaves is noticed in every phase, and everybody is told once. */
class ClientGoneTest {
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final CountDownLatch gone = new CountDownLatch(1);
    private Handler handler = this::waiting;
    private Host.Running server;

    @BeforeEach
    void start() {
        Gate gate = request -> Verdict.admit(outcomes::add);
        server = Host.WIRE.start(Host.pipeline(List.of(gate), gate.around(request -> handler.handle(request))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What a forwarder does: waits for its upstream, or for the client to leave. */
    private Response waiting(Request request) {
        Cancellation.Registration watching = request.client().onGone(gone::countDown);
        arrived.add(request.toString());
        boolean left = await(gone);
        watching.cancel();
        return left
                ? Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Provenance.LOCAL)
                : Response.of(Status.OK_200, "nobody left");
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void assertGone() throws InterruptedException {
        assertThat(await(gone)).as("noticed").isTrue();
        for (int gates = 0; gates < 2; gates++) {
            Outcome outcome = outcomes.poll(5, TimeUnit.SECONDS);
            assertThat(outcome).isNotNull();
            assertThat(outcome.failure()).containsInstanceOf(Failure.ClientGone.class);
            assertThat(outcome.status().code()).isEqualTo(499);
        }
        server.close();
        assertThat(outcomes).as("told once").isEmpty();
    }

    @ParameterizedTest(name = "a client that leaves with {0} while the pipeline waits is noticed")
    @ValueSource(strings = {"an end", "a reset"})
    void whileWaiting(String how) throws IOException, InterruptedException {
        RawClient client = server.connect().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        arrived.take();
        if (how.equals("an end")) {
            client.close();
        } else {
            client.reset();
        }
        assertGone();
    }

    @Test
    @DisplayName("a client that leaves after an upload that was read is noticed")
    void afterUpload() throws IOException, InterruptedException {
        handler = request -> {
            Exchanges.text(request.body());
            return waiting(request);
        };
        RawClient client = server.connect().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        arrived.take();
        client.close();
        assertGone();
    }

    @Test
    @DisplayName("a client that leaves while its body is still unread is noticed")
    void beforeUpload() throws IOException, InterruptedException {
        RawClient client = server.connect().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
        arrived.take();
        client.close();
        assertGone();
    }

    @Test
    @DisplayName("a client that leaves in the middle of its upload breaks it, and is not taken for a whole body")
    void duringUpload() throws IOException, InterruptedException {
        handler = request -> {
            arrived.add(request.toString());
            try {
                Exchanges.text(request.body());
                return Response.of(Status.OK_200);
            } catch (TransferException broken) {
                gone.countDown();
                return Response.failed(broken.failure(), Provenance.LOCAL);
            }
        };
        RawClient client = server.connect().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
        arrived.take();
        client.close();
        assertGone();
    }

    @Test
    @DisplayName("a client that leaves a silent stream is noticed")
    void onSilentStream() throws IOException, InterruptedException {
        handler = request -> {
            request.client().onGone(gone::countDown);
            return Response.of(Status.OK_200, Fields.EMPTY, new Silence(gone));
        };
        RawClient client = server.connect().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        client.head();
        client.close();
        assertGone();
    }

    /** A stream that says nothing until somebody aborts it. */
    private record Silence(CountDownLatch abort) implements Body {
        @Override
        public long length() {
            return UNKNOWN;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            await(abort);
            throw new TransferException(new Failure.ClientGone(Failure.Sent.ALL));
        }
    }

    @Test
    @DisplayName("an action that is registered after the client left runs at once")
    void registeredLate() throws IOException, InterruptedException {
        handler = request -> {
            Response response = waiting(request);
            CountDownLatch late = new CountDownLatch(1);
            request.client().onGone(late::countDown);
            assertThat(late.getCount()).isZero();
            return response;
        };
        RawClient client = server.connect().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        arrived.take();
        client.close();
        assertGone();
    }

    @Test
    @DisplayName("what was pipelined while the watch was on is served, and nobody is said to have left")
    void pipelinedBehindAWatch() throws IOException, InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        handler = request -> {
            request.client().onGone(gone::countDown);
            arrived.add(request.toString());
            await(goOn);
            return Response.of(Status.OK_200, request.target());
        };
        try (RawClient client = server.connect().send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")) {
            arrived.take();
            assertThat(gone.await(120, TimeUnit.MILLISECONDS)).as("left").isFalse();
            client.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\nPOST /3 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
            assertThat(gone.await(120, TimeUnit.MILLISECONDS)).as("left").isFalse();
            goOn.countDown();
            for (String target : List.of("/1", "/2", "/3")) {
                assertThat(client.answer().body()).isEqualTo(target);
            }
            assertThat(gone.getCount()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("an action of an exchange that has ended does not run when the client leaves later")
    void endedExchange() throws IOException, InterruptedException {
        handler = request -> {
            request.client().onGone(gone::countDown);
            arrived.add(request.toString());
            return Response.of(Status.OK_200, "done");
        };
        try (RawClient client = server.connect().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")) {
            client.answer();
        }
        assertThat(gone.await(150, TimeUnit.MILLISECONDS)).isFalse();
    }
}
