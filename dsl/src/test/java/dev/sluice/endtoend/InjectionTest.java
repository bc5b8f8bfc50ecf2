package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts to make one message two (RFC 9112 §11.1, §11.2): refused, nothing of them is forwarded. */
class InjectionTest {
    @ParameterizedTest(name = "[{index}] is refused and the connection closed")
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\rX-B: 2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\nX-B: 2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\u0000\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n X-B: 2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX-A : 1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n: 1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX-A\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX\u00e4: 1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: user@a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET a HTTP/1.1\r\nHost: a\r\n\r\n",
                "G\u00c4T / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n\rGET /evil HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void isRefused(String request) throws IOException {
        try (Wires wires = Wires.answering(Wires.OK);
                RawClient client = wires.connect()) {
            client.send(request + "GET /evil HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
            assertThat(wires.upstream().connections()).isZero();
        }
    }

    /** RFC 9112 §3.2: text that is encoded stays encoded. */
    @Test
    void encodedLineEndsStayEncoded() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask("GET /%0d%0aX-Evil:%201?%0D%0A HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wires.received()).startsWith("GET /%0d%0aX-Evil:%201?%0D%0A HTTP/1.1\r\n");
            assertThat(wires.received("X-Evil")).isEmpty();
        }
    }

    @Test
    void aBodyThatLooksLikeARequestIsABody() throws IOException {
        String evil = "GET /evil HTTP/1.1\r\nHost: a\r\n\r\n";
        try (Wires wires = Wires.answering(Wires.OK);
                RawClient client = wires.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + evil.length() + "\r\n\r\n" + evil);
            assertThat(client.answer().status()).isEqualTo(200);
            client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            assertThat(wires.upstream().heads()).hasSize(2);
            assertThat(wires.received()).startsWith("GET /next ");
        }
    }

    @Test
    void anAnswerOfOursRevealsNothingOfTheUpstream() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            int port = wires.upstream().port();
            wires.upstream().close();
            Answer answer = wires.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(answer.head() + answer.body())
                    .doesNotContain(String.valueOf(port))
                    .doesNotContain("127.0.0.1")
                    .doesNotContain("Exception");
        }
    }
}
