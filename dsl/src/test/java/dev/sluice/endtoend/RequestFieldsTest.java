package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Proxy;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields of a client reach the upstream, and how (RFC 9110 §5.3, §7.6.1). */
class RequestFieldsTest {
    private static String get(String... lines) {
        return "GET / HTTP/1.1\r\nHost: a.example\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static String received(String... lines) throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            assertThat(wires.ask(get(lines)).status()).isEqualTo(200);
            return wires.received();
        }
    }

    private static List<String> values(String name, String... lines) throws IOException {
        return Answer.fields(received(lines), name);
    }

    @Test
    void keepTheCaseOfTheirNames() throws IOException {
        assertThat(received("x-LOUD-quiet: A")).contains("\r\nx-LOUD-quiet: A\r\n");
    }

    @Test
    void keepTheirOrderAndDuplicates() throws IOException {
        assertThat(received("X-A: 1", "X-B: 2", "x-a: 3", "X-A: 1"))
                .contains("X-A: 1\r\nX-B: 2\r\nx-a: 3\r\nX-A: 1\r\n");
    }

    @Test
    void keepBytesAbove7f() throws IOException {
        assertThat(received("X-A: caf\u00e9 \u00ff\u0080")).contains("\r\nX-A: caf\u00e9 \u00ff\u0080\r\n");
    }

    @Test
    void keepInnerWhiteSpaceAndLoseOnlyTheOuter() throws IOException {
        assertThat(received("X-A:  \t a \t  b\t ")).contains("\r\nX-A: a \t  b\r\n");
    }

    @Test
    void mayBeEmpty() throws IOException {
        assertThat(values("X-A", "X-A:", "X-B: 1")).containsExactly("");
    }

    @Test
    void keepWhatLooksLikeAListAsItIs() throws IOException {
        assertThat(values("Cookie", "Cookie: a=1; b=\"2,3\"", "Cookie: c")).containsExactly("a=1; b=\"2,3\"", "c");
    }

    @Test
    void keepOddNames() throws IOException {
        assertThat(received("!#$%&'*+-.^`|~9: odd")).contains("\r\n!#$%&'*+-.^`|~9: odd\r\n");
    }

    @ParameterizedTest(name = "{0} ends here")
    @ValueSource(
            strings = {
                "Connection",
                "Proxy-Connection",
                "Keep-Alive",
                "Proxy-Authorization",
                "Proxy-Authenticate",
                "HTTP2-Settings",
                "Upgrade",
                "TE"
            })
    void ofTheHopEndHere(String name) throws IOException {
        assertThat(values(name, name + ": whatever")).isEmpty();
    }

    @Test
    void thatConnectionNominatesEndHere() throws IOException {
        String head = received("Connection: x-a , X-B", "X-A: 1", "x-b: 2", "X-C: 3", "Connection: X-D", "X-D: 4");
        assertThat(head).doesNotContainIgnoringCase("X-A:").doesNotContainIgnoringCase("X-B:");
        assertThat(head).doesNotContainIgnoringCase("X-D:").contains("X-C: 3");
    }

    /** Connection speaks of the received message, not of what the gateway makes of it. */
    @Test
    void thatTheGatewaySetsCannotBeTakenAway() throws IOException {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        Proxy proxy = proxy().requestId()
                .headers(headers -> headers.request(fields -> fields.set("X-User", "ada")))
                .forward(upstream.url());
        try (Wires wires = Wires.of(upstream, proxy)) {
            wires.ask(get("Connection: X-User, X-Request-Id, Via", "X-User: eve"));
            assertThat(wires.received("X-User")).containsExactly("ada");
            assertThat(wires.received("X-Request-Id")).hasSize(1);
            assertThat(wires.received("Via")).containsExactly("1.1 sluice");
        }
    }

    @ParameterizedTest(name = "{0} stays even if Connection nominates it")
    @ValueSource(
            strings = {
                "Authorization",
                "Cookie",
                "Content-Type",
                "Content-Encoding",
                "Range",
                "If-None-Match",
                "Origin",
                "Cache-Control",
                "Trailer"
            })
    void thatAreEssentialStay(String name) throws IOException {
        assertThat(values(name, "Connection: close, " + name, name + ": v")).containsExactly("v");
    }

    @ParameterizedTest(name = "{0} of ours stays even if Connection nominates it")
    @ValueSource(strings = {"Host", "X-Forwarded-For", "X-Real-Ip", "X-Forwarded-Proto", "X-Forwarded-Host", "Via"})
    void ofOursStay(String name) throws IOException {
        assertThat(values(name, "Connection: " + name)).hasSize(1);
    }

    /** RFC 9112 §6.1: what frames a message is never the client's to take away. */
    @Test
    void thatFrameTheBodyStay() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: Content-Length\r\n\r\nhi");
            assertThat(wires.received("Content-Length")).containsExactly("2");
        }
    }

    /** RFC 9110 §10.1.4: TE is for the next hop; of its members only trailers is passed on, as our own. */
    @Test
    void teOfTrailersIsSaidAnew() throws IOException {
        String head = received("TE: gzip;q=0.5, trailers", "Connection: TE");
        assertThat(Answer.fields(head, "TE")).containsExactly("trailers");
        assertThat(Answer.fields(head, "Connection")).containsExactly("TE");
    }

    @Test
    void viaIsAppendedAndKeepsWhatWasThere() throws IOException {
        assertThat(String.join(", ", values("Via", "Via: 1.0 fred"))).isEqualTo("1.0 fred, 1.1 sluice");
    }

    @Test
    void viaCanBeSwitchedOff() throws IOException {
        try (Wires wires = Wires.answeringWith(options -> options.via(""))) {
            Answer answer = wires.ask(get("X-A: 1"));
            assertThat(wires.received("Via")).isEmpty();
            assertThat(answer.has("Via")).isFalse();
        }
    }

    @Test
    void upgradesToHttp2NeverPass() throws IOException {
        String head = received("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk");
        assertThat(head).doesNotContain("Upgrade").doesNotContain("HTTP2-Settings");
    }

    @Test
    void hostIsTheUpstreamsUnlessAskedOtherwise() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask(get("X-A: 1"));
            assertThat(wires.received("Host"))
                    .containsExactly("127.0.0.1:" + wires.upstream().port());
            assertThat(wires.received("X-Forwarded-Host")).containsExactly("a.example");
        }
        try (Wires wires = Wires.answeringWith(options -> options.passHost(true))) {
            wires.ask(get("X-A: 1"));
            assertThat(wires.received("Host")).containsExactly("a.example");
        }
    }

    @Test
    void twoHundredOfThemPassAndOneMoreIsRefused() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            String most = "X-A: 1\r\n".repeat(199);
            assertThat(wires.ask("GET / HTTP/1.1\r\nHost: a\r\n" + most + "\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(wires.received("X-A")).hasSize(199);
            assertThat(wires.ask("GET / HTTP/1.1\r\nHost: a\r\nX-B: 1\r\n" + most + "\r\n")
                            .status())
                    .isEqualTo(431);
        }
    }
}
