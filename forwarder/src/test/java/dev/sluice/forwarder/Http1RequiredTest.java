package dev.sluice.forwarder;

import static dev.sluice.testkit.Http2Codes.HTTP_1_1_REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.forwarder.TransportOptions.Http2;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.RawHttp2Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Upstreams that choose HTTP/2 in the handshake, and then require HTTP/1.1 (RFC 9113 §7). */
@Timeout(30)
class Http1RequiredTest {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private SSLServerSocket listener;
    private RawHttp2Server server;
    private Forwarding forwarding;
    private final List<SSLSocket> http1 = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        listener = FakeTlsUpstream.listener(directory, "h2", "http/1.1");
        server = RawHttp2Server.over(listener);
        forwarding = prefers(Http2.PREFER);
    }

    private static Forwarding prefers(Http2 http2) {
        return new Forwarding(options -> options.insecureSkipVerify().http2(http2));
    }

    @AfterEach
    void end() throws IOException {
        forwarding.close();
        for (SSLSocket each : http1) {
            each.close();
        }
        server.close();
    }

    private Upstream upstream() {
        return Upstream.of("https://localhost:" + server.port());
    }

    private FutureTask<Response> start(Request request) {
        return Forwarding.aside(() -> forwarding.handle(request.withUpstream(upstream())));
    }

    /** Accepts a connection of HTTP/2 and resets the first stream on it. */
    private RawHttp2Server.Connection refuse() {
        RawHttp2Server.Connection connection = server.accept();
        connection.handshake();
        connection.reset(connection.expectRequest().stream(), HTTP_1_1_REQUIRED);
        return connection;
    }

    /** Accepts a connection on which HTTP/1.1 was chosen, since nothing else was offered, and answers a request on it. */
    private SSLSocket serveHttp1(String requestLine) throws IOException {
        SSLSocket socket = (SSLSocket) listener.accept();
        http1.add(socket);
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        answer(socket, requestLine);
        return socket;
    }

    private static void answer(SSLSocket socket, String requestLine) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        assertThat(head).startsWith(requestLine + "\r\n");
        boolean post = head.indexOf("POST") == 0;
        assertThat(socket.getInputStream().readNBytes(post ? 5 : 0)).hasSize(post ? 5 : 0);
        socket.getOutputStream().write(ANSWER);
    }

    private static void expectHello(FutureTask<Response> response) throws Exception {
        assertThat(response.get().status().code()).isEqualTo(200);
        assertThat(StreamForwarding.text(response)).isEqualTo("hello");
    }

    private static Failure.UpstreamBroken broken(FutureTask<Response> response) throws Exception {
        assertThat(response.get().status().code()).isEqualTo(502);
        return (Failure.UpstreamBroken) response.get().failure().orElseThrow();
    }

    @Test
    void anIdempotentRequestIsRepeatedInHttp1AndThoseThatFollowBeginThere() throws Exception {
        FutureTask<Response> first = start(Exchanges.get("/a"));
        try (RawHttp2Server.Connection connection = refuse()) {
            SSLSocket socket = serveHttp1("GET /a HTTP/1.1");
            expectHello(first);
            connection.expectClosed();
            FutureTask<Response> second = start(Exchanges.post("/b", "whole"));
            answer(socket, "POST /b HTTP/1.1");
            expectHello(second);
            assertThat(forwarding.open(upstream())).isEqualTo(1);
        }
    }

    @Test
    void otherStreamsOfTheConnectionFinish() throws Exception {
        FutureTask<Response> slow = start(Exchanges.get("/slow"));
        try (RawHttp2Server.Connection connection = server.accept()) {
            connection.handshake();
            int slowStream = connection.expectRequest().stream();
            connection.untilPong(); // so that its settings were acknowledged, too
            FutureTask<Response> other = start(Exchanges.get("/other"));
            connection.reset(connection.expectRequest().stream(), HTTP_1_1_REQUIRED);
            serveHttp1("GET /other HTTP/1.1");
            expectHello(other);
            connection.respond(slowStream, "hello", ":status: 200");
            expectHello(slow);
            connection.expectClosed();
        }
    }

    /** RFC 9113 §8.7 has two proofs that nothing was processed, and this is neither. */
    @Test
    void anotherRequestFailsAndTheNextBeginsInHttp1() throws Exception {
        FutureTask<Response> first = start(Exchanges.post("/a", "whole"));
        try (RawHttp2Server.Connection connection = refuse()) {
            assertThat(broken(first).detail()).contains("HTTP_1_1_REQUIRED");
            assertThat(broken(first).sent()).isEqualTo(Sent.ALL);
            FutureTask<Response> second = start(Exchanges.post("/b", "whole"));
            serveHttp1("POST /b HTTP/1.1");
            expectHello(second);
            connection.expectClosed();
        }
    }

    @Test
    void whatAGoAwayDoesNotNameIsRepeatedWhateverItsMethod() throws Exception {
        FutureTask<Response> response = start(Exchanges.post("/a", "whole"));
        try (RawHttp2Server.Connection connection = server.accept()) {
            connection.handshake();
            connection.expectRequest();
            connection.goAway(0, HTTP_1_1_REQUIRED);
            serveHttp1("POST /a HTTP/1.1");
            expectHello(response);
        }
    }

    @Test
    void isKnownForAnHour() throws Exception {
        FutureTask<Response> first = start(Exchanges.get("/"));
        try (RawHttp2Server.Connection connection = refuse()) {
            serveHttp1("GET / HTTP/1.1");
            expectHello(first);
            connection.expectClosed();
        }
        forwarding.pass(Duration.ofMinutes(59)); // longer than an idle connection or a pool is kept otherwise
        FutureTask<Response> second = start(Exchanges.get("/"));
        serveHttp1("GET / HTTP/1.1");
        expectHello(second);
        forwarding.pass(Duration.ofMinutes(1));
        FutureTask<Response> third = start(Exchanges.get("/"));
        try (RawHttp2Server.Connection connection = server.accept()) {
            connection.handshake();
            connection.respond(connection.expectRequest().stream(), "hello", ":status: 200");
            expectHello(third);
        }
    }

    @Test
    void isAFailureWhereHttp2IsRequired() throws Exception {
        forwarding.close();
        forwarding = prefers(Http2.REQUIRE);
        FutureTask<Response> first = start(Exchanges.get("/"));
        try (RawHttp2Server.Connection connection = refuse()) {
            assertThat(broken(first).detail()).contains("HTTP_1_1_REQUIRED");
            FutureTask<Response> second = start(Exchanges.get("/"));
            connection.respond(connection.expectRequest().stream(), "hello", ":status: 200");
            expectHello(second);
        }
    }
}
