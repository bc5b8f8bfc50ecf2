package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.Http2Codes;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.RawHttp2Client;
import io.helidon.http.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener does with clients of HTTP/2 beyond what it does with any client. */
class Http2ServerTest {
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int MAX_CONCURRENT_STREAMS = 3;

    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

    private Host.Running start(Handler handler, WireOptions.Builder options) {
        Gate gate = request -> Verdict.admit(outcomes::add);
        return Host.wire(Host.pipeline(List.of(gate), handler)::install, List.of(), options.build());
    }

    private Host.Running start(Handler handler) {
        return start(handler, WireOptions.builder());
    }

    private static RawHttp2Client connect(Host.Running server, int... settings) throws IOException {
        RawHttp2Client client = RawHttp2Client.connect(server.port());
        client.handshake(settings);
        return client;
    }

    private Outcome ended() throws InterruptedException {
        Outcome outcome = outcomes.poll(5, TimeUnit.SECONDS);
        assertThat(outcome).as("the end of an exchange").isNotNull();
        return outcome;
    }

    private static Response text(String content) {
        return Response.of(Status.OK_200, content);
    }

    @Test
    @DisplayName("a body that stops is answered 408, and other streams go on")
    void slowBody() throws Exception {
        try (Host.Running server = start(
                        request -> text(Exchanges.text(request.body())),
                        WireOptions.builder().bodyTimeout(SHORT));
                RawHttp2Client client = connect(server)) {
            int stream = client.open("POST", "/");
            client.data(stream, false, "ab");
            client.expectResponse(stream, 408);
            client.expectReset(stream, Http2Codes.NO_ERROR);
            assertThat(ended().failure().map(Failure::reason)).contains("client-too-slow");
            assertThat(client.exchange("/", 200)).isEmpty();
        }
    }

    @Test
    @DisplayName("a client that takes no byte of a response has its stream reset, and the connection goes on")
    void slowReader() throws Exception {
        try (Host.Running server = start(
                        request -> request.path().equals("/big")
                                ? Response.of(Status.OK_200, Fields.EMPTY, Body.of("x".repeat(1000)))
                                : Response.of(Status.OK_200),
                        WireOptions.builder().bodyTimeout(SHORT));
                RawHttp2Client client = connect(server, INITIAL_WINDOW_SIZE, 10)) {
            int stream = client.request("GET", "/big");
            client.expectResponse(stream, 200);
            client.expectReset(stream, Http2Codes.CANCEL);
            assertThat(ended().failure().map(Failure::reason)).contains("client-too-slow");
            assertThat(client.exchange("/", 200)).isEmpty();
        }
    }

    @Test
    @DisplayName("a reset tells the pipeline that the client has left")
    void leaving() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (Host.Running server = start(request -> {
                    request.client().onGone(gone::countDown);
                    reached.countDown();
                    await(gone);
                    return Response.of(Status.OK_200);
                });
                RawHttp2Client client = connect(server)) {
            int stream = client.request("GET", "/");
            assertThat(reached.await(5, TimeUnit.SECONDS)).isTrue();
            client.reset(stream, Http2Codes.CANCEL);
            assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(ended().status().code()).isEqualTo(499);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    @DisplayName("what is too large is answered 413 before it is read, or while it is")
    void tooLarge() throws Exception {
        try (Host.Running server = start(
                        request -> text(Exchanges.text(request.body())),
                        WireOptions.builder().maxBody(3));
                RawHttp2Client client = connect(server)) {
            client.expectResponse(client.open("POST", "/", "content-length: 4"), 413);
            int unstated = client.open("POST", "/");
            client.data(unstated, true, "abcd");
            client.expectResponse(unstated, 413);
        }
    }

    @Test
    @DisplayName("a body of a wrong length is a bug: the stream is reset and never ends cleanly")
    void wrongLength() throws Exception {
        Body liar = new Body() {
            private boolean read;

            @Override
            public long length() {
                return 5;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                int count = read ? -1 : 2;
                read = true;
                return count;
            }
        };
        try (Host.Running server = start(request -> Response.of(Status.OK_200, Fields.EMPTY, liar));
                RawHttp2Client client = connect(server)) {
            int stream = client.request("GET", "/");
            client.expectResponse(stream, 200);
            client.expectReset(stream, Http2Codes.INTERNAL_ERROR);
            assertThat(ended().ending()).isEqualTo(Outcome.Ending.BROKEN);
        }
    }

    @Test
    @DisplayName("head and body of a small response come with END_STREAM on the body (RFC 9113 §8.1)")
    void endsOnTheBody() throws Exception {
        try (Host.Running server = start(request -> text("hi"));
                RawHttp2Client client = connect(server)) {
            int stream = client.request("GET", "/");
            assertThat(client.expectResponse(stream, 200).fields())
                    .contains("content-length: 2")
                    .noneMatch(field -> field.startsWith("connection") || field.startsWith("transfer-encoding"));
            Http2Frame data = client.await(Http2Frame.DATA, stream);
            assertThat(data.payload()).isEqualTo("hi");
            assertThat(data.endsStream()).isTrue();
        }
    }

    @Test
    @DisplayName("a 101 becomes 200, and the tunnel goes both ways until both have said all (RFC 8441 §5)")
    void tunnel() throws Exception {
        FakeTunnel tunnel = new FakeTunnel();
        Fields granted = Fields.of("Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Accept", "x");
        try (Host.Running server = start(request -> Response.switching(granted, tunnel, Provenance.LOCAL));
                RawHttp2Client client = connect(server)) {
            int stream = client.open("CONNECT", "/", ":protocol: websocket");
            assertThat(client.expectResponse(stream, 200).fields()).containsExactly(":status: 200");
            client.data(stream, false, "ping");
            assertThat(tunnel.heard(4)).isEqualTo("ping");
            tunnel.say("pong");
            assertThat(client.await(Http2Frame.DATA, stream).payload()).isEqualTo("pong");
            client.data(stream, true, "");
            assertThat(tunnel.awaitShutdown()).isTrue();
            tunnel.sayNoMore();
            assertThat(client.await(Http2Frame.DATA, stream).endsStream()).isTrue();
            assertThat(ended().ending()).isEqualTo(Outcome.Ending.SENT);
        }
    }

    @Test
    @DisplayName("a success without a tunnel does not look like a tunnel that was granted (RFC 8441 §4)")
    void falseGrant() throws Exception {
        try (Host.Running server = start(request -> text("no tunnel here"));
                RawHttp2Client client = connect(server)) {
            client.expectResponse(client.open("CONNECT", "/", ":protocol: websocket"), 502);
            Outcome outcome = ended();
            assertThat(outcome.status().code()).isEqualTo(502);
            assertThat(outcome.response().provenance().reason()).isEqualTo(Reason.NO_TUNNEL);
            int plain = client.newStream();
            client.headers(plain, true, ":method: CONNECT", ":authority: a.example:443");
            client.expectResponse(plain, 501);
        }
    }

    @Test
    @DisplayName("a stop warns clients, answers what is on its way, and ends with the last stream (RFC 9113 §6.8)")
    void drains() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        RunningServer server = RunningServer.start(
                Host.pipeline(List.of(), request -> {
                    if (request.path().equals("/slow")) {
                        reached.countDown();
                        await(goOn);
                    }
                    return text("answered");
                })::install,
                Host.HOSTING,
                Host.listening().drainTimeout(Duration.ofSeconds(10)).build());
        try (RawHttp2Client client = RawHttp2Client.connect(server.port())) {
            client.handshake();
            int slow = client.request("GET", "/slow");
            assertThat(reached.await(5, TimeUnit.SECONDS)).isTrue();
            Thread stop = Thread.ofVirtual().start(server::stop);
            assertThat(client.expectGoAway(Http2Codes.NO_ERROR).value()).isEqualTo(Integer.MAX_VALUE);
            assertThat(client.exchange("/late", 200)).as("it was on its way").isEqualTo("answered");
            Http2Frame ping = client.seen().stream()
                    .filter(frame -> frame.type() == Http2Frame.PING && !frame.has(Http2Frame.ACK))
                    .findFirst()
                    .orElseThrow();
            client.send(Http2Frame.PING, Http2Frame.ACK, 0, ping.payload());
            assertThat(client.expectGoAway(Http2Codes.NO_ERROR).value()).isEqualTo(slow + 2);
            goOn.countDown();
            client.expectResponse(slow, 200);
            assertThat(client.body(slow)).isEqualTo("answered");
            client.expectClosed();
            stop.join();
        }
    }

    @Test
    @DisplayName("a client that does not close after the last GOAWAY is cut, so that it cannot hold up a stop")
    void drainsWithoutTheClient() throws Exception {
        RunningServer server = RunningServer.start(
                Host.pipeline(List.of(), request -> text("hi"))::install,
                Host.HOSTING,
                Host.listening().drainTimeout(Duration.ofMinutes(1)).build());
        try (RawHttp2Client client = RawHttp2Client.connect(server.port())) {
            client.handshake();
            client.exchange("/", 200);
            Thread stop = Thread.ofVirtual().start(server::stop);
            assertThat(stop.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    @DisplayName("a new connection is told at once that a listener stops")
    void drainedFromTheBeginning() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        RunningServer server = RunningServer.start(
                Host.pipeline(List.of(), request -> {
                    reached.countDown();
                    await(goOn);
                    return text("late");
                })::install,
                Host.HOSTING,
                Host.listening().drainTimeout(Duration.ofSeconds(10)).build());
        try (RawHttp2Client busy = RawHttp2Client.connect(server.port());
                RawHttp2Client silent = RawHttp2Client.connect(server.port())) {
            busy.handshake();
            int stream = busy.request("GET", "/");
            assertThat(reached.await(5, TimeUnit.SECONDS)).isTrue();
            Thread stop = Thread.ofVirtual().start(server::stop);
            busy.expectGoAway(Http2Codes.NO_ERROR);
            silent.expectClosed();
            goOn.countDown();
            busy.expectResponse(stream, 200);
            stop.join();
        }
    }

    @Test
    @DisplayName("streams beyond the limit are refused; the limit is told and can be set")
    void limits() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Http2Limits two = new Http2Limits(2, 65_535, 65_535, 10, 10);
        try (Host.Running server = start(
                        request -> {
                            await(goOn);
                            return text("done");
                        },
                        WireOptions.builder().http2Limits(two));
                RawHttp2Client client = RawHttp2Client.connect(server.port())) {
            assertThat(client.handshake().setting(MAX_CONCURRENT_STREAMS)).contains(2);
            int first = client.request("GET", "/");
            client.request("GET", "/");
            int third = client.request("GET", "/");
            client.expectReset(third, Http2Codes.REFUSED_STREAM);
            goOn.countDown();
            client.expectResponse(first, 200);
        }
    }

    @Test
    @DisplayName("over TLS it is agreed on by ALPN")
    void overTls(@TempDir Path directory) throws Exception {
        TestKeys keys = TestKeys.of("gateway", directory);
        RunningServer server = RunningServer.start(
                Host.pipeline(
                        List.of(),
                        request -> text(request.head().version() + " "
                                + request.client().origin().scheme()))::install,
                Host.HOSTING,
                Host.listening().tls(keys.server()).build());
        SSLSocket socket = (SSLSocket) TestKeys.stranger(keys)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        try (RawHttp2Client client = RawHttp2Client.over(socket)) {
            client.handshake();
            assertThat(client.exchange("/", 200)).isEqualTo("HTTP/2.0 https");
        } finally {
            server.stop();
        }
    }

    @Test
    @DisplayName("turned off, the preface is a malformed request of HTTP/1.1")
    void turnedOff() throws Exception {
        try (Host.Running server =
                        start(request -> text("hi"), WireOptions.builder().http2(false));
                RawClient client = server.connect()) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(client.answer().status()).isBetween(400, 505);
        }
    }

    @Test
    @DisplayName("a connection of HTTP/1.1 may begin with the letters of the preface, however they come")
    void almostThePreface() throws Exception {
        try (Host.Running server = start(request -> text("hi"));
                RawClient client = server.connect()) {
            client.send("P");
            client.send("RI /");
            client.send("x HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("hi");
        }
    }
}
