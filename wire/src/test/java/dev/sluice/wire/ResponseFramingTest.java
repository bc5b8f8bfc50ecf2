package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112 §6.3 for responses. */
class ResponseFramingTest {
    private static final Framing THREE = new Framing.Length(3);

    static Stream<Arguments> accepted() {
        return Stream.of(
                row("9112 §6.3-8: neither field means until the end", "GET", "1.1 200 OK", "A: b", Framing.UNTIL_CLOSE),
                row("9112 §6.3-8: also in HTTP/1.0", "GET", "1.0 200 OK", "A: b", Framing.UNTIL_CLOSE),
                row("9112 §6.2: a length", "GET", "1.1 200 OK", "Content-Length: 3", THREE),
                row("9112 §6.2: a length in HTTP/1.0", "GET", "1.0 200 OK", "Content-Length: 3", THREE),
                row("9112 §6.2: a length of zero", "GET", "1.1 200 OK", "Content-Length: 0", new Framing.Length(0)),
                row("9110 §8.6: equal lengths in one line are one", "GET", "1.1 200 OK", "Content-Length: 3, 3", THREE),
                row(
                        "9110 §8.6: equal lengths in two lines are one",
                        "GET",
                        "1.1 200 OK",
                        "Content-Length: 3\r\ncontent-length: 3",
                        THREE),
                row("9112 §6.1: chunked", "GET", "1.1 200 OK", "Transfer-Encoding: chunked", Framing.CHUNKED),
                row(
                        "9112 §5.1: chunked behind a space before the colon",
                        "GET",
                        "1.1 200 OK",
                        "Transfer-Encoding : chunked",
                        Framing.CHUNKED),
                row(
                        "9112 §6.3-1: no body to HEAD with a length",
                        "HEAD",
                        "1.1 200 OK",
                        "Content-Length: 3",
                        Framing.NONE),
                row(
                        "9112 §6.3-1: no body to HEAD with chunked",
                        "HEAD",
                        "1.1 200 OK",
                        "Transfer-Encoding: chunked",
                        Framing.NONE),
                row("9112 §6.3-1: no body to HEAD with neither", "HEAD", "1.1 200 OK", "A: b", Framing.NONE),
                row("9110 §9.1: head is another method", "head", "1.1 200 OK", "Content-Length: 3", THREE),
                row("9112 §6.3-1: no body in 100", "POST", "1.1 100 Continue", "A: b", Framing.NONE),
                row(
                        "9112 §6.3-1: no body in 103 with a length",
                        "GET",
                        "1.1 103 Early Hints",
                        "Content-Length: 3",
                        Framing.NONE),
                row("9112 §6.3-1: no body in 204", "GET", "1.1 204 No Content", "A: b", Framing.NONE),
                row(
                        "9112 §6.3-1: no body in 204 with a length",
                        "GET",
                        "1.1 204 No Content",
                        "Content-Length: 3",
                        Framing.NONE),
                row(
                        "9112 §6.3-1: no body in 304 with a length",
                        "GET",
                        "1.1 304 Not Modified",
                        "Content-Length: 3",
                        Framing.NONE),
                row(
                        "9112 §6.3: 205 is framed like any other",
                        "POST",
                        "1.1 205 Reset Content",
                        "Content-Length: 0",
                        new Framing.Length(0)),
                row("9112 §6.3: an error has a body", "GET", "1.1 500 x", "Content-Length: 3", THREE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void accepted(String rule, String method, String status, String line, Framing framing) {
        assertThat(framing(method, status, line)).isEqualTo(framing);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row("9112 §6.3-5: different lengths in one line", "1.1 200 OK", "Content-Length: 3, 4"),
                row(
                        "9112 §6.3-5: different lengths in two lines",
                        "1.1 200 OK",
                        "Content-Length: 3\r\nContent-Length: 4"),
                row("9112 §6.3-5: lengths that differ in zeros", "1.1 200 OK", "Content-Length: 3, 03"),
                row("9112 §6.3-5: an empty length", "1.1 200 OK", "Content-Length:"),
                row("9112 §6.3-5: a length of commas", "1.1 200 OK", "Content-Length: ,,"),
                row("9112 §6.3-5: a negative length", "1.1 200 OK", "Content-Length: -3"),
                row("9112 §6.3-5: a length with a plus", "1.1 200 OK", "Content-Length: +3"),
                row("9112 §6.3-5: 19 digits", "1.1 200 OK", "Content-Length: 1000000000000000000"),
                row("9112 §6.1: both fields", "1.1 200 OK", "Content-Length: 3\r\nTransfer-Encoding: chunked"),
                row("9112 §6.1: both fields in a 304", "1.1 304 x", "Content-Length: 3\r\nTransfer-Encoding: chunked"),
                row("9112 §6.1: a coding in HTTP/1.0", "1.0 200 OK", "Transfer-Encoding: chunked"),
                row("9112 §6.3-4: an unknown coding", "1.1 200 OK", "Transfer-Encoding: gzip"),
                row("9112 §6.3-4: an unknown coding, chunked", "1.1 200 OK", "Transfer-Encoding: gzip, chunked"),
                row("9112 §6.3-4: chunked is not the last", "1.1 200 OK", "Transfer-Encoding: chunked, gzip"),
                row("9112 §6.1: chunked twice", "1.1 200 OK", "Transfer-Encoding: chunked, chunked"),
                row("9112 §6.1: an empty member beside chunked", "1.1 200 OK", "Transfer-Encoding: chunked,"),
                row("9112 §6.1: an empty coding", "1.1 200 OK", "Transfer-Encoding:"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String rule, String status, String line) {
        assertThatThrownBy(() -> framing("GET", status, line)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> framing("HEAD", status, line)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest(name = "9110 §6.4.1: {0} may have a body: {1}")
    @CsvSource({
        "100, false",
        "101, false",
        "199, false",
        "200, true",
        "204, false",
        "205, true",
        "304, false",
        "404, true"
    })
    void knowsWhichStatusesHaveABody(int code, boolean expected) {
        assertThat(Framing.mayHaveBody(code)).isEqualTo(expected);
    }

    private static Framing framing(String method, String status, String line) {
        return Framing.ofResponse(method, Wire.response("HTTP/" + status + "\r\n" + line + "\r\n\r\n"));
    }

    private static Arguments row(Object... columns) {
        return Arguments.of(columns);
    }
}
