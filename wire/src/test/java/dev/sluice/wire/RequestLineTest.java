package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.RequestHead;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112 §3: {@code request-line = method SP request-target SP HTTP-version}. */
class RequestLineTest {
    static Stream<Arguments> accepted() {
        return Stream.of(
                row("9112 §3: method, target and version", "GET /a?b=c HTTP/1.1", "GET", "/a?b=c", "HTTP/1.1"),
                row(
                        "9110 §9.1: a method is any token",
                        "M-SEARCH!#$%&'*+.^_`|~ / HTTP/1.1",
                        "M-SEARCH!#$%&'*+.^_`|~",
                        "/",
                        "HTTP/1.1"),
                row("9110 §9.1: methods are case-sensitive", "get / HTTP/1.1", "get", "/", "HTTP/1.1"),
                row("9112 §3.2.2: absolute-form", "GET http://a/b HTTP/1.1", "GET", "http://a/b", "HTTP/1.1"),
                row("9112 §3.2.3: authority-form", "CONNECT a:443 HTTP/1.1", "CONNECT", "a:443", "HTTP/1.1"),
                row("9112 §3.2.4: asterisk-form", "OPTIONS * HTTP/1.1", "OPTIONS", "*", "HTTP/1.1"),
                row(
                        "promise 5: dot segments and escapes stay",
                        "GET /a/../%2e%2E//%41;p HTTP/1.1",
                        "GET",
                        "/a/../%2e%2E//%41;p",
                        "HTTP/1.1"),
                row(
                        "promise 11: bytes above 7f stay",
                        "GET /\u00fc\u0080\u00ff HTTP/1.1",
                        "GET",
                        "/\u00fc\u0080\u00ff",
                        "HTTP/1.1"),
                row(
                        "promise 5: what browsers leave unescaped stays",
                        "GET /|{}\"<>^`\\ HTTP/1.1",
                        "GET",
                        "/|{}\"<>^`\\",
                        "HTTP/1.1"),
                row("9112 §2.3: HTTP/1.0", "GET / HTTP/1.0", "GET", "/", "HTTP/1.0"),
                row(
                        "9110 §2.5: a higher minor version is taken for the highest we know",
                        "GET / HTTP/1.2",
                        "GET",
                        "/",
                        "HTTP/1.1"),
                row("9110 §2.5: also the highest there can be", "GET / HTTP/1.9", "GET", "/", "HTTP/1.1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void accepted(String rule, String line, String method, String target, String version) {
        RequestHead head = Wire.request(line + "\r\nHost: a\r\n\r\n");
        assertThat(head.method()).isEqualTo(method);
        assertThat(head.target()).isEqualTo(target);
        assertThat(head.version()).hasToString(version);
        assertThat(head.fields()).hasToString("Host: a\n");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row("9112 §3: HTTP/0.9 has no version", 400, "GET /"),
                row("9112 §3: a version of HTTP/0.9 is not ours", 505, "GET / HTTP/0.9"),
                row("9110 §15.6.6: HTTP/2.0", 505, "GET / HTTP/2.0"),
                row("9113 §3.4: the preface of HTTP/2", 505, "PRI * HTTP/2.0"),
                row("9110 §15.6.6: HTTP/3.0", 505, "GET / HTTP/3.0"),
                row("9112 §2.3: HTTP-name is case-sensitive", 400, "GET / http/1.1"),
                row("9112 §2.3: HTTP-name in mixed case", 400, "GET / Http/1.1"),
                row("9112 §2.3: another protocol", 400, "GET / RTSP/1.1"),
                row("9112 §2.3: HTTP-version has two digits: none", 400, "GET / HTTP/1."),
                row("9112 §2.3: HTTP-version has two digits: a third", 400, "GET / HTTP/1.10"),
                row("9112 §2.3: HTTP-version has two digits: letters", 400, "GET / HTTP/1.x"),
                row("9112 §2.3: HTTP-version has a dot", 400, "GET / HTTP/1,1"),
                row("9112 §2.3: HTTP-version has a slash", 400, "GET / HTTP 1.1"),
                row("9112 §3: white space behind the version", 400, "GET / HTTP/1.1 "),
                row("9112 §3: one space between method and target, not two", 400, "GET  / HTTP/1.1"),
                row("9112 §3: one space between target and version, not two", 400, "GET /  HTTP/1.1"),
                row("9112 §3: a tab is no space", 400, "GET\t/ HTTP/1.1"),
                row("9112 §3.2: no white space in a target", 400, "GET /a b HTTP/1.1"),
                row("9112 §3.2: no tab in a target", 400, "GET /a\tb HTTP/1.1"),
                row("9112 §3.2: no fragment in a target", 400, "GET /a#b HTTP/1.1"),
                row("9112 §3.2: no NUL in a target", 400, "GET /a\0b HTTP/1.1"),
                row("9112 §3.2: no DEL in a target", 400, "GET /a\u007fb HTTP/1.1"),
                row("9112 §3.2: no escape in a target", 400, "GET /a\u001bb HTTP/1.1"),
                row("9112 §3.2: an empty target", 400, "GET  HTTP/1.1"),
                row("9112 §3: white space before the method", 400, " GET / HTTP/1.1"),
                row("9110 §9.1: an empty method", 400, " / HTTP/1.1"),
                row("9110 §9.1: no colon in a method", 400, "GE:T / HTTP/1.1"),
                row("9110 §9.1: no byte above 7f in a method", 400, "G\u00c9T / HTTP/1.1"),
                row("9110 §9.1: no NUL in a method", 400, "G\0T / HTTP/1.1"),
                row("9112 §3: a method alone", 400, "GET"),
                row("9112 §2.2: a bare CR in the line", 400, "GET /\r HTTP/1.1"),
                row("9112 §2.2: a bare CR at the line's end", 400, "GET / HTTP/1.1\r"),
                row("9112 §2.2: a bare LF in the line", 400, "GET / HTTP/1.1\nX: y"),
                row("a TLS client hello", 400, "\u0016\u0003\u0001\u0002\0\u0001"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String rule, int status, String line) {
        MalformedException refusal =
                catchThrowableOfType(MalformedException.class, () -> Wire.request(line + "\r\nHost: a\r\n\r\n"));
        assertThat(refusal.status().code()).isEqualTo(status);
        assertThat(refusal).hasMessage(refusal.detail());
    }

    private static Arguments row(Object... columns) {
        return Arguments.of(columns);
    }

    @Test
    void keepsNoMethodThatAClientMadeUp() { // interning them would fill a table of the JVM
        assertThat(Wire.request("MADE-UP / HTTP/1.1\r\n\r\n").method())
                .isEqualTo("MADE-UP")
                .isNotSameAs("MADE-UP");
        for (String known : new String[] {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
            assertThat(Wire.request(known + " / HTTP/1.1\r\n\r\n").method()).isSameAs(known);
        }
    }
}
