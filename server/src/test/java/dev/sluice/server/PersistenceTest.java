package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When a connection goes on and when it ends (RFC 9112 §9). */
class PersistenceTest {
    static Stream<Arguments> connections() {
        return Stream.of(
                arguments("HTTP/1.1", "Host: a\r\n", ""),
                arguments("HTTP/1.1", "Host: a\r\nConnection: close\r\n", "close"),
                arguments("HTTP/1.1", "Host: a\r\nConnection: CLOSE\r\n", "close"),
                arguments("HTTP/1.1", "Host: a\r\nConnection: x, close\r\n", "close"),
                arguments("HTTP/1.1", "Host: a\r\nConnection: x\r\nConnection: close\r\n", "close"),
                arguments("HTTP/1.1", "Host: a\r\nConnection: keep-alive\r\n", ""),
                arguments("HTTP/1.0", "", "close"),
                arguments("HTTP/1.0", "Host: a\r\n", "close"),
                arguments("HTTP/1.0", "Connection: keep-alive\r\n", "keep-alive"),
                arguments("HTTP/1.0", "Connection: Keep-Alive, x\r\n", "keep-alive"),
                arguments("HTTP/1.0", "Connection: keep-alive, close\r\n", "close"));
    }

    @ParameterizedTest(name = "{0} with \"{1}\" is answered with Connection: {2} (RFC 9112 §9.3)")
    @MethodSource("connections")
    void persistence(String version, String lines, String connection) throws IOException {
        String request = "GET / " + version + "\r\n" + lines + "\r\n";
        try (Host.Running server = Host.WIRE.start(new Echo());
                RawClient client = server.connect()) {
            assertThat(client.send(request).answer().field("Connection")).isEqualTo(connection);
            if (connection.equals("close")) {
                assertThat(client.rest()).isEmpty();
            } else {
                assertThat(client.send(request).answer().status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest(name = "{0} closes after Connection: close and serves nothing behind it (RFC 9112 §9.6)")
    @EnumSource
    void closes(Host host) throws IOException {
        Echo pipeline = new Echo();
        try (Host.Running server = host.start(pipeline);
                RawClient client = server.connect()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.restOrReset()).isIn("", "<reset>");
            assertThat(pipeline.seen()).containsExactly("GET /1");
        }
    }

    @ParameterizedTest(name = "{0} answers pipelined requests in their order (RFC 9112 §9.3.2)")
    @EnumSource
    void pipelines(Host host) throws IOException {
        try (Host.Running server = host.start(new Echo());
                RawClient client = server.connect()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                requests.append("POST /").append(i).append(" HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
            }
            client.send(requests.toString());
            for (int i = 0; i < 20; i++) {
                assertThat(client.answer().body()).startsWith("POST /" + i + "\n");
            }
        }
    }

    @ParameterizedTest(name = "{0} never takes an unread body for a request (RFC 9112 §9.3, §11.2)")
    @EnumSource
    void unreadBodies(Host host) throws IOException {
        Echo counted = new Echo();
        try (Host.Running server = host.start(request -> request.path().equals("/deaf")
                        ? Response.of(Status.FORBIDDEN_403, "no")
                        : counted.handle(request));
                RawClient client = server.connect()) {
            client.send(
                    "POST /deaf HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(403);
            client.shutdownOutput();
            assertThat(client.restOrReset()).isIn("", "<reset>");
            assertThat(counted.seen()).isEmpty();
        }
    }

    @Test
    @DisplayName("an unread body that has arrived is dropped, and the connection goes on (RFC 9112 §9.3)")
    void dropsWhatArrived() throws IOException {
        try (Host.Running server = Host.WIRE.start(request -> Response.of(Status.FORBIDDEN_403, "no"));
                RawClient client = server.connect()) {
            String request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
            assertThat(client.send(request).answer().field("Connection")).isEmpty();
            assertThat(client.send(request).answer().status()).isEqualTo(403);
        }
    }

    @Test
    @DisplayName("the error to an unread body arrives although the client goes on sending (RFC 9112 §9.6)")
    void lingers() throws IOException {
        try (Host.Running server = Host.WIRE.start(request -> Response.of(Status.FORBIDDEN_403, "no"));
                RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 400000\r\n\r\n");
            for (int i = 0; i < 40; i++) {
                client.send(new byte[10_000]);
            }
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @DisplayName("to HTTP/1.0 an unknown length ends with the connection, without chunks (RFC 9112 §6.1)")
    void neverChunksToHttp10() throws IOException {
        try (Host.Running server = Host.WIRE.start(
                        request -> Response.of(Status.OK_200, Fields.EMPTY, TrackedBody.ofUnknownLength("streamed")));
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            Answer answer = client.answer();
            assertThat(answer.head()).doesNotContainIgnoringCase("transfer-encoding");
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(answer.body()).isEqualTo("streamed");
        }
    }

    @ParameterizedTest(name = "{0} closes if the pipeline says Connection: close (RFC 9112 §9.6)")
    @EnumSource(names = "WIRE_HTTP2", mode = EnumSource.Mode.EXCLUDE) // RFC 9113 §8.2.2: it has no such field
    void pipelineAsksToClose(Host host) throws IOException {
        try (Host.Running server = host.start(
                        request -> Response.of(Status.OK_200, Fields.of("Connection", "close"), Body.of("bye")));
                RawClient client = server.connect()) {
            Answer answer = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
        }
    }
}
