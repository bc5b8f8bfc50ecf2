package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that break the rules or break off: 502 if nothing was sent, else a transfer that is seen to be broken. */
class BrokenUpstreamTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    static Stream<Arguments> heads() {
        return Stream.of(
                Arguments.of("garbage", "\u0016\u0003\u0001 no HTTP at all\r\n\r\n"),
                Arguments.of("nothing", ""),
                Arguments.of("half a status line", "HTTP/1.1 2"),
                Arguments.of("half a head", "HTTP/1.1 200 OK\r\nX-A: 1\r\n"),
                Arguments.of("HTTP/2.0 in text", "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("HTTP/0.9", "<html>hello</html>"),
                Arguments.of("a status of two digits", "HTTP/1.1 20 OK\r\n\r\n"),
                Arguments.of("a status below 100", "HTTP/1.1 099 OK\r\n\r\n"),
                Arguments.of("a status beyond 599", "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("a lower-case version", "http/1.1 200 OK\r\n\r\n"),
                Arguments.of("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
                Arguments.of("a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
                Arguments.of("a length of letters", "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n"),
                Arguments.of("an endless length", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n"),
                Arguments.of(
                        "a length and chunks",
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "an unknown coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("a folded field", "HTTP/1.1 200 OK\r\nX-A: 1\r\n 2\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("a bare line feed", "HTTP/1.1 200 OK\r\nX-A: 1\nX-B: 2\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("a bare carriage return", "HTTP/1.1 200 OK\r\nX-A: 1\rX-B: 2\r\n\r\n"),
                Arguments.of("a null", "HTTP/1.1 200 OK\r\nX-A: 1\u00002\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("a field without a colon", "HTTP/1.1 200 OK\r\nX-A\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("a field without a name", "HTTP/1.1 200 OK\r\n: x\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("a name with a blank", "HTTP/1.1 200 OK\r\nX A: x\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("a control in the reason", "HTTP/1.1 200 O\u0001K\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("an endless head", "HTTP/1.1 200 OK\r\nX-A: " + "a".repeat(100_000) + "\r\n\r\n"),
                Arguments.of("endless fields", "HTTP/1.1 200 OK\r\n" + "X: 1\r\n".repeat(5000) + "\r\n"),
                Arguments.of(
                        "a 101 that nobody asked for", "HTTP/1.1 101 Switching\r\nUpgrade: evil\r\n\r\nHTTP/1.1 200"),
                Arguments.of("a 101 without a protocol", "HTTP/1.1 101 Switching Protocols\r\n\r\n"),
                Arguments.of("a second head for a first", "HTTP/1.1 100 Continue\r\nHTTP/1.1 200 OK\r\n\r\n"));
    }

    /** RFC 9112 §6.3: a proxy that gets such a response must close the upstream's connection and say 502. */
    @ParameterizedTest(name = "{0} is a 502, and the client goes on")
    @MethodSource("heads")
    void isABadGateway(String what, String response) throws IOException {
        try (Wires wires = Wires.answeringOnce(response);
                RawClient client = wires.connect()) {
            Answer answer = client.send(GET).answer();
            assertThat(answer.status()).as(what).isEqualTo(502);
            assertThat(answer.body()).isEqualTo("Bad Gateway\n");
            assertThat(client.send(GET).answer().status()).isEqualTo(502);
            wires.awaitNoUpstreamConnection();
        }
    }

    @ParameterizedTest(name = "an upstream that ends in the middle of {0} breaks the client''s transfer")
    @ValueSource(
            strings = {
                "Content-Length: 10\r\n\r\nhalf",
                "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "Transfer-Encoding: chunked\r\n\r\nA\r\nhalf",
                "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n",
                "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\nX-Sum: 1\r\n"
            })
    void thatBreaksOffIsSeenToDoSo(String rest) throws IOException {
        try (Wires wires = Wires.answeringOnce("HTTP/1.1 200 OK\r\n" + rest);
                RawClient client = wires.connect()) {
            assertThatThrownBy(() -> client.send(GET).answer())
                    .isInstanceOfAny(EOFException.class, SocketException.class);
        }
    }

    @ParameterizedTest(name = "{0} in a body breaks the client''s transfer")
    @ValueSource(
            strings = {"zz\r\nhalf", "4\r\nhalfX\r\n0\r\n\r\n", "-4\r\nhalf\r\n", "4\nhalf\n0\n\n", "4;\u0000\r\n"})
    void badChunksAreSeenToBeSo(String chunks) throws IOException {
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n");
                    connection.write(chunks);
                    connection.readAll();
                });
                RawClient client = wires.connect()) {
            assertThatThrownBy(() -> client.send(GET).answer())
                    .isInstanceOfAny(EOFException.class, SocketException.class);
            wires.awaitNoUpstreamConnection();
        }
    }

    @Test
    void aResetInABodyWithoutLengthIsAResetForTheClient() throws IOException {
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
                    connection.read();
                });
                RawClient client = wires.connect()) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            client.head();
            assertThat(client.read(4)).isEqualTo("half");
            wires.upstream().close();
            assertThat(client.restOrReset())
                    .as("to HTTP/1.0 an orderly end is a whole body")
                    .isEqualTo("<reset>");
        }
    }

    @Test
    void oneThatResetsInsteadOfAnAnswerIsABadGateway() throws IOException {
        try (Wires wires = Wires.scripted(connection -> {
            connection.readHead();
            connection.reset();
        })) {
            assertThat(wires.ask(GET).status()).isEqualTo(502);
        }
    }

    @Test
    void oneThatDoesNotListenIsABadGateway() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.upstream().close();
            assertThat(wires.ask(GET).status()).isEqualTo(502);
        }
    }

    @Test
    void oneThatSaysNothingIsAGatewayTimeout() throws IOException {
        try (Wires wires = Wires.forwarding(
                connection -> connection.readAll(), options -> options.responseTimeout(Duration.ofMillis(100)))) {
            assertThat(wires.ask(GET).status()).isEqualTo(504);
            wires.awaitNoUpstreamConnection();
        }
    }

    @Test
    void oneThatStopsInABodyBreaksTheTransfer() throws IOException {
        try (Wires wires = Wires.forwarding(
                        connection -> {
                            connection.readHead();
                            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                            connection.readAll();
                        },
                        options -> options.betweenBytesTimeout(Duration.ofMillis(100)));
                RawClient client = wires.connect()) {
            assertThatThrownBy(() -> client.send(GET).answer())
                    .isInstanceOfAny(EOFException.class, SocketException.class);
            wires.awaitNoUpstreamConnection();
        }
    }

    /** Surplus bytes are nobody's answer: the connection that has them is not used again. */
    @ParameterizedTest(name = "surplus bytes behind {0} never become an answer")
    @ValueSource(
            strings = {
                "Content-Length: 2\r\n\r\nok",
                "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "Content-Length: 0\r\n\r\n"
            })
    void surplusBytesNeverBecomeAnAnswer(String rest) throws IOException {
        String evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
        try (Wires wires = Wires.answering("HTTP/1.1 200 OK\r\n" + rest + evil);
                RawClient client = wires.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(GET).answer().body()).isNotEqualTo("evil");
            }
            assertThat(wires.upstream().connections()).isEqualTo(3);
        }
    }
}
