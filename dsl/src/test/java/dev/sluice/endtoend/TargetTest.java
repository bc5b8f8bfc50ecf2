package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the upstream is asked for (RFC 9110 §7.1, RFC 9112 §3.2). */
class TargetTest {
    static Stream<Arguments> targets() {
        return Stream.of(
                Arguments.of("an encoded slash, empty segments, parameters and dots", "/ok/%2F//a;x=1/./b"),
                Arguments.of("a query's order, duplicates, blanks and empty members", "/?a=1&b=%20&a=2&&c"),
                Arguments.of("a question mark with nothing behind it", "/a?"),
                Arguments.of("several question marks", "/a?b?c=?"),
                Arguments.of("dot segments, which are the upstream's to resolve", "/a/../b/%2e%2e/c"),
                Arguments.of("an escape in lower case", "/%c3%a9%7e~"),
                Arguments.of("an escape that is none", "/%zz%"),
                Arguments.of("braces, bars and carets that should have been encoded", "/{a}|b^c`\"<>\\"),
                Arguments.of("bytes above 0x7f", "/caf\u00e9/\u00ff\u0080?q=\u00fc"),
                Arguments.of("a colon and an at sign in the first segment", "/a:b@c"),
                Arguments.of("two slashes at the start, which are no authority", "//evil.example/a"),
                Arguments.of("an encoded null", "/%00"),
                Arguments.of("a plus, which only a form turns into a blank", "/a+b?c+d"),
                Arguments.of("brackets and quotes of a query", "/?a[]='1'&b=\"2\""));
    }

    @ParameterizedTest(name = "passes {0}")
    @MethodSource("targets")
    void passesTargetsByteForByte(String what, String target) throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            assertThat(wires.ask("GET " + target + " HTTP/1.1\r\nHost: a.example\r\n\r\n")
                            .status())
                    .as(what)
                    .isEqualTo(200);
            assertThat(wires.received()).startsWith("GET " + target + " HTTP/1.1\r\n");
        }
    }

    @Test
    void passesATargetOfEightThousandBytesAndRefusesALongerOne() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            String target = "/" + "a".repeat(8000);
            assertThat(wires.ask("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(wires.received()).startsWith("GET " + target + " HTTP/1.1\r\n");
            assertThat(wires.ask("GET " + target + "b".repeat(400) + " HTTP/1.1\r\nHost: a\r\n\r\n")
                            .status())
                    .isEqualTo(414);
            assertThat(wires.upstream().heads()).hasSize(1);
        }
    }

    /** RFC 9112 §3.2.2: a proxy must ignore the Host that came with an absolute-form and take the target's. */
    @Test
    void makesAnAbsoluteFormAnOriginFormAndItsAuthorityTheHost() throws IOException {
        try (Wires wires = Wires.answeringWith(options -> options.passHost(true))) {
            wires.ask("GET http://b.example:81/x?y HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(wires.received()).startsWith("GET /x?y HTTP/1.1\r\n");
            assertThat(wires.received("Host")).containsExactly("b.example:81");
            assertThat(wires.received("X-Forwarded-Host")).containsExactly("b.example:81");
        }
    }

    @Test
    void makesAnAbsoluteFormWithoutAPathASlash() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask("GET http://b.example?q HTTP/1.1\r\nHost: b.example\r\n\r\n");
            assertThat(wires.received()).startsWith("GET /?q HTTP/1.1\r\n");
        }
    }

    /** RFC 9112 §3.2.4: OPTIONS for an absolute-form without a path asks for the server as a whole. */
    @Test
    void makesOptionsOfAnAbsoluteFormWithoutAPathAnAsterisk() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask("OPTIONS http://b.example HTTP/1.1\r\nHost: b.example\r\n\r\n");
            assertThat(wires.received()).startsWith("OPTIONS * HTTP/1.1\r\n");
        }
    }

    @Test
    void passesOptionsOfTheServerAsAWhole() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            assertThat(wires.ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").status())
                    .isEqualTo(200);
            assertThat(wires.received()).startsWith("OPTIONS * HTTP/1.1\r\n");
        }
    }

    @Test
    void refusesAnAsteriskOfAnythingElse() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            assertThat(wires.ask("GET * HTTP/1.1\r\nHost: a\r\n\r\n").status()).isEqualTo(400);
            assertThat(wires.upstream().connections()).isZero();
        }
    }

    /** RFC 9110 §9.3.6, §9.3.8: no tunnel for the asking, and no mirror of a client's credentials. */
    @Test
    void refusesConnectAndTrace() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            assertThat(wires.ask("CONNECT b.example:443 HTTP/1.1\r\nHost: b.example:443\r\n\r\n")
                            .status())
                    .isEqualTo(501);
            assertThat(wires.ask("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n").status())
                    .isEqualTo(405);
            assertThat(wires.upstream().connections()).isZero();
        }
    }

    /** RFC 9110 §7.6.2. */
    @Test
    void answersOptionsItselfWhoseMaxForwardsIsSpent() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            assertThat(wires.ask("OPTIONS / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(wires.upstream().connections()).isZero();
        }
    }

    @Test
    void countsMaxForwardsOfOptionsDownAndLeavesThatOfOthers() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask("OPTIONS / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 5\r\n\r\n");
            assertThat(wires.received("Max-Forwards")).containsExactly("4");
            wires.ask("GET / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
            assertThat(wires.received("Max-Forwards")).containsExactly("0");
        }
    }

    @Test
    void putsTheUpstreamsBasePathBeforeTheTarget() throws IOException {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        try (Wires wires = Wires.of(upstream, proxy().forward(upstream.url() + "/base/"))) {
            wires.ask("GET /%2f//x;y?../z HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wires.received()).startsWith("GET /base/%2f//x;y?../z HTTP/1.1\r\n");
        }
    }

    @Test
    void sendsDotSegmentsBehindABasePathIfToldTo() throws IOException {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        try (Wires wires =
                Wires.of(upstream, proxy().forward(upstream.url() + "/base/", options -> options.allowDotSegments()))) {
            wires.ask("GET /%2f/../x HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wires.received()).startsWith("GET /base/%2f/../x HTTP/1.1\r\n");
        }
    }

    /** RFC 9110 §9.1: methods are case-sensitive, and new ones may come. */
    @Test
    void passesMethodsThatItDoesNotKnow() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask("brew+2 /pot HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wires.received()).startsWith("brew+2 /pot HTTP/1.1\r\n");
        }
    }
}
