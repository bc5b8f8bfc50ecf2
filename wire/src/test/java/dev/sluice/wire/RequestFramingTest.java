package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112 §6.3 for requests; what two parties could read in two ways is refused. */
class RequestFramingTest {
    private static final Framing THREE = new Framing.Length(3);

    static Stream<Arguments> accepted() {
        return Stream.of(
                row("9112 §6.3-7: neither field means no body", "Host: a", Framing.NONE),
                row("9112 §6.2: a length", "Content-Length: 3", THREE),
                row("9110 §5.1: its name in any case", "CONTENT-length: 3", THREE),
                row("9112 §5.1: white space around it", "Content-Length: \t3 ", THREE),
                row("9110 §8.6: a length of zero", "Content-Length: 0", new Framing.Length(0)),
                row("9110 §8.6: leading zeros", "Content-Length: 003", THREE),
                row(
                        "9110 §8.6: a length beyond an int",
                        "Content-Length: 5000000000",
                        new Framing.Length(5_000_000_000L)),
                row(
                        "9110 §8.6: 18 digits",
                        "Content-Length: 999999999999999999",
                        new Framing.Length(999_999_999_999_999_999L)),
                row("9112 §6.1: chunked", "Transfer-Encoding: chunked", Framing.CHUNKED),
                row("9112 §7: codings are case-insensitive", "transfer-encoding: Chunked", Framing.CHUNKED),
                row("9112 §5.1: white space around it", "Transfer-Encoding:\t chunked\t", Framing.CHUNKED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void accepted(String rule, String line, Framing framing) {
        assertThat(framing(line, "1.1")).isEqualTo(framing);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row("9112 §6.1: both fields", 400, "Content-Length: 3\r\nTransfer-Encoding: chunked"),
                row("9112 §6.1: both fields, the other way", 400, "Transfer-Encoding: chunked\r\nContent-Length: 3"),
                row("9112 §6.1: both, and the coding unknown", 400, "Content-Length: 3\r\nTransfer-Encoding: gzip"),
                row("9112 §6.1: both, and the coding empty", 400, "Content-Length: 3\r\nTransfer-Encoding:"),
                row("9112 §6.3-5: different lengths", 400, "Content-Length: 3\r\nContent-Length: 4"),
                row("9112 §6.3-5: equal lengths in two lines", 400, "Content-Length: 3\r\nContent-Length: 3"),
                row("9112 §6.3-5: equal lengths in one line", 400, "Content-Length: 3, 3"),
                row("9110 §8.6: a plus", 400, "Content-Length: +3"),
                row("9110 §8.6: a minus", 400, "Content-Length: -3"),
                row("9110 §8.6: minus zero", 400, "Content-Length: -0"),
                row("9110 §8.6: hex", 400, "Content-Length: 0x3"),
                row("9110 §8.6: a hex digit", 400, "Content-Length: a"),
                row("9110 §8.6: empty", 400, "Content-Length:"),
                row("9110 §8.6: a fraction", 400, "Content-Length: 3.0"),
                row("9110 §8.6: an exponent", 400, "Content-Length: 3e1"),
                row("9110 §8.6: a space within", 400, "Content-Length: 3 3"),
                row("9110 §8.6: a trailing comma", 400, "Content-Length: 3,"),
                row("9110 §8.6: a word", 400, "Content-Length: three"),
                row("9110 §8.6: digits of another script", 400, "Content-Length: \u00b3"),
                row("9110 §8.6: an underscore", 400, "Content-Length: 1_0"),
                row("9110 §8.6: 19 digits", 400, "Content-Length: 1000000000000000000"),
                row("9110 §8.6: what wraps a long to 0", 400, "Content-Length: 18446744073709551616"),
                row("9112 §6.1: an unknown coding", 501, "Transfer-Encoding: xchunked"),
                row("9112 §6.1: identity is no coding any more", 501, "Transfer-Encoding: identity"),
                row("9112 §6.1: a coding that we do not decode", 501, "Transfer-Encoding: gzip"),
                row("9112 §6.1: a coding that we do not decode, chunked", 501, "Transfer-Encoding: gzip, chunked"),
                row("9112 §6.1: the same over two lines", 501, "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked"),
                row("9112 §6.1: chunked twice", 400, "Transfer-Encoding: chunked, chunked"),
                row(
                        "9112 §6.1: chunked twice over two lines",
                        400,
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
                row("9112 §6.1: chunked twice behind another", 400, "Transfer-Encoding: gzip, chunked, chunked"),
                row("9112 §6.3-4: chunked is not the last", 400, "Transfer-Encoding: chunked, gzip"),
                row(
                        "9112 §6.3-4: chunked is not the last over two lines",
                        400,
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
                row("9112 §6.1: empty", 400, "Transfer-Encoding:"),
                row("9112 §6.1: an empty member behind chunked", 400, "Transfer-Encoding: chunked,"),
                row("9112 §6.1: an empty member before chunked", 400, "Transfer-Encoding: , chunked"),
                row("9112 §6.1: an empty line beside chunked", 400, "Transfer-Encoding: chunked\r\nTransfer-Encoding:"),
                row("9112 §7: chunked has no parameters", 400, "Transfer-Encoding: chunked;q=1"),
                row("9112 §7: not even an empty one", 400, "Transfer-Encoding: chunked;"),
                row("9112 §7: quotes", 400, "Transfer-Encoding: \"chunked\""),
                row("9110 §5.6.2: a vertical tab is no white space", 400, "Transfer-Encoding: \u000bchunked"),
                row("9110 §5.6.2: a no-break space is none", 400, "Transfer-Encoding: \u00a0chunked"),
                row("9110 §5.6.2: a space within", 400, "Transfer-Encoding: chun ked"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String rule, int status, String line) {
        MalformedException refusal = catchThrowableOfType(MalformedException.class, () -> framing(line, "1.1"));
        assertThat(refusal.status().code()).isEqualTo(status);
    }

    static Stream<Arguments> inHttp10() {
        return Stream.of(
                row("9112 §6.1: chunked in HTTP/1.0 is faulty framing", "Transfer-Encoding: chunked", 400),
                row("9112 §6.1: as is any coding", "Transfer-Encoding: gzip", 400));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void inHttp10(String rule, String line, int status) {
        MalformedException refusal = catchThrowableOfType(MalformedException.class, () -> framing(line, "1.0"));
        assertThat(refusal.status().code()).isEqualTo(status);
        assertThat(framing("Content-Length: 3", "1.0")).isEqualTo(THREE);
    }

    private static Framing framing(String line, String version) {
        return Framing.ofRequest(Wire.request("POST / HTTP/" + version + "\r\n" + line + "\r\n\r\n"));
    }

    private static Arguments row(Object... columns) {
        return Arguments.of(columns);
    }
}
