package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields of an upstream reach the client, and how. */
class ResponseFieldsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static Answer answerWith(String... lines) throws IOException {
        try (Wires wires = Wires.answering(
                "HTTP/1.1 200 Fine\r\nContent-Length: 2\r\n" + String.join("\r\n", lines) + "\r\n\r\nok")) {
            Answer answer = wires.ask(GET);
            assertThat(answer.body()).isEqualTo("ok");
            return answer;
        }
    }

    @Test
    void keepCaseOrderAndDuplicates() throws IOException {
        assertThat(answerWith("X-b: 1", "x-A: 2", "X-B: 3", "X-b: 1").head())
                .contains("X-b: 1\r\nx-A: 2\r\nX-B: 3\r\nX-b: 1\r\n");
    }

    /** RFC 9110 §5.3: Set-Cookie cannot be joined. */
    @Test
    void setCookieIsNeverJoined() throws IOException {
        assertThat(answerWith("Set-Cookie: a=1; Expires=Wed, 01 Jan 2031", "Set-Cookie: b=2")
                        .fields("Set-Cookie"))
                .containsExactly("a=1; Expires=Wed, 01 Jan 2031", "b=2");
    }

    @Test
    void keepBytesAbove7f() throws IOException {
        assertThat(answerWith("X-A: \u00fc\u0080").field("X-A")).isEqualTo("\u00fc\u0080");
    }

    @Test
    void theReasonPhraseIsKept() throws IOException {
        assertThat(answerWith("X-A: 1").head()).startsWith("HTTP/1.1 200 Fine\r\n");
    }

    @ParameterizedTest(name = "status {0} passes with its reason")
    @ValueSource(strings = {"226 IM Used", "299 \u00fcber", "418 I'm a teapot", "599 "})
    void statusesThatNobodyKnowsPass(String status) throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(wires.ask(GET).head()).startsWith("HTTP/1.1 " + status + "\r\n");
        }
    }

    @ParameterizedTest(name = "{0} ends here")
    @ValueSource(strings = {"Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Upgrade", "TE"})
    void ofTheHopEndHere(String name) throws IOException {
        assertThat(answerWith(name + ": whatever").has(name)).isFalse();
    }

    @Test
    void thatConnectionNominatesEndHere() throws IOException {
        Answer answer = answerWith("Connection: X-A, Set-Cookie", "X-A: 1", "X-B: 2", "Set-Cookie: c=3");
        assertThat(answer.has("X-A")).isFalse();
        assertThat(answer.has("Connection")).isFalse();
        assertThat(answer.field("X-B")).isEqualTo("2");
        assertThat(answer.field("Set-Cookie")).isEqualTo("c=3");
    }

    @Test
    void viaIsAppended() throws IOException {
        assertThat(String.join(", ", answerWith("Via: 1.0 fred").fields("Via"))).isEqualTo("1.0 fred, 1.1 sluice");
    }

    /** RFC 9110 §6.6.1: a recipient with a clock adds the Date that is missing; one that is there stays. */
    @Test
    void aDateIsAddedOnlyWhereItIsMissing() throws IOException {
        assertThat(answerWith("X-A: 1").field("Date")).endsWith("GMT");
        assertThat(answerWith("Date: Tue, 15 Nov 1994 08:12:31 GMT").field("Date"))
                .isEqualTo("Tue, 15 Nov 1994 08:12:31 GMT");
    }

    @Test
    void theUpstreamsServerIsKeptAndNoneIsMadeUp() throws IOException {
        assertThat(answerWith("Server: own/1").field("Server")).isEqualTo("own/1");
        assertThat(answerWith("X-A: 1").has("Server")).isFalse();
    }

    @Test
    void contentEncodingAndItsBytesPassUntouched() throws IOException {
        String zipped = "\u001f\u008b\b\u0000\u0000";
        try (Wires wires =
                Wires.answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n" + zipped)) {
            Answer answer = wires.ask("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br;q=0, gzip\r\n\r\n");
            assertThat(answer.field("Content-Encoding")).isEqualTo("gzip");
            assertThat(answer.body()).isEqualTo(zipped);
            assertThat(wires.received("Accept-Encoding")).containsExactly("br;q=0, gzip");
        }
    }

    /** RFC 9112 §5.1: white space before a colon is dropped in responses; a client would refuse it. */
    @Test
    void whiteSpaceBeforeAColonIsDropped() throws IOException {
        assertThat(answerWith("X-A : 1").head()).contains("\r\nX-A: 1\r\n");
    }

    /** RFC 9110 §8.6: equal lengths may be merged. */
    @Test
    void equalLengthsBecomeOne() throws IOException {
        assertThat(answerWith("Content-Length: 2").field("Content-Length")).isEqualTo("2");
    }

    @Test
    void theUpstreamsConnectionCloseIsItsOwn() throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")) {
            RawClient client = wires.connect();
            assertThat(client.send(GET).answer().has("Connection")).isFalse();
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
            assertThat(wires.upstream().connections()).isEqualTo(2);
        }
    }
}
