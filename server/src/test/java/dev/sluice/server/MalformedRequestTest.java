package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Heads that must be refused, each with a request behind it that must never be served (RFC 9112 §2.2, §9.6, §11.2). */
class MalformedRequestTest {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Echo pipeline = new Echo();
    private Host.Running server;

    @BeforeEach
    void start() {
        server = Host.WIRE.start(pipeline);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(hosts(), lines(), fields(), lengths(), codings()).flatMap(part -> part);
    }

    private static Stream<Arguments> hosts() {
        return Stream.of(
                of(400, "no Host (RFC 9112 §3.2)", "GET / HTTP/1.1\r\n"),
                of(400, "two Hosts (RFC 9112 §3.2)", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n"),
                of(400, "two equal Hosts (RFC 9112 §3.2)", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n"),
                of(400, "two Hosts in HTTP/1.0 (RFC 9112 §3.2)", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n"),
                of(400, "an empty Host (RFC 9110 §4.2.1)", "GET / HTTP/1.1\r\nHost:\r\n"),
                of(400, "a Host with user info (RFC 9110 §4.2.4)", "GET / HTTP/1.1\r\nHost: me@a\r\n"),
                of(400, "a Host with a path (RFC 9110 §7.2)", "GET / HTTP/1.1\r\nHost: a/b\r\n"),
                of(400, "a Host with a space (RFC 9110 §7.2)", "GET / HTTP/1.1\r\nHost: a b\r\n"),
                of(400, "a list of Hosts (RFC 9110 §7.2)", "GET / HTTP/1.1\r\nHost: a, b\r\n"),
                of(400, "a port that is no number (RFC 3986 §3.2.3)", "GET / HTTP/1.1\r\nHost: a:b\r\n"),
                of(400, "a port beyond 65535 (RFC 3986 §3.2.3)", "GET / HTTP/1.1\r\nHost: a:65536\r\n"),
                of(400, "an IPv6 address without its bracket (RFC 3986 §3.2.2)", "GET / HTTP/1.1\r\nHost: [::1\r\n"),
                of(400, "an IPv6 address without any (RFC 3986 §3.2.2)", "GET / HTTP/1.1\r\nHost: ::1\r\n"),
                of(400, "bytes above 0x7f in Host (RFC 3986 §3.2.2)", "GET / HTTP/1.1\r\nHost: \u00e4\r\n"));
    }

    private static Stream<Arguments> lines() {
        return Stream.of(
                of(400, "two spaces before the target (RFC 9112 §3)", "GET  / HTTP/1.1\r\nHost: a\r\n"),
                of(400, "a tab before the target (RFC 9112 §3)", "GET\t/ HTTP/1.1\r\nHost: a\r\n"),
                of(400, "a space in the target (RFC 9112 §3.2)", "GET /a b HTTP/1.1\r\nHost: a\r\n"),
                of(400, "a space behind the version (RFC 9112 §3)", "GET / HTTP/1.1 \r\nHost: a\r\n"),
                of(400, "a space before the method (RFC 9112 §3)", " GET / HTTP/1.1\r\nHost: a\r\n"),
                of(400, "no version (RFC 9112 §3)", "GET /\r\nHost: a\r\n"),
                of(400, "no target (RFC 9112 §3)", "GET HTTP/1.1\r\nHost: a\r\n"),
                of(400, "a version in lower case (RFC 9112 §2.3)", "GET / http/1.1\r\nHost: a\r\n"),
                of(400, "a version of two digits (RFC 9112 §2.3)", "GET / HTTP/1.10\r\nHost: a\r\n"),
                of(505, "HTTP/2.0 without its preface (RFC 9110 §15.6.6)", "GET / HTTP/2.0\r\nHost: a\r\n"),
                of(505, "HTTP/0.9 (RFC 9110 §15.6.6)", "GET / HTTP/0.9\r\nHost: a\r\n"),
                of(400, "a method that is no token (RFC 9110 §9.1)", "G@T / HTTP/1.1\r\nHost: a\r\n"),
                of(400, "a fragment (RFC 9112 §3.2)", "GET /a#b HTTP/1.1\r\nHost: a\r\n"),
                of(400, "NUL in the target (RFC 9112 §3.2)", "GET /\0 HTTP/1.1\r\nHost: a\r\n"),
                of(400, "a control in the target (RFC 9112 §3.2)", "GET /\u0001 HTTP/1.1\r\nHost: a\r\n"),
                of(400, "DEL in the target (RFC 9112 §3.2)", "GET /\u007f HTTP/1.1\r\nHost: a\r\n"),
                of(400, "a bare CR in the request line (RFC 9112 §2.2)", "GET /\r HTTP/1.1\r\nHost: a\r\n"),
                of(400, "a bare LF behind the request line (RFC 9112 §2.2)", "GET / HTTP/1.1\nHost: a\r\n"),
                of(400, "an empty line of a bare LF first (RFC 9112 §2.2)", "\nGET / HTTP/1.1\r\nHost: a\r\n"),
                of(400, "a CR without LF first (RFC 9112 §2.2)", "\rGET / HTTP/1.1\r\nHost: a\r\n"),
                of(400, "a relative target (RFC 9112 §3.2)", "GET a HTTP/1.1\r\nHost: a\r\n"),
                of(400, "authority-form with GET (RFC 9112 §3.2.3)", "GET a:80 HTTP/1.1\r\nHost: a\r\n"),
                of(400, "an asterisk with GET (RFC 9112 §3.2.4)", "GET * HTTP/1.1\r\nHost: a\r\n"),
                of(400, "another scheme (RFC 9112 §3.2.2)", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n"),
                of(400, "absolute-form without host (RFC 9112 §3.2.2)", "GET http:/// HTTP/1.1\r\nHost: a\r\n"),
                of(400, "absolute-form with user info (RFC 9110 §4.2.4)", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n"),
                of(
                        400,
                        "absolute-form beside an invalid Host (RFC 9112 §3.2)",
                        "GET http://a/ HTTP/1.1\r\nHost: b c\r\n"),
                of(405, "TRACE (RFC 9110 §9.3.8)", "TRACE / HTTP/1.1\r\nHost: a\r\n"),
                of(501, "CONNECT (RFC 9110 §9.3.6)", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n"),
                of(400, "connect, which is another method (RFC 9110 §9.1)", "connect a:443 HTTP/1.1\r\nHost: a\r\n"),
                of(417, "an unknown expectation (RFC 9110 §10.1.1)", "GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n"));
    }

    private static Stream<Arguments> fields() {
        return Stream.of(
                of(400, "obs-fold (RFC 9112 §5.2)", get("X: a\r\n b\r\n")),
                of(400, "obs-fold by a tab (RFC 9112 §5.2)", get("X: a\r\n\tb: c\r\n")),
                of(400, "a folded first line (RFC 9112 §2.2)", "GET / HTTP/1.1\r\n Host: a\r\n"),
                of(400, "a space before the colon (RFC 9112 §5.1)", get("X : a\r\n")),
                of(400, "a tab before the colon (RFC 9112 §5.1)", get("X\t: a\r\n")),
                of(400, "no colon (RFC 9112 §5)", get("X\r\n")),
                of(400, "an empty name (RFC 9112 §5)", get(": a\r\n")),
                of(400, "a name that is no token (RFC 9110 §5.1)", get("X(y): a\r\n")),
                of(400, "a name with bytes above 0x7f (RFC 9110 §5.1)", get("\u00e4: a\r\n")),
                of(400, "NUL in a value (RFC 9110 §5.5)", get("X: a\0b\r\n")),
                of(400, "a control in a value (RFC 9110 §5.5)", get("X: a\u000bb\r\n")),
                of(400, "DEL in a value (RFC 9110 §5.5)", get("X: a\u007fb\r\n")),
                of(400, "a bare CR in a value (RFC 9112 §2.2)", get("X: a\rY: b\r\n")),
                of(400, "a bare LF in a value (RFC 9112 §2.2)", get("X: a\nY: b\r\n")),
                of(400, "NUL in a name (RFC 9110 §5.1)", get("X\0: a\r\n")),
                of(400, "a bare CR as the empty line (RFC 9112 §2.2)", get("\r\r\n")));
    }

    private static Stream<Arguments> lengths() {
        return Stream.of(
                of(400, "two lengths (RFC 9112 §6.3)", get("Content-Length: 3\r\nContent-Length: 4\r\n")),
                of(400, "two equal lengths (RFC 9112 §6.3)", get("Content-Length: 3\r\nContent-Length: 3\r\n")),
                of(400, "a list of lengths (RFC 9112 §6.3)", get("Content-Length: 3, 3\r\n")),
                of(400, "a signed length (RFC 9110 §8.6)", get("Content-Length: +3\r\n")),
                of(400, "a negative length (RFC 9110 §8.6)", get("Content-Length: -3\r\n")),
                of(400, "a hexadecimal length (RFC 9110 §8.6)", get("Content-Length: 0x3\r\n")),
                of(400, "an empty length (RFC 9110 §8.6)", get("Content-Length:\r\n")),
                of(400, "a length of letters (RFC 9110 §8.6)", get("Content-Length: ten\r\n")),
                of(400, "a length with a space (RFC 9110 §8.6)", get("Content-Length: 1 0\r\n")),
                of(400, "a length that overflows (RFC 9110 §8.6)", get("Content-Length: 99999999999999999999\r\n")),
                of(400, "a length of a half (RFC 9110 §8.6)", get("Content-Length: 0.5\r\n")),
                of(
                        400,
                        "a length beside a coding (RFC 9112 §6.1)",
                        get("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n")),
                of(
                        400,
                        "a coding beside a length (RFC 9112 §6.1)",
                        get("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n")));
    }

    private static Stream<Arguments> codings() {
        return Stream.of(
                of(501, "an unknown coding (RFC 9112 §6.1)", get("Transfer-Encoding: rot13\r\n")),
                of(501, "gzip before chunked (RFC 9112 §6.1)", get("Transfer-Encoding: gzip, chunked\r\n")),
                of(501, "identity (RFC 9112 §7)", get("Transfer-Encoding: identity\r\n")),
                of(501, "xchunked (RFC 9112 §7)", get("Transfer-Encoding: xchunked\r\n")),
                of(400, "chunked twice (RFC 9112 §6.1)", get("Transfer-Encoding: chunked, chunked\r\n")),
                of(
                        400,
                        "chunked twice in two lines (RFC 9112 §6.1)",
                        get("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")),
                of(400, "chunked before another (RFC 9112 §6.3)", get("Transfer-Encoding: chunked, gzip\r\n")),
                of(400, "chunked with a parameter (RFC 9112 §7)", get("Transfer-Encoding: chunked;q=1\r\n")),
                of(400, "a quoted coding (RFC 9112 §7)", get("Transfer-Encoding: \"chunked\"\r\n")),
                of(400, "an empty coding (RFC 9112 §6.1)", get("Transfer-Encoding:\r\n")),
                of(400, "a coding of a control (RFC 9110 §5.5)", get("Transfer-Encoding: \u000bchunked\r\n")),
                of(400, "a coding in HTTP/1.0 (RFC 9112 §6.1)", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n"));
    }

    private static Arguments of(int status, String what, String head) {
        return arguments(status, what, head);
    }

    private static String get(String lines) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + lines;
    }

    @ParameterizedTest(name = "answers {0} to {1}, closes, and serves nothing behind it")
    @MethodSource("refused")
    void refuses(int status, String what, String head) throws IOException {
        try (RawClient client = server.connect()) {
            client.send(head + "\r\n" + SMUGGLED);
            Answer answer = client.answer();
            assertThat(answer.status()).as(what).isEqualTo(status);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).as("what follows the refusal").isEmpty();
        }
        assertThat(pipeline.seen()).as("what reached the pipeline").isEmpty();
    }
}
