package dev.sluice.endtoend;

import static dev.sluice.testkit.Http2Codes.CANCEL;
import static dev.sluice.testkit.Http2Codes.INTERNAL_ERROR;
import static dev.sluice.testkit.Http2Codes.NO_ERROR;
import static dev.sluice.testkit.Http2Frame.DATA;
import static dev.sluice.testkit.Http2Frame.HEADERS;
import static dev.sluice.testkit.Http2Frame.RST_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2Client;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of an upstream of HTTP/1.1, as a client of HTTP/2 receives them (RFC 9113 §8), and exchanges that break. */
@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP/1.1 end in CR and LF
class Http2ResponseTest {
    private static final int WINDOW = 65_535;

    private static List<String> namesOf(Http2Frame head) {
        return head.fields().stream()
                .map(field -> field.substring(0, field.indexOf(':', 1)))
                .toList();
    }

    // --- heads

    @Test
    void aLengthIsKeptAndTheLastFrameEndsTheStream() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            int stream = client.request("GET", "/");
            assertThat(client.expectResponse(stream, 200).field("content-length"))
                    .isEqualTo("2");
            assertThat(client.body(stream)).isEqualTo("ok");
        }
    }

    /** RFC 9113 §8.2: names are in lower case. */
    @Test
    void namesAreInLowerCaseAndFieldsOfTheSameNameStayApart() throws IOException {
        try (Wires wires = Wires.answering(
                "HTTP/1.1 200 OK\r\nX-Upper: Value\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n")) {
            RawHttp2Client client = wires.http2();
            Http2Frame head = client.expectResponse(client.request("GET", "/"), 200);
            assertThat(head.fields()).contains("x-upper: Value", "set-cookie: a=1", "set-cookie: b=2");
            assertThat(namesOf(head)).allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT)));
        }
    }

    /** RFC 9113 §8.2.2. */
    @Test
    void noFieldOfTheUpstreamsConnectionIsSent() throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 200 OK\r\nConnection: X-Hop, keep-alive\r\nX-Hop: 1\r\n"
                + "Keep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nUpgrade: h2c\r\nX-End: 1\r\n"
                + "Content-Length: 2\r\n\r\nok")) {
            RawHttp2Client client = wires.http2();
            Http2Frame head = client.expectResponse(client.request("GET", "/"), 200);
            assertThat(namesOf(head))
                    .contains("x-end")
                    .doesNotContain("connection", "keep-alive", "proxy-connection", "upgrade", "x-hop");
        }
    }

    @Test
    void chunksBecomeDataAndTheirTrailersTheLastHead() throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                + "3\r\nabc\r\n4\r\ndefg\r\n0\r\nX-Sum: 7\r\n\r\n")) {
            RawHttp2Client client = wires.http2();
            int stream = client.request("GET", "/");
            assertThat(namesOf(client.expectResponse(stream, 200))).doesNotContain("transfer-encoding");
            assertThat(client.body(stream)).isEqualTo("abcdefg");
            Http2Frame last = client.seen().getLast();
            assertThat(last.type()).isEqualTo(HEADERS);
            assertThat(last.fields()).containsExactly("x-sum: 7");
        }
    }

    @Test
    void anAnswerUntilTheUpstreamClosesEndsInOrder() throws IOException {
        try (Wires wires = Wires.answeringOnce("HTTP/1.0 200 OK\r\n\r\nall there is")) {
            RawHttp2Client client = wires.http2();
            assertThat(client.exchange("/", 200)).isEqualTo("all there is");
        }
    }

    /** RFC 9110 §9.3.2, §15.3.5, §15.4.5: the head is the whole message, so it ends the stream. */
    @Test
    void anAnswerToHeadIsItsHeadAlone() throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n")) {
            RawHttp2Client client = wires.http2();
            Http2Frame head = client.expectResponse(client.request("HEAD", "/"), 200);
            assertThat(head.field("content-length")).isEqualTo("12345");
            assertThat(head.endsStream()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void anAnswerThatHasNoContentIsItsHeadAlone(String status) throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 " + status + "\r\nX-A: b\r\n\r\n")) {
            RawHttp2Client client = wires.http2();
            Http2Frame head =
                    client.expectResponse(client.request("GET", "/"), Integer.parseInt(status.substring(0, 3)));
            assertThat(head.endsStream()).isTrue();
            assertThat(head.field("x-a")).isEqualTo("b");
            assertThat(client.untilPong()).isEmpty();
        }
    }

    /** RFC 8297; RFC 9113 §8.1: any number of interim heads comes before the final one. */
    @Test
    void interimHeadsArePassedOnAtOnce() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Wires wires = Wires.scripted(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
            awaitOpen(seen);
            connection.write("HTTP/1.1 103 Early Hints\r\nLink: </b.css>; rel=preload\r\n\r\n" + Wires.OK);
        })) {
            RawHttp2Client client = wires.http2();
            int stream = client.request("GET", "/");
            Http2Frame first = client.await(HEADERS, stream);
            assertThat(first.status()).isEqualTo(103);
            assertThat(first.endsStream()).isFalse();
            assertThat(first.field("link")).isEqualTo("</a.css>; rel=preload");
            seen.countDown();
            assertThat(client.await(HEADERS, stream).field("link")).isEqualTo("</b.css>; rel=preload");
            client.expectResponse(stream, 200);
            assertThat(client.body(stream)).isEqualTo("ok");
        }
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // --- flow of content

    /** Parts come as the upstream sends them, not when a frame is full. */
    @Test
    void partsAreSentAsTheyCome() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Wires wires = Wires.scripted(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc");
            awaitOpen(seen);
            connection.write("def");
        })) {
            RawHttp2Client client = wires.http2();
            int stream = client.request("GET", "/");
            assertThat(client.await(DATA, stream).payload()).isEqualTo("abc");
            seen.countDown();
            assertThat(client.body(stream)).isEqualTo("def");
        }
    }

    /** RFC 9113 §4.2, §6.9: no frame is larger than 2^14, and a stream sends no more than its window. */
    @Test
    void contentStopsAtTheWindowAndGoesOnWithCredit() throws IOException {
        int length = 200_000;
        try (Wires wires =
                Wires.answering("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length))) {
            RawHttp2Client client = wires.http2();
            int stream = client.request("GET", "/");
            client.expectResponse(stream, 200);
            assertThat(received(client, stream, WINDOW)).isEqualTo(WINDOW);
            assertThat(client.untilPong()).isEmpty();
            client.credit(stream, length);
            assertThat(client.untilPong())
                    .as("the connection's window is used up, too")
                    .isEmpty();
            client.credit(0, length);
            assertThat(received(client, stream, length - WINDOW)).isEqualTo(length - WINDOW);
            assertThat(client.seen()).allMatch(frame -> frame.payload().length() <= 16_384);
        }
    }

    private static int received(RawHttp2Client client, int stream, int atLeast) {
        int bytes = 0;
        while (bytes < atLeast) {
            bytes += client.await(DATA, stream).payload().length();
        }
        return bytes;
    }

    /** A stream without a window does not hold up another one. */
    @Test
    void aStreamWithoutAWindowDelaysNoOther() throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n" + "x".repeat(50_000))) {
            RawHttp2Client client = wires.http2(4, 0);
            int blocked = client.request("GET", "/blocked");
            client.expectResponse(blocked, 200);
            int other = client.request("GET", "/other");
            client.expectResponse(other, 200);
            client.credit(other, 50_000);
            assertThat(client.body(other)).hasSize(50_000);
            client.credit(0, 50_000);
            client.credit(blocked, 50_000);
            assertThat(client.body(blocked)).hasSize(50_000);
        }
    }

    // --- exchanges that break

    /** RFC 9113 §8.1: a message that is cut must not look complete. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n"
            })
    void aTruncatedAnswerIsReset(String answer) throws IOException {
        try (Wires wires = Wires.answeringOnce(answer)) {
            RawHttp2Client client = wires.http2();
            int stream = client.request("GET", "/");
            client.expectResponse(stream, 200);
            client.expectReset(stream, INTERNAL_ERROR);
            assertThat(client.seen()).noneMatch(Http2Frame::endsStream);
            client.untilPong();
        }
    }

    @Test
    void anUpstreamThatSaysNothingIs502AndTheConnectionGoesOn() throws IOException {
        try (Wires wires = Wires.scripted(FakeUpstream.Connection::readHead)) {
            RawHttp2Client client = wires.http2();
            client.expectResponse(client.request("POST", "/"), 502);
            client.untilPong();
        }
    }

    /** RFC 9113 §8.1: the whole answer, then a reset with NO_ERROR, if the request is not complete. */
    @Test
    void anEarlyAnswerIsCompleteAndThenTheUploadIsResetWithNoError() throws IOException {
        try (Wires wires = Wires.scripted(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
            connection.readAll();
        })) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/");
            client.data(stream, false, "a beginning");
            client.expectResponse(stream, 403);
            assertThat(client.body(stream)).isEqualTo("no");
            client.expectReset(stream, NO_ERROR);
            client.data(stream, false, "what was on its way");
            client.untilPong();
            assertThat(client.seen()).noneMatch(frame -> frame.type() == RST_STREAM && frame.errorCode() != NO_ERROR);
        }
    }

    private static final class Upstream {
        private final CountDownLatch busy = new CountDownLatch(1);
        private final CountDownLatch gone = new CountDownLatch(1);

        FakeUpstream.Script saying(String response) {
            return connection -> {
                connection.readHead();
                connection.write(response);
                busy.countDown();
                try {
                    connection.readAll();
                } finally {
                    gone.countDown();
                }
            };
        }

        void awaitGone() throws InterruptedException {
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** A client that resets its stream takes the exchange with the upstream along; its other streams go on. */
    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"})
    void aResetByTheClientReachesTheUpstream(String response) throws Exception {
        Upstream upstream = new Upstream();
        try (Wires wires = Wires.scripted(upstream.saying(response))) {
            RawHttp2Client client = wires.http2();
            int stream = client.request("GET", "/");
            assertThat(upstream.busy.await(10, TimeUnit.SECONDS)).isTrue();
            client.reset(stream, CANCEL);
            upstream.awaitGone();
            client.untilPong();
        }
    }

    @Test
    void aResetInTheMiddleOfAnUploadReachesTheUpstream() throws Exception {
        Upstream upstream = new Upstream();
        try (Wires wires = Wires.scripted(upstream.saying(""))) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/");
            client.data(stream, false, "half");
            assertThat(upstream.busy.await(10, TimeUnit.SECONDS)).isTrue();
            client.reset(stream, CANCEL);
            upstream.awaitGone();
        }
    }

    @Test
    void aConnectionThatIsCutTakesAllItsExchangesAlong() throws Exception {
        Upstream upstream = new Upstream();
        try (Wires wires = Wires.scripted(upstream.saying(""))) {
            RawHttp2Client client = wires.http2();
            client.request("GET", "/1");
            client.request("GET", "/2");
            Eventually.holds("two exchanges", () -> wires.upstream().connections() == 2);
            assertThat(upstream.busy.await(10, TimeUnit.SECONDS)).isTrue();
            client.cut();
            wires.awaitNoUpstreamConnection();
        }
    }
}
