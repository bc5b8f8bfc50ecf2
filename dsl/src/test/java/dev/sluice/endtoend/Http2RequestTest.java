package dev.sluice.endtoend;

import static dev.sluice.testkit.Http2Codes.PROTOCOL_ERROR;
import static dev.sluice.testkit.Http2Frame.DATA;
import static dev.sluice.testkit.Http2Frame.END_STREAM;
import static dev.sluice.testkit.Http2Frame.HEADERS;
import static dev.sluice.testkit.Http2Frame.PADDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2Client;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in HTTP/2, as an upstream of HTTP/1.1 receives them (RFC 9113 §8). */
@Timeout(60)
class Http2RequestTest {
    /** What the upstream has read behind its heads: chunks with their sizes, and trailers. */
    private final BlockingQueue<String> chunked = new LinkedBlockingQueue<>();

    private Wires keepingHost() {
        return Wires.answeringWith(forward -> forward.passHost(true));
    }

    /** Reads bodies in chunks to their end. */
    private Wires chunks() {
        return Wires.scripted(connection -> {
            while (!connection.readHead().isEmpty()) {
                String body = readChunks(connection);
                chunked.add(body);
                connection.write(Wires.OK);
            }
        });
    }

    private static String readChunks(FakeUpstream.Connection connection) throws IOException {
        StringBuilder body = new StringBuilder();
        while (!body.toString().matches("(?s)(.*\r\n)?0\r\n(.*\r\n)?\r\n")) {
            int next = connection.read();
            if (next < 0) {
                throw new EOFException();
            }
            body.append((char) next);
        }
        return body.toString();
    }

    // --- fields

    @Test
    void theAuthorityBecomesHost() throws IOException {
        try (Wires wires = keepingHost()) {
            RawHttp2Client client = wires.http2();
            assertThat(client.exchange("/a?b", 200)).isEqualTo("ok");
            assertThat(wires.received()).startsWith("GET /a?b HTTP/1.1\r\n");
            assertThat(wires.received("Host")).containsExactly("gateway.example");
        }
    }

    /** RFC 9113 §8.3.1. */
    @Test
    void aHostWithoutAuthorityIsUsed() throws IOException {
        try (Wires wires = keepingHost()) {
            RawHttp2Client client = wires.http2();
            client.headers(1, true, ":method: GET", ":scheme: http", ":path: /", "host: other.example");
            client.expectResponse(1, 200);
            assertThat(wires.received("Host")).containsExactly("other.example");
        }
    }

    @Test
    void aHostThatSaysTheSameIsOneHost() throws IOException {
        try (Wires wires = keepingHost()) {
            RawHttp2Client client = wires.http2();
            client.expectResponse(client.request("GET", "/", "host: gateway.example"), 200);
            assertThat(wires.received("Host")).containsExactly("gateway.example");
        }
    }

    /** RFC 9113 §8.3.1: such a request is malformed. */
    @Test
    void aHostThatSaysAnotherThingIsRefused() throws IOException {
        try (Wires wires = keepingHost()) {
            RawHttp2Client client = wires.http2();
            client.expectReset(client.request("GET", "/", "host: other.example"), PROTOCOL_ERROR);
            assertThat(client.exchange("/next", 200)).isEqualTo("ok");
            assertThat(wires.upstream().heads()).hasSize(1);
        }
    }

    /** RFC 9110 §7.2: HTTP/1.1 cannot do without. */
    @Test
    void aRequestWithoutHostIsNotPassedOn() throws IOException {
        try (Wires wires = keepingHost()) {
            RawHttp2Client client = wires.http2();
            client.headers(1, true, ":method: GET", ":scheme: http", ":path: /");
            client.await(
                    "400 or a reset",
                    frame -> (frame.type() == HEADERS && frame.status() == 400)
                            || (frame.type() == Http2Frame.RST_STREAM && frame.errorCode() == PROTOCOL_ERROR));
            assertThat(wires.upstream().heads()).isEmpty();
        }
    }

    /** RFC 9113 §8.2.3: one field for a message in HTTP/1.1. */
    @Test
    void cookiesAreJoined() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.expectResponse(client.request("GET", "/", "cookie: a=1", "x-b: 2", "cookie: c=3; d=4"), 200);
            assertThat(wires.received("Cookie")).containsExactly("a=1; c=3; d=4");
            assertThat(wires.received("X-B")).containsExactly("2");
        }
    }

    /** RFC 9113 §8.2.2: the one value that may be there, which is for the next hop only. */
    @Test
    void teTrailersIsAccepted() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.expectResponse(client.request("GET", "/", "te: trailers"), 200);
            if (!wires.received("TE").isEmpty()) {
                assertThat(String.join(",", wires.received("Connection"))).containsIgnoringCase("te");
            }
        }
    }

    /** Fields of a connection (§8.2.2), and names and values with what must not be in them (§8.2.1). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection: close",
                "proxy-connection: keep-alive",
                "keep-alive: timeout=5",
                "transfer-encoding: chunked",
                "upgrade: websocket",
                "te: gzip",
                "x a: b",
                "x-a\r: b",
                "x-\0: b",
                "x-\u00e9: b",
                "x:a: b",
                "x-a: b\0c",
                "x-a: b\rc",
                "x-a: b\nc",
                "x-a:  b",
                "x-a: b ",
                "x-a: b\t"
            })
    void aMalformedFieldIsAnErrorOfItsStreamAndNeverPassedOn(String field) throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.expectReset(client.request("GET", "/bad", field), PROTOCOL_ERROR);
            assertThat(client.exchange("/good", 200)).isEqualTo("ok");
            assertThat(wires.upstream().heads()).hasSize(1);
        }
    }

    @Test
    void anEmptyNameIsAnErrorOfItsStream() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            byte[] block =
                    RawHttp2Client.join(RawHttp2Client.block(client.head("GET", "/")), new byte[] {0, 0, 1, 'a'});
            client.send(HEADERS, END_STREAM | Http2Frame.END_HEADERS, 1, block);
            client.expectReset(1, PROTOCOL_ERROR);
        }
    }

    /** RFC 9113 §8.3.1: `*` is for OPTIONS only, and other targets start with a slash. */
    @ParameterizedTest
    @ValueSource(strings = {"*", "a", "http://a/", "/a b", "/a\rb", "/a#b", "//\0"})
    void aMalformedPathIsRefused(String path) throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.expectReset(client.request("GET", path), PROTOCOL_ERROR);
            assertThat(wires.upstream().heads()).isEmpty();
        }
    }

    @Test
    void optionsOfTheWholeServerArePassedOn() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.expectResponse(client.request("OPTIONS", "*"), 200);
            assertThat(wires.received()).startsWith("OPTIONS * HTTP/1.1\r\n");
        }
    }

    /** RFC 9113 §8.5; a gateway is no proxy for whatever a client asks for. */
    @Test
    void plainConnectIsNotImplemented() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.headers(1, false, ":method: CONNECT", ":authority: elsewhere:443");
            client.expectResponse(1, 501);
        }
    }

    /** RFC 9113 §8.5: the target of CONNECT is its authority alone. */
    @ParameterizedTest
    @ValueSource(strings = {":path: /", ":scheme: http"})
    void connectWithSchemeOrPathIsMalformed(String field) throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.headers(1, false, ":method: CONNECT", ":authority: elsewhere:443", field);
            client.expectReset(1, PROTOCOL_ERROR);
        }
    }

    @Test
    void thePriorityFieldIsPassedOn() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.expectResponse(client.request("GET", "/", "priority: u=1, i"), 200);
            assertThat(wires.received("Priority")).containsExactly("u=1, i");
        }
    }

    // --- content

    @Test
    void aRequestWithoutContentHasNoFraming() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.http2().exchange("/", 200);
            assertThat(wires.received("Content-Length")).isEmpty();
            assertThat(wires.received("Transfer-Encoding")).isEmpty();
        }
    }

    @Test
    void contentOfAKnownLengthKeepsItsLength() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/", "content-length: 6");
            client.data(stream, false, "abc");
            client.data(stream, true, "def");
            client.expectResponse(stream, 200);
            assertThat(wires.received("Content-Length")).containsExactly("6");
            assertThat(wires.received("Transfer-Encoding")).isEmpty();
        }
    }

    @Test
    void contentOfAnUnknownLengthIsSentInChunks() throws Exception {
        try (Wires wires = chunks()) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/");
            client.data(stream, true, "abc");
            client.expectResponse(stream, 200);
            assertThat(chunked.take()).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
        }
    }

    @Test
    void paddingIsNoContent() throws Exception {
        try (Wires wires = chunks()) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/");
            client.send(DATA, PADDED | END_STREAM, stream, "\3abc\0\0\0");
            client.expectResponse(stream, 200);
            assertThat(chunked.take()).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
        }
    }

    /** RFC 9113 §8.1. */
    @Test
    void trailersArePassedOn() throws Exception {
        try (Wires wires = chunks()) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/");
            client.data(stream, false, "abc");
            client.headers(stream, true, "x-sum: 6", "x-other: a");
            client.expectResponse(stream, 200);
            assertThat(chunked.take()).containsIgnoringCase("0\r\nx-sum: 6\r\nx-other: a\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection: close", "te: trailers", "X-Upper: a", "transfer-encoding: chunked"})
    void malformedTrailersAreAnErrorAndEndNoRequest(String field) throws Exception {
        try (Wires wires = chunks()) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/");
            client.data(stream, false, "abc");
            client.headers(stream, true, field);
            client.expectReset(stream, PROTOCOL_ERROR);
            wires.awaitNoUpstreamConnection();
            assertThat(chunked.stream().filter(body -> body.endsWith("0\r\n\r\n")))
                    .isEmpty();
        }
    }

    /** RFC 9113 §8.1.1. */
    @ParameterizedTest
    @ValueSource(strings = {"content-length: 5", "content-length: 3", "content-length: -4", "content-length: x"})
    void aLengthThatIsNotThatOfTheContentIsAnError(String length) throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/", length);
            client.data(stream, true, "abcd");
            client.expectReset(stream, PROTOCOL_ERROR);
            client.untilPong();
        }
    }

    @Test
    void twoLengthsThatDifferAreAnError() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/", "content-length: 4", "content-length: 5");
            client.expectReset(stream, PROTOCOL_ERROR);
            assertThat(wires.upstream().heads()).isEmpty();
        }
    }

    @Test
    void aLengthWithoutContentIsAnError() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.expectReset(client.request("POST", "/", "content-length: 1"), PROTOCOL_ERROR);
            assertThat(wires.upstream().heads()).isEmpty();
        }
    }

    /** RFC 9110 §10.1.1. */
    @Test
    void anExpectationIsMetWith100() throws IOException {
        try (Wires wires = Wires.scripted(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 100 Continue\r\n\r\n");
            connection.read(4);
            connection.write(Wires.OK);
        })) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/", "content-length: 4", "expect: 100-continue");
            Http2Frame interim = client.await(HEADERS, stream);
            assertThat(interim.status()).isEqualTo(100);
            assertThat(interim.endsStream()).isFalse();
            client.data(stream, true, "abcd");
            client.expectResponse(stream, 200);
            assertThat(client.body(stream)).isEqualTo("ok");
        }
    }

    // --- limits

    /** RFC 9113 §10.5.1: the response may be 431, and the connection can go on. */
    @Test
    void fieldsBeyondTheLimitAre431AndTheConnectionGoesOn() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            String[] many = client.head(
                    "GET", "/", Stream.generate(() -> "x-a: b").limit(300).toArray(String[]::new));
            client.headers(client.newStream(), true, many);
            client.expectResponse(1, 431);
            assertThat(client.exchange("/next", 200)).isEqualTo("ok");
            assertThat(wires.upstream().heads()).hasSize(1);
        }
    }

    /** HPACK's table is in step although the fields were dropped (RFC 9113 §4.3). */
    @Test
    void aHeadBeyondTheLimitStillChangesTheTable() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            byte[] indexed = {0x40, 1, 'x', 1, 'y'};
            byte[] large = RawHttp2Client.join(
                    RawHttp2Client.block(client.head(
                            "GET",
                            "/",
                            Stream.generate(() -> "x-a: b").limit(300).toArray(String[]::new))),
                    indexed);
            client.send(HEADERS, END_STREAM | Http2Frame.END_HEADERS, client.newStream(), large);
            client.expectResponse(1, 431);
            byte[] reference = {(byte) 0xbe};
            byte[] next = RawHttp2Client.join(RawHttp2Client.block(client.head("GET", "/")), reference);
            client.send(HEADERS, END_STREAM | Http2Frame.END_HEADERS, client.newStream(), next);
            client.expectResponse(3, 200);
            assertThat(wires.received("x")).containsExactly("y");
        }
    }

    /** No field of one request becomes another request of HTTP/1.1. */
    @Test
    void nothingIsSmuggledInAMethod() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.expectReset(client.request("GET / HTTP/1.1\r\nx:", "/"), PROTOCOL_ERROR);
            client.expectReset(client.request("", "/"), PROTOCOL_ERROR);
            assertThat(wires.upstream().heads()).isEmpty();
        }
    }

    @Test
    void manyRequestsShareAConnection() throws IOException {
        try (Wires wires = Wires.scripted(Http2RequestTest::echoPath)) {
            RawHttp2Client client = wires.http2();
            int[] streams = Stream.iterate(0, i -> i + 1)
                    .limit(50)
                    .mapToInt(i -> client.request("GET", "/" + i))
                    .toArray();
            client.untilPong();
            for (int i = 0; i < streams.length; i++) {
                int stream = streams[i];
                String path = "/" + i;
                Eventually.holds("an answer to " + path, () -> answered(client, stream, path));
            }
        }
    }

    private static boolean answered(RawHttp2Client client, int stream, String path) {
        boolean there = client.seen().stream()
                .anyMatch(frame -> frame.type() == DATA
                        && frame.stream() == stream
                        && frame.payload().equals(path));
        if (!there) {
            client.next();
        }
        return there;
    }

    private static void echoPath(FakeUpstream.Connection connection) throws IOException {
        for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            String path = head.split(" ")[1];
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
        }
    }

    @Test
    void theVersionIsInVia() throws IOException {
        try (Wires wires = Wires.answeringWith(forward -> forward.via("gw"))) {
            wires.http2().exchange("/", 200);
            assertThat(Answer.fields(wires.received(), "Via")).containsExactly("2.0 gw");
        }
    }
}
