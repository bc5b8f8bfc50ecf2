package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §4: {@code status-line = HTTP-version SP status-code SP [ reason-phrase ]}. */
class ResponseHeadTest {
    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("9112 §4: version, code and reason", "HTTP/1.1 200 OK", 1, 200, "OK"),
                Arguments.of("9112 §4: an absent reason", "HTTP/1.1 200 ", 1, 200, ""),
                Arguments.of("9112 §4: what many servers send without one", "HTTP/1.1 200", 1, 200, ""),
                Arguments.of("9112 §4: obs-text in a reason", "HTTP/1.1 299 \u00fc\u00ff", 1, 299, "\u00fc\u00ff"),
                Arguments.of("9112 §4: tabs and spaces in a reason", "HTTP/1.1 299 a \tb", 1, 299, "a \tb"),
                Arguments.of("9112 §4: a reason of one's own", "HTTP/1.1 404 Gone Fishing", 1, 404, "Gone Fishing"),
                Arguments.of("9112 §2.3: HTTP/1.0", "HTTP/1.0 200 OK", 0, 200, "OK"),
                Arguments.of("9110 §2.5: a higher minor version", "HTTP/1.7 200 OK", 1, 200, "OK"),
                Arguments.of("9110 §15: the lowest code", "HTTP/1.1 100 Continue", 1, 100, "Continue"),
                Arguments.of("9110 §15: the highest code", "HTTP/1.1 599 x", 1, 599, "x"),
                Arguments.of("9110 §15: a code nobody knows", "HTTP/1.1 299 x", 1, 299, "x"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void accepted(String rule, String line, int minorVersion, int code, String reason) {
        ResponseHead head = Wire.response(line + "\r\nA: b\r\n\r\n");
        assertThat(head.minorVersion()).isEqualTo(minorVersion);
        assertThat(head.status().code()).isEqualTo(code);
        assertThat(head.status().reasonPhrase()).isEqualTo(reason);
        assertThat(head.fields()).hasToString("A: b\n");
    }

    @ParameterizedTest(name = "9112 §4: {0}")
    @ValueSource(
            strings = {
                "HTTP/2 200",
                "HTTP/2.0 200 OK",
                "http/1.1 200 OK",
                "HTTP/1.1  200 OK",
                "HTTP/1.1 20 OK",
                "HTTP/1.1 2000 OK",
                "HTTP/1.1 200OK",
                "HTTP/1.1 099 Low",
                "HTTP/1.1 000 Zero",
                "HTTP/1.1 600 High",
                "HTTP/1.1 999 Higher",
                "HTTP/1.1 2x0 OK",
                "HTTP/1.1 -20 OK",
                "HTTP/1.1 +20 OK",
                "HTTP/1.1 200\tOK",
                "HTTP/1.1 200 O\0K",
                "HTTP/1.1 200 O\rK",
                "HTTP/1.1 200 O\u007fK",
                "HTTP/1.1",
                "HTTP/1.1 ",
                "HTTP/1.12 200 OK",
                "HTTP/1 200 OK",
                " HTTP/1.1 200 OK",
                "ICY 200 OK",
                "SSH-2.0-OpenSSH_9.6",
                "200 OK",
                "<html>hello</html>"
            })
    void refused(String line) {
        assertThatThrownBy(() -> Wire.response(line + "\r\nA: b\r\n\r\n")).isInstanceOf(MalformedException.class);
    }

    @Test
    void anEmptyLineBeforeAStatusLineIsRefused() { // RFC 9112 §2.2 grants it to servers only
        assertThatThrownBy(() -> Wire.response("\r\nHTTP/1.1 200 OK\r\n\r\n")).isInstanceOf(MalformedException.class);
    }

    @Test
    void anUpstreamThatEndsBeforeItsHeadSaysNothing() {
        assertThat(Wire.response(Wire.whole(""))).isEmpty();
    }

    @Test
    void anUpstreamThatEndsWithinItsHeadBroke() { // RFC 9112 §8: an incomplete response
        assertThatThrownBy(() -> Wire.response("HTTP/1.1 200 OK\r\nA: b\r\n"))
                .isInstanceOf(MalformedException.class)
                .hasMessage("the connection ended within a head");
    }

    @Test
    void interimAndFinalHeadsAreReadInTurn() { // RFC 9110 §15.2
        WireInput input = Wire.whole("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\nrest");
        assertThat(Wire.response(input).orElseThrow().status().code()).isEqualTo(103);
        assertThat(Wire.response(input).orElseThrow().status().code()).isEqualTo(200);
        assertThat(Wire.rest(input)).isEqualTo("rest");
    }
}
