package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Tunnel;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2Server;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests and responses on streams of HTTP/2. */
@Timeout(20)
class StreamExchangeTest {
    private StreamForwarding http2 = new StreamForwarding();

    @AfterEach
    void close() throws Exception {
        http2.close();
    }

    private static Request post(Body body) {
        return Exchanges.request("POST", "/", Fields.of("Host", "h"), body);
    }

    @Test
    void sendsARequestWithoutABodyAsOneFrame_rfc9113_8_3_1() throws Exception {
        Fields fields = Fields.of("Host", "client.test", "X-A", "b", "TE", "trailers", "Connection", "TE, X-Gone");
        FutureTask<Response> response = http2.start(Exchanges.request("GET", "/a?b=c", fields, Body.empty()));
        RawHttp2Server.Connection upstream = http2.accept();
        Http2Frame head = upstream.expectRequest();
        assertThat(head.endsStream()).isTrue();
        assertThat(head.field(":method")).isEqualTo("GET");
        assertThat(head.field(":scheme")).isEqualTo("http");
        assertThat(head.field(":path")).isEqualTo("/a?b=c");
        assertThat(head.field(":authority")).isEqualTo("127.0.0.1:" + http2.server.port());
        assertThat(head.field("x-a")).isEqualTo("b");
        assertThat(head.field("te")).as("gRPC's servers ask for it").isEqualTo("trailers");
        assertThat(head.field("connection")).isEmpty();
        assertThat(head.field("host")).isEmpty();
        upstream.respond(head.stream(), "hello", ":status: 200", "server: x");
        assertThat(response.get().fields().all("Via")).containsExactly("2.0 sluice");
        assertThat(response.get().provenance().protocol()).contains(RequestHead.Version.HTTP_2);
        assertThat(StreamForwarding.text(response)).isEqualTo("hello");
    }

    @Test
    void sendsASmallBodyWithItsHead() throws Exception {
        FutureTask<Response> response = http2.start(Exchanges.post("/", "hello"));
        RawHttp2Server.Connection upstream = http2.accept();
        Http2Frame head = upstream.expectRequest();
        assertThat(head.field("content-length")).isEqualTo("5");
        assertThat(upstream.body(head.stream())).isEqualTo("hello");
        upstream.respond(head.stream(), "", ":status: 204");
        assertThat(response.get().status().code()).isEqualTo(204);
        assertThat(StreamForwarding.text(response)).isEmpty();
    }

    @Test
    void passesTrailersOn_rfc9113_8_1() throws Exception {
        FutureTask<Response> response = http2.get();
        RawHttp2Server.Connection upstream = http2.accept();
        int stream = upstream.expectRequest().stream();
        upstream.headers(stream, false, ":status: 200");
        upstream.data(stream, false, "hello");
        upstream.headers(stream, true, "x-checksum: 7");
        Response came = response.get();
        assertThat(Exchanges.text(came.body())).isEqualTo("hello");
        assertThat(came.body().trailers().first("x-checksum")).contains("7");
        Exchanges.send(came);
    }

    @Test
    void passesTrailersOnWithoutAnyContent_rfc9113_8_1() throws Exception {
        FutureTask<Response> response = http2.get();
        RawHttp2Server.Connection upstream = http2.accept();
        int stream = upstream.expectRequest().stream();
        upstream.headers(stream, false, ":status: 200");
        upstream.headers(stream, true, "grpc-status: 5");
        Response came = response.get();
        upstream.untilPong();
        assertThat(Exchanges.text(came.body())).isEmpty();
        assertThat(came.body().trailers().first("grpc-status")).contains("5");
        came.close();
    }

    @Test
    void aResponseToHeadHasALengthAndNoContent_rfc9110_9_3_2() throws Exception {
        FutureTask<Response> response =
                http2.start(Exchanges.request("HEAD", "/", Fields.of("Host", "h"), Body.empty()));
        RawHttp2Server.Connection upstream = http2.accept();
        int stream = upstream.expectRequest().stream();
        upstream.headers(stream, true, ":status: 200", "content-length: 10");
        assertThat(response.get().fields().first("content-length")).contains("10");
        assertThat(StreamForwarding.text(response)).isEmpty();
    }

    @Test
    void passesInterimResponsesOn_rfc9113_8_1() throws Exception {
        FakeClient client = FakeClient.at("192.0.2.1");
        RequestHead head = new RequestHead("GET", "/", Fields.of("Host", "a"));
        FutureTask<Response> response = http2.start(Request.of(head, Body.empty(), client, 0));
        RawHttp2Server.Connection upstream = http2.accept();
        int stream = upstream.expectRequest().stream();
        upstream.headers(stream, false, ":status: 103", "link: </a.css>");
        upstream.respond(stream, "ok", ":status: 200");
        assertThat(StreamForwarding.text(response)).isEqualTo("ok");
        assertThat(client.interim()).extracting(Status::code).containsExactly(103);
    }

    @Test
    void refusesMoreThan32InterimResponses() throws Exception {
        FutureTask<Response> response = http2.get();
        RawHttp2Server.Connection upstream = http2.accept();
        int stream = upstream.expectRequest().stream();
        for (int i = 0; i < 33; i++) {
            upstream.headers(stream, false, ":status: 103");
        }
        assertThat(response.get().status().code()).isEqualTo(502);
        upstream.expectReset(stream, StreamForwarding.CANCEL);
    }

    @Test
    void readsTheResponseWhileTheRequestIsBeingSent() throws Exception {
        BlockedBody body = new BlockedBody("ping");
        FutureTask<Response> response = http2.start(post(body));
        RawHttp2Server.Connection upstream = http2.accept();
        int stream = upstream.expectRequest().stream();
        upstream.headers(stream, false, ":status: 200");
        upstream.data(stream, false, "first");
        byte[] first = new byte[5];
        assertThat(response.get().body().read(first, 0, 5)).isEqualTo(5);
        body.release();
        assertThat(upstream.await(Http2Frame.DATA, stream).payload()).isEqualTo("ping");
        response.get().close();
        upstream.expectReset(stream, StreamForwarding.CANCEL);
        Forwarding.await(body::isClosed);
    }

    @Test
    void anEarlyAnswerEndsTheUpload() throws Exception {
        BlockedBody body = new BlockedBody("ping");
        FutureTask<Response> response = http2.start(post(body));
        RawHttp2Server.Connection upstream = http2.accept();
        int stream = upstream.expectRequest().stream();
        upstream.respond(stream, "too large", ":status: 413");
        upstream.reset(stream, 0); // NO_ERROR (RFC 9113 §8.1)
        assertThat(response.get().status().code()).isEqualTo(413);
        assertThat(StreamForwarding.text(response)).isEqualTo("too large");
        Forwarding.await(body::isClosed);
        assertThat(http2.open()).isEqualTo(1);
    }

    @Test
    void sendsALargeBodyAsTheWindowAllows_rfc9113_6_9() throws Exception {
        String large = "0123456789abcdef".repeat(16 * 1024);
        FutureTask<Response> response = http2.start(Exchanges.post("/", large));
        RawHttp2Server.Connection upstream = http2.accept();
        int stream = upstream.expectRequest().stream();
        upstream.credit(0, large.length());
        upstream.credit(stream, large.length());
        assertThat(upstream.body(stream)).isEqualTo(large);
        upstream.respond(stream, "ok", ":status: 200");
        assertThat(StreamForwarding.text(response)).isEqualTo("ok");
    }

    @Test
    void aBrokenStreamIsAFailure() throws Exception {
        FutureTask<Response> response = http2.get();
        RawHttp2Server.Connection upstream = http2.accept();
        int stream = upstream.expectRequest().stream();
        upstream.reset(stream, 2); // INTERNAL_ERROR
        assertThat(response.get().status().code()).isEqualTo(502);
        assertThat(response.get().failure()).hasValueSatisfying(failure -> {
            assertThat(failure).isInstanceOf(Failure.UpstreamBroken.class);
            assertThat(failure.sent()).isEqualTo(Sent.ALL);
        });
    }

    @Test
    void aBodyThatBreaksIsATransferThatBreaks() throws Exception {
        FutureTask<Response> response = http2.get();
        RawHttp2Server.Connection upstream = http2.accept();
        int stream = upstream.expectRequest().stream();
        upstream.headers(stream, false, ":status: 200", "content-length: 10");
        upstream.data(stream, false, "hello");
        upstream.reset(stream, 2);
        Response came = response.get();
        assertThatThrownBy(() -> Exchanges.text(came.body())).isInstanceOf(TransferException.class);
        came.close();
    }

    @Test
    void noHeadInTimeResetsTheStreamAndKeepsTheConnection() throws Exception {
        try (StreamForwarding untested = new StreamForwarding(options -> options.pingAfter(Duration.ZERO))) {
            FutureTask<Response> response = untested.get();
            RawHttp2Server.Connection upstream = untested.accept();
            int stream = upstream.expectRequest().stream();
            upstream.untilPong(); // so that its settings were acknowledged, too
            Forwarding.passUntil(response::isDone, () -> untested.pass(Duration.ofSeconds(31)));
            assertThat(response.get().failure()).contains(new Failure.TimedOut(Phase.RESPONSE, Sent.ALL));
            upstream.expectReset(stream, StreamForwarding.CANCEL);
        }
    }

    @Test
    void noFurtherBytesInTimeBreakTheTransfer() throws Exception {
        try (StreamForwarding patient = new StreamForwarding(
                options -> options.betweenBytesTimeout(Duration.ofSeconds(3)).pingAfter(Duration.ZERO))) {
            FutureTask<Response> response = patient.get();
            RawHttp2Server.Connection upstream = patient.accept();
            int stream = upstream.expectRequest().stream();
            upstream.headers(stream, false, ":status: 200");
            Response came = response.get();
            FutureTask<String> read = Forwarding.aside(() -> Exchanges.text(came.body()));
            upstream.untilPong(); // so that its settings were acknowledged, too
            Forwarding.passUntil(read::isDone, () -> patient.pass(Duration.ofSeconds(4)));
            assertThatThrownBy(read::get)
                    .hasCauseInstanceOf(TransferException.class)
                    .cause()
                    .extracting(broken -> ((TransferException) broken).failure())
                    .isInstanceOfSatisfying(
                            Failure.TimedOut.class,
                            late -> assertThat(late.phase()).isEqualTo(Phase.BETWEEN_BYTES));
            upstream.expectReset(stream, StreamForwarding.CANCEL);
        }
    }

    @Test
    void anUpstreamThatTakesNoBytesInTimeIsAFailure() throws Exception {
        try (StreamForwarding patient =
                new StreamForwarding(options -> options.betweenBytesTimeout(Duration.ofSeconds(3))
                        .responseTimeout(Duration.ZERO) // it would pass before the wait for the window has begun
                        .pingAfter(Duration.ZERO))) {
            FutureTask<Response> response = patient.start(Exchanges.post("/", "x".repeat(1_000_000)));
            RawHttp2Server.Connection upstream = patient.accept();
            int stream = upstream.expectRequest().stream();
            upstream.untilPong(); // so that its settings were acknowledged, too
            Forwarding.passUntil(response::isDone, () -> patient.pass(Duration.ofSeconds(4)));
            assertThat(response.get().failure()).contains(new Failure.TimedOut(Phase.BETWEEN_BYTES, Sent.PART_OF_BODY));
            upstream.expectReset(stream, StreamForwarding.CANCEL);
        }
    }

    @Test
    void theHeadOfGrpcMayTakeAsLongAsItsFirstMessage() throws Exception {
        Fields fields = Fields.of("Host", "h", "Content-Type", "application/grpc", "TE", "trailers");
        FutureTask<Response> response = http2.start(Exchanges.request("POST", "/", fields, new BlockedBody("x")));
        RawHttp2Server.Connection upstream = http2.accept();
        int stream = upstream.expectRequest().stream();
        upstream.untilPong();
        http2.pass(Duration.ofMinutes(10));
        upstream.headers(stream, true, ":status: 200", "content-type: application/grpc", "grpc-status: 0");
        assertThat(response.get().status().code()).isEqualTo(200);
        response.get().close();
    }

    @Test
    void aClientThatLeavesResetsItsStream() throws Exception {
        FakeClient client = FakeClient.at("192.0.2.1");
        RequestHead head = new RequestHead("GET", "/", Fields.of("Host", "a"));
        FutureTask<Response> response = http2.start(Request.of(head, Body.empty(), client, 0));
        RawHttp2Server.Connection upstream = http2.accept();
        int stream = upstream.expectRequest().stream();
        client.leave();
        assertThat(response.get().failure()).contains(new Failure.ClientGone(Sent.ALL));
        upstream.expectReset(stream, StreamForwarding.CANCEL);
        FutureTask<Response> next = http2.get();
        upstream.respond(upstream.expectRequest().stream(), "ok", ":status: 200");
        assertThat(StreamForwarding.text(next)).as("on the same connection").isEqualTo("ok");
    }

    private static Request webSocket(String protocol) {
        return Exchanges.request(
                "GET",
                "/chat",
                Fields.of(
                        "Host",
                        "h",
                        "Connection",
                        "Upgrade",
                        "Upgrade",
                        protocol,
                        "Sec-WebSocket-Version",
                        "13",
                        "Sec-WebSocket-Key",
                        "dGhlIHNhbXBsZSBub25jZQ=="),
                Body.empty());
    }

    @Test
    void aWebSocketIsAnExtendedConnect_rfc8441_5() throws Exception {
        FutureTask<Response> response = http2.start(webSocket("websocket"));
        RawHttp2Server.Connection upstream = http2.accept(StreamForwarding.CONNECT_PROTOCOL, 1);
        Http2Frame head = upstream.expectRequest();
        assertThat(head.field(":method")).isEqualTo("CONNECT");
        assertThat(head.field(":protocol")).isEqualTo("websocket");
        assertThat(head.field(":path")).isEqualTo("/chat");
        assertThat(head.field("sec-websocket-key")).isEmpty();
        assertThat(head.endsStream()).isFalse();
        upstream.headers(head.stream(), false, ":status: 200");
        Response switched = response.get();
        assertThat(switched.status().code()).isEqualTo(101);
        assertThat(switched.fields().first("Sec-WebSocket-Accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        Tunnel tunnel = switched.tunnel().orElseThrow();
        tunnel.write("up".getBytes(StandardCharsets.US_ASCII), 0, 2);
        assertThat(upstream.await(Http2Frame.DATA, head.stream()).payload()).isEqualTo("up");
        upstream.data(head.stream(), true, "down");
        byte[] down = new byte[8];
        assertThat(tunnel.read(down, 0, 8)).isEqualTo(4);
        assertThat(tunnel.read(down, 0, 8)).isEqualTo(-1);
        tunnel.shutdownOutput();
        assertThat(upstream.await(Http2Frame.DATA, head.stream()).endsStream()).isTrue();
        switched.close();
        assertThat(http2.open()).isEqualTo(1);
    }

    @Test
    void aWebSocketThatIsRefusedIsAnAnswer() throws Exception {
        FutureTask<Response> response = http2.start(webSocket("websocket"));
        RawHttp2Server.Connection upstream = http2.accept(StreamForwarding.CONNECT_PROTOCOL, 1);
        upstream.respond(upstream.expectRequest().stream(), "no", ":status: 403");
        assertThat(response.get().status().code()).isEqualTo(403);
        assertThat(StreamForwarding.text(response)).isEqualTo("no");
    }

    @Test
    void anUpgradeThatAnUpstreamOfHttp2DoesNotHaveIsNotImplemented() throws Exception {
        FutureTask<Response> response = http2.start(webSocket("websocket"));
        http2.accept();
        assertThat(response.get().status().code()).isEqualTo(501);
        assertThat(http2.start(webSocket("other")).get().status().code()).isEqualTo(501);
    }
}
