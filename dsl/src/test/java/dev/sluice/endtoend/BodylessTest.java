package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers without a body (RFC 9112 §6.3, RFC 9110 §8.6): exact heads, and both connections go on. */
class BodylessTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String HEAD = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";

    static Stream<Arguments> heads() {
        return Stream.of(
                Arguments.of("HEAD with a length", HEAD, "200 OK\r\nContent-Length: 1234", "1234"),
                Arguments.of("HEAD of a chunked one", HEAD, "200 OK\r\nTransfer-Encoding: chunked", ""),
                Arguments.of("HEAD without a length", HEAD, "200 OK\r\nX-A: 1", ""),
                Arguments.of("HEAD of an error", HEAD, "404 Not Found\r\nContent-Length: 9", "9"),
                Arguments.of("204", GET, "204 No Content\r\nX-A: 1", ""),
                Arguments.of("204 with a length, which must not be", GET, "204 No Content\r\nContent-Length: 0", ""),
                Arguments.of("304 with the length that a 200 has", GET, "304 Not Modified\r\nContent-Length: 77", "77"),
                Arguments.of("304 without", GET, "304 Not Modified\r\nETag: \"x\"", ""),
                Arguments.of("205", GET, "205 Reset Content\r\nContent-Length: 0", "0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void goOnOnBothSides(String what, String request, String head, String length) throws IOException {
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 " + head + "\r\n\r\n");
                    connection.readRequest();
                    connection.write(Wires.OK);
                });
                RawClient client = wires.connect()) {
            client.send(request + GET);
            String first = client.head();
            assertThat(first).as(what).startsWith("HTTP/1.1 " + head.substring(0, 3));
            assertThat(String.join(",", Answer.fields(first, "Content-Length"))).isEqualTo(length);
            assertThat(client.answer().body()).isEqualTo("ok");
            assertThat(wires.upstream().connections()).isEqualTo(1);
        }
    }

    /** RFC 9110 §15.3.6: a 205 has no content; what an upstream sends nevertheless must not reach the client as any. */
    @Test
    void a205WithABodyLosesItAndTheClientGoesOn() throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 205 Reset Content\r\nContent-Length: 3\r\n\r\nabc");
                RawClient client = wires.connect()) {
            assertThat(client.send(GET).answer().body()).isEmpty();
            assertThat(client.send(GET).answer().status()).isEqualTo(205);
        }
    }

    /** RFC 9112 §6.3: whatever an upstream sends behind a HEAD is no body, and no head either. */
    @Test
    void aBodyBehindAHeadIsNoAnswerToTheNextRequest() throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsurplus");
                RawClient client = wires.connect()) {
            assertThat(client.send(HEAD).answer("HEAD").status()).isEqualTo(200);
            assertThat(client.send(GET).answer().body()).isEqualTo("surplus");
            assertThat(wires.upstream().connections()).isEqualTo(2);
        }
    }

    @Test
    void anEmptyBodyOfKnownLengthGoesOn() throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                RawClient client = wires.connect()) {
            assertThat(client.send(GET).answer().field("Content-Length")).isEqualTo("0");
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
            assertThat(wires.upstream().connections()).isEqualTo(1);
        }
    }
}
