package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.Response;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chunked request bodies: strict where it matters, streamed always (RFC 9112 §7.1). */
class ChunkedRequestTest {
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String SMUGGLED = "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("a size that is no number", "xyz\r\n"),
                arguments("an empty size", "\r\n"),
                arguments("a negative size", "-1\r\n"),
                arguments("a signed size", "+1\r\na\r\n"),
                arguments("a size with 0x", "0x1\r\na\r\n"),
                arguments("a size of too many digits", "1" + "0".repeat(16) + "\r\n"),
                arguments("a space before the size", " 1\r\na\r\n"),
                arguments("a space behind the size", "1 \r\na\r\n"),
                arguments("a bare LF behind the size", "1\na\r\n"),
                arguments("a bare CR behind the size", "1\ra\r\n"),
                arguments("no line end behind the data", "1\r\naX0\r\n\r\n"),
                arguments("too much data", "1\r\nab\r\n"),
                arguments("a bare LF behind the data", "1\r\na\n"),
                arguments("a control in an extension", "1;a\0\r\na\r\n"),
                arguments("a bare LF in an extension", "1;a\nb\r\na\r\n"),
                arguments("a line that is too long", "1;" + "x".repeat(5000) + "\r\na\r\n"),
                arguments("a trailer without colon", "0\r\nX\r\n\r\n"),
                arguments("a folded trailer", "0\r\nX: a\r\n b\r\n\r\n"),
                arguments("a trailer with NUL", "0\r\nX: \0\r\n\r\n"),
                arguments("a trailer with a bare LF", "0\r\nX: a\nY: b\r\n\r\n"),
                arguments("trailers that are too long", "0\r\nX: " + "x".repeat(9000) + "\r\n\r\n"));
    }

    @ParameterizedTest(name = "refuses {0} with 400, closes, and serves nothing behind it (RFC 9112 §7.1, §11.2)")
    @MethodSource("malformed")
    void refuses(String what, String chunks) throws IOException {
        Echo pipeline = new Echo();
        try (Host.Running server = Host.WIRE.start(pipeline);
                RawClient client = server.connect()) {
            client.send(HEAD + chunks + SMUGGLED);
            Answer answer = client.answer();
            assertThat(answer.status()).as(what).isEqualTo(400);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
            assertThat(pipeline.seen()).containsExactly("POST /");
        }
    }

    static Stream<Arguments> wellFormed() {
        return Stream.of(
                arguments("one chunk", "5\r\nhello\r\n0\r\n\r\n", "hello"),
                arguments("several chunks", "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "hello"),
                arguments("no chunk but the last", "0\r\n\r\n", ""),
                arguments("a last chunk of many zeros", "000\r\n\r\n", ""),
                arguments(
                        "upper and lower case digits",
                        "A\r\n0123456789\r\na\r\nabcdefghij\r\n0\r\n\r\n",
                        "0123456789abcdefghij"),
                arguments("leading zeros", "00005\r\nhello\r\n0\r\n\r\n", "hello"),
                arguments("an extension", "5;name=value\r\nhello\r\n0;last\r\n\r\n", "hello"),
                arguments("a quoted extension", "5;n=\"a;b\"\r\nhello\r\n0\r\n\r\n", "hello"),
                arguments("white space before an extension", "5 \t;n\r\nhello\r\n0\r\n\r\n", "hello"));
    }

    @ParameterizedTest(name = "takes {0}, and the connection goes on (RFC 9112 §7.1)")
    @MethodSource("wellFormed")
    void takes(String what, String chunks, String body) throws IOException {
        try (Host.Running server = Host.WIRE.start(new Echo());
                RawClient client = server.connect()) {
            assertThat(client.send(HEAD + chunks).answer().body())
                    .as(what)
                    .isEqualTo("POST /\nHost: a\n\n" + body + "\n");
            assertThat(client.send(HEAD + chunks).answer().status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("trailers reach the pipeline, in order and with their case (RFC 9110 §6.5)")
    void trailersArrive() throws IOException {
        try (Host.Running server = Host.WIRE.start(new Echo());
                RawClient client = server.connect()) {
            String body = client.send(HEAD + "1\r\na\r\n0\r\nX-b: 1\r\nx-A: \u00e4\r\n\r\n")
                    .answer()
                    .body();
            assertThat(body).endsWith("\na\nX-b: 1\nx-A: \u00e4\n");
        }
    }

    @Test
    @DisplayName("a flood of tiny chunks with long extensions is refused (RFC 9112 §7.1.1)")
    void floodOfExtensions() throws IOException {
        try (Host.Running server = Host.WIRE.start(new Echo());
                RawClient client = server.connect()) {
            client.send(HEAD + ("1;" + "x".repeat(1000) + "\r\na\r\n").repeat(50) + "0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("a part of a chunk arrives before the rest of it was sent")
    void partsOfChunksArrive() throws IOException {
        Handler parts = request -> {
            byte[] part = new byte[10];
            int count = request.body().read(part, 0, 10);
            request.client().inform(Status.create(102), Fields.of("X-Bytes", String.valueOf(count)));
            return Response.of(Status.OK_200, Fields.EMPTY, request.body());
        };
        try (Host.Running server = Host.WIRE.start(parts);
                RawClient client = server.connect()) {
            client.send(HEAD + "7fffffff\r\nabc");
            assertThat(client.answer().field("X-Bytes")).isEqualTo("3");
        }
    }

    @Test
    @DisplayName("the configured limit of trailers holds")
    void limitOfTrailers() throws IOException {
        WireOptions options = WireOptions.builder()
                .limits(new MessageLimits(100, 200, 10, 20))
                .build();
        try (Host.Running server = Host.wire(new Echo(), options);
                RawClient client = server.connect()) {
            client.send(HEAD + "0\r\nX: " + "x".repeat(20) + "\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("a chunked body that was not asked for ends the connection, and is not taken for a request")
    void unreadBody() throws IOException {
        Handler deaf = request -> Response.of(Status.OK_200, Fields.EMPTY, Body.of("no"));
        try (Host.Running server = Host.WIRE.start(deaf);
                RawClient client = server.connect()) {
            client.send(HEAD + "26\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n\r\n");
            assertThat(client.answer().field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
        }
    }
}
