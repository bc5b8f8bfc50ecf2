package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.Exchanges.Outcomes;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Responses leave as they come, whole or visibly broken (RFC 9112 §7, §8). */
class StreamingResponseTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Failure BROKEN = new Failure.UpstreamBroken("reset", Failure.Sent.ALL);

    @ParameterizedTest(name = "{0} sends each part at its time, the head before the first")
    @EnumSource
    void flushesAsItComes(Host host) throws IOException {
        PipedOutputStream feed = new PipedOutputStream();
        try (PipedInputStream parts = new PipedInputStream(feed);
                Host.Running server =
                        host.start(request -> Response.of(Status.OK_200, Fields.EMPTY, new StreamedBody(parts)));
                RawClient client = server.connect()) {
            client.send(GET);
            if (host != Host.PORTABLE) {
                assertThat(client.head()).containsIgnoringCase("Transfer-Encoding: chunked\r\n");
            }
            say(feed, "one");
            if (host == Host.PORTABLE) {
                client.head();
            }
            assertThat(client.chunk()).isEqualTo("one");
            say(feed, "two");
            assertThat(client.chunk()).isEqualTo("two");
            feed.close();
            assertThat(client.chunk()).isEmpty();
        }
    }

    private static void say(PipedOutputStream feed, String text) throws IOException {
        feed.write(text.getBytes(StandardCharsets.US_ASCII));
        feed.flush();
    }

    @Test
    @DisplayName("trailers of a response are sent behind the last chunk (RFC 9112 §7.1.2)")
    void trailers() throws IOException {
        Fields trailers = Fields.of("X-Checksum", "abc", "x-More", "\u00e4");
        try (Host.Running server = Host.WIRE.start(request -> Response.of(
                        Status.OK_200,
                        Fields.of("Trailer", "X-Checksum"),
                        new StreamedBody(new ByteArrayInputStream(new byte[] {'h', 'i'}), trailers)));
                RawClient client = server.connect()) {
            Answer answer = client.send(GET).answer();
            assertThat(answer.body()).isEqualTo("hi");
            assertThat(answer.trailers()).isEqualTo("X-Checksum: abc\r\nx-More: \u00e4\r\n\r\n");
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("fields keep their order, case, repetitions and bytes; framing fields are the gateway's own")
    void fieldsOfResponses() throws IOException {
        Fields fields = Fields.of(
                "set-cookie",
                "a=1",
                "Set-Cookie",
                "b=2, c",
                "X-b",
                "\u00ff",
                "Date",
                "then",
                "Connection",
                "x-hop",
                "Keep-Alive",
                "timeout=1",
                "Transfer-Encoding",
                "gzip",
                "Content-Length",
                "99");
        try (Host.Running server = Host.WIRE.start(request -> Response.of(Status.OK_200, fields, Body.of("abc")));
                RawClient client = server.connect()) {
            List<String> lines = List.of(
                    "HTTP/1.1 200 OK",
                    "set-cookie: a=1",
                    "Set-Cookie: b=2, c",
                    "X-b: \u00ff",
                    "Date: then",
                    "Content-Length: 3",
                    "");
            assertThat(client.send(GET).answer().head().lines()).containsExactlyElementsOf(lines);
        }
    }

    @Test
    @DisplayName("a Date is added where there is none (RFC 9110 §6.6.1)")
    void date() throws IOException {
        try (Host.Running server = Host.WIRE.start(request -> Response.of(Status.OK_200));
                RawClient client = server.connect()) {
            assertThat(client.send(GET).answer().field("Date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT");
        }
    }

    @ParameterizedTest(name = "{0}: 30 MB of known length arrive whole")
    @EnumSource
    void bigBody(Host host) throws IOException {
        byte[] body = new byte[30_000_000];
        try (Host.Running server = host.start(request -> Response.of(Status.OK_200, Fields.EMPTY, Body.of(body)));
                RawClient client = server.connect()) {
            assertThat(client.send(GET).answer().body()).hasSize(body.length);
        }
    }

    @ParameterizedTest(name = "{0}: a length that comes short is never a clean end (RFC 9112 §8)")
    @EnumSource
    void brokenLength(Host host) throws IOException {
        TrackedBody body = TrackedBody.breaking("x".repeat(100_000), 60_000, BROKEN);
        assertBroken(host, body, "100000 bytes");
    }

    @ParameterizedTest(name = "{0}: chunks without the last one tell of a break (RFC 9112 §8)")
    @EnumSource
    void brokenChunks(Host host) throws IOException {
        TrackedBody inner = TrackedBody.breaking("x".repeat(100_000), 60_000, BROKEN);
        assertBroken(host, new UnknownLength(inner), "the server closed");
    }

    private static void assertBroken(Host host, Body body, String message) throws IOException {
        Outcomes outcomes = new Outcomes();
        CountDownLatch ended = new CountDownLatch(1);
        try (Host.Running server = host.start(request -> Response.of(Status.OK_200, Fields.EMPTY, body)
                        .onEnd(outcomes)
                        .onEnd(outcome -> ended.countDown()));
                RawClient client = server.connect()) {
            client.send(GET);
            assertThatThrownBy(client::answer).isInstanceOf(EOFException.class).hasMessageContaining(message);
            assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(outcomes.only().ending()).isEqualTo(Outcome.Ending.BROKEN);
            assertThat(outcomes.only().failure()).contains(BROKEN);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** A body whose length is not said. */
    private record UnknownLength(Body inner) implements Body {
        @Override
        public long length() {
            return UNKNOWN;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return inner.read(buffer, offset, length);
        }
    }

    @Test
    @DisplayName("to HTTP/1.0 a break of a body without length is a reset, not an end (RFC 9112 §8)")
    void brokenUntilClose() throws IOException {
        TrackedBody inner = TrackedBody.breaking("x".repeat(100_000), 60_000, BROKEN);
        try (Host.Running server =
                        Host.WIRE.start(request -> Response.of(Status.OK_200, Fields.EMPTY, new UnknownLength(inner)));
                RawClient client = server.connect()) {
            assertThat(client.send("GET / HTTP/1.0\r\n\r\n").restOrReset()).endsWith("<reset>");
        }
    }

    @ParameterizedTest(name = "{0}: a body that breaks before its first byte becomes the failure's own answer")
    @EnumSource
    void brokenBeforeTheFirstByte(Host host) throws IOException {
        try (Host.Running server = host.start(request -> Response.of(
                                Status.OK_200,
                                Fields.of("X-Gone", "yes"),
                                new UnknownAndReady(TrackedBody.breaking("x", 0, BROKEN)))
                        .withProvenance(Provenance.local("x")));
                RawClient client = server.connect()) {
            Answer answer = client.send(GET).answer();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.has("X-Gone")).isFalse();
            assertThat(answer.body()).isEqualTo("Bad Gateway\n");
        }
    }

    /** A body that says it has bytes, so that its head is held back for them. */
    private record UnknownAndReady(Body inner) implements Body {
        @Override
        public long length() {
            return UNKNOWN;
        }

        @Override
        public int available() {
            return 1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return inner.read(buffer, offset, length);
        }
    }

    @ParameterizedTest(name = "{0}: a bug in the pipeline is a 500 that says nothing, and the connection goes on")
    @EnumSource
    void bug(Host host) throws IOException {
        try (Host.Running server = host.start(request -> {
                    throw new IllegalStateException("secret");
                });
                RawClient client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.send(GET).answer();
                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.body()).doesNotContain("secret");
            }
        }
    }
}
