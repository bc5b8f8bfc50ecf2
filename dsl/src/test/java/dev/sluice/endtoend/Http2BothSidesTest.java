package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static dev.sluice.testkit.Http2Codes.CANCEL;
import static dev.sluice.testkit.Http2Codes.INTERNAL_ERROR;
import static dev.sluice.testkit.Http2Codes.NO_ERROR;
import static dev.sluice.testkit.Http2Codes.REFUSED_STREAM;
import static dev.sluice.testkit.Http2Frame.DATA;
import static dev.sluice.testkit.Http2Frame.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningProxy;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2Client;
import dev.sluice.testkit.RawHttp2Server;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HTTP/2 on both sides of a gateway, in raw frames: what one side says by a frame, the other side hears by one. */
@Timeout(60)
class Http2BothSidesTest {
    private static final int ENABLE_CONNECT_PROTOCOL = 8;

    private RawHttp2Server upstream;
    private RunningProxy gateway;
    private RawHttp2Client client;

    @BeforeEach
    void start() throws IOException {
        upstream = RawHttp2Server.start();
        gateway = Wires.start(proxy().forward(upstream.url(), forward -> forward.passHost(true)));
        client = RawHttp2Client.connect(gateway.port());
        client.handshake();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        gateway.stop();
        upstream.close();
    }

    private RawHttp2Server.Connection accept(int... settings) {
        RawHttp2Server.Connection connection = upstream.accept();
        connection.handshake(settings);
        return connection;
    }

    @Test
    void aRequestAndItsAnswerPass() {
        int stream = client.request("GET", "/a?b", "x-a: 1", "cookie: a=1", "cookie: b=2");
        try (RawHttp2Server.Connection connection = accept()) {
            Http2Frame request = connection.expectRequest();
            assertThat(request.endsStream()).isTrue();
            assertThat(request.fields()).contains(":method: GET", ":scheme: http", ":path: /a?b", "x-a: 1");
            assertThat(request.field(":authority")).isEqualTo("gateway.example");
            assertThat(request.fields()).noneMatch(field -> field.startsWith("host: "));
            connection.respond(request.stream(), "content", ":status: 200", "x-b: 2");
            assertThat(client.expectResponse(stream, 200).field("x-b")).isEqualTo("2");
            assertThat(client.body(stream)).isEqualTo("content");
        }
    }

    @Test
    void trailersPassBothWays() {
        int stream = client.open("POST", "/", "te: trailers");
        client.data(stream, false, "abc");
        client.headers(stream, true, "x-sum: 3");
        try (RawHttp2Server.Connection connection = accept()) {
            int up = connection.expectRequest().stream();
            assertThat(connection.body(up)).isEqualTo("abc");
            assertThat(connection.seen().getLast().fields()).containsExactly("x-sum: 3");
            connection.headers(up, false, ":status: 200");
            connection.data(up, false, "def");
            connection.headers(up, true, "x-back: 4");
            client.expectResponse(stream, 200);
            assertThat(client.body(stream)).isEqualTo("def");
            assertThat(client.seen().getLast().fields()).containsExactly("x-back: 4");
        }
    }

    /** Each side speaks while the other has not ended. */
    @Test
    void contentPassesBothWaysAtOnce() {
        int stream = client.open("POST", "/");
        try (RawHttp2Server.Connection connection = accept()) {
            int up = connection.expectRequest().stream();
            connection.headers(up, false, ":status: 200");
            client.expectResponse(stream, 200);
            for (int i = 0; i < 20; i++) {
                client.data(stream, false, "up" + i);
                assertThat(connection.await(DATA, up).payload()).isEqualTo("up" + i);
                connection.data(up, false, "down" + i);
                assertThat(client.await(DATA, stream).payload()).isEqualTo("down" + i);
            }
            client.data(stream, true, "");
            connection.data(up, true, "");
            assertThat(client.body(stream)).isEmpty();
        }
    }

    @Test
    void aResetByTheClientBecomesOneToTheUpstream() {
        int stream = client.request("GET", "/");
        try (RawHttp2Server.Connection connection = accept()) {
            int up = connection.expectRequest().stream();
            client.reset(stream, CANCEL);
            connection.expectReset(up, CANCEL);
            int next = client.request("GET", "/next");
            Http2Frame request = connection.expectRequest();
            connection.respond(request.stream(), "ok", ":status: 200");
            client.expectResponse(next, 200);
        }
    }

    @Test
    void aResetByTheUpstreamInItsAnswerBecomesOneToTheClient() {
        int stream = client.request("GET", "/");
        try (RawHttp2Server.Connection connection = accept()) {
            int up = connection.expectRequest().stream();
            connection.headers(up, false, ":status: 200");
            connection.data(up, false, "half");
            client.expectResponse(stream, 200);
            connection.reset(up, INTERNAL_ERROR);
            client.expectReset(stream, INTERNAL_ERROR);
            client.untilPong();
        }
    }

    /** RFC 9113 §8.7: such a request was not processed, so a POST may be sent again. */
    @Test
    void aRefusedPostIsSentAgain() {
        int stream = client.request("POST", "/");
        try (RawHttp2Server.Connection connection = accept()) {
            connection.reset(connection.expectRequest().stream(), REFUSED_STREAM);
            Http2Frame again = connection.expectRequest();
            connection.respond(again.stream(), "ok", ":status: 200");
            client.expectResponse(stream, 200);
        }
    }

    @Test
    void interimAnswersPass() {
        int stream = client.request("GET", "/");
        try (RawHttp2Server.Connection connection = accept()) {
            int up = connection.expectRequest().stream();
            connection.headers(up, false, ":status: 103", "link: </a>");
            assertThat(client.await(HEADERS, stream).fields()).contains(":status: 103", "link: </a>");
            connection.respond(up, "ok", ":status: 200");
            client.expectResponse(stream, 200);
        }
    }

    @Test
    void anEarlyAnswerIsNoFailure() {
        int stream = client.open("POST", "/");
        client.data(stream, false, "a beginning");
        try (RawHttp2Server.Connection connection = accept()) {
            int up = connection.expectRequest().stream();
            connection.respond(up, "no", ":status: 403");
            connection.reset(up, NO_ERROR);
            client.expectResponse(stream, 403);
            assertThat(client.body(stream)).isEqualTo("no");
            client.expectReset(stream, NO_ERROR);
        }
    }

    @Test
    void anAnswerToHeadHasNoContent() {
        int stream = client.request("HEAD", "/");
        try (RawHttp2Server.Connection connection = accept()) {
            Http2Frame request = connection.expectRequest();
            connection.headers(request.stream(), true, ":status: 200", "content-length: 1234");
            Http2Frame head = client.expectResponse(stream, 200);
            assertThat(head.endsStream()).isTrue();
            assertThat(head.field("content-length")).isEqualTo("1234");
        }
    }

    /** RFC 9113 §8.1.1: a malformed answer is not passed on. */
    @Test
    void aMalformedAnswerIs502() {
        int stream = client.request("GET", "/");
        try (RawHttp2Server.Connection connection = accept()) {
            Http2Frame request = connection.expectRequest();
            connection.headers(request.stream(), true, ":status: 200", "connection: close");
            client.expectResponse(stream, 502);
            client.untilPong();
        }
    }

    /** RFC 8441 on both sides. */
    @Test
    void aWebSocketPassesAsExtendedConnect() {
        int first = client.request("GET", "/");
        try (RawHttp2Server.Connection connection = accept(ENABLE_CONNECT_PROTOCOL, 1)) {
            connection.respond(connection.expectRequest().stream(), "ok", ":status: 200");
            client.expectResponse(first, 200);
            int stream = client.newStream();
            client.headers(
                    stream,
                    false,
                    ":method: CONNECT",
                    ":protocol: websocket",
                    ":scheme: http",
                    ":path: /chat",
                    ":authority: gateway.example",
                    "sec-websocket-version: 13");
            Http2Frame asked = connection.expectRequest();
            assertThat(asked.fields()).contains(":method: CONNECT", ":protocol: websocket", ":path: /chat");
            assertThat(asked.fields()).noneMatch(field -> field.matches("(connection|upgrade): .*"));
            assertThat(asked.endsStream()).isFalse();
            connection.headers(asked.stream(), false, ":status: 200");
            client.expectResponse(stream, 200);
            client.data(stream, false, "ping");
            assertThat(connection.await(DATA, asked.stream()).payload()).isEqualTo("ping");
            connection.data(asked.stream(), false, "pong");
            assertThat(client.await(DATA, stream).payload()).isEqualTo("pong");
            connection.data(asked.stream(), true, "bye");
            assertThat(client.body(stream)).isEqualTo("bye");
            client.data(stream, true, "bye");
            assertThat(connection.body(asked.stream())).isEqualTo("bye");
        }
    }
}
