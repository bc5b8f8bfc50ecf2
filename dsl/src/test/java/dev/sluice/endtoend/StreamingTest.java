package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies on their way to a client: as they come, in the framing that it understands (RFC 9112 §6, §7). */
class StreamingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int LARGE = 10 * 1024 * 1024;

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception missed) {
            throw new AssertionError("the other side did not come", missed);
        }
    }

    /** Each event arrives before the next is sent. */
    @ParameterizedTest(name = "events arrive one by one with {0}")
    @ValueSource(strings = {"Transfer-Encoding: chunked", "Connection: close", "Content-Length: 27"})
    void eventsArriveOneByOne(String framing) throws IOException {
        CyclicBarrier seen = new CyclicBarrier(2);
        boolean chunked = framing.endsWith("chunked");
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + framing + "\r\n\r\n");
                    meet(seen);
                    for (int i = 0; i < 3; i++) {
                        String event = "data: " + i + "\n\n";
                        connection.write(chunked ? "9\r\n" + event + "\r\n" : event);
                        meet(seen);
                    }
                    connection.write(chunked ? "0\r\n\r\n" : "");
                });
                RawClient client = wires.connect()) {
            String head = client.send(GET).head();
            assertThat(head).contains("text/event-stream");
            meet(seen);
            for (int i = 0; i < 3; i++) {
                String event = framing.startsWith("Content-Length") ? client.read(9) : client.chunk();
                assertThat(event).isEqualTo("data: " + i + "\n\n");
                meet(seen);
            }
        }
    }

    @Test
    void trailersReachTheClient() throws IOException {
        String chunks = "2\r\nhi\r\n0\r\nX-Sum: 42\r\nContent-Length: 9\r\nSet-Cookie: a=b\r\n\r\n";
        try (Wires wires =
                Wires.answering("HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)) {
            Answer answer = wires.ask("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n\r\n");
            assertThat(answer.body()).isEqualTo("hi");
            assertThat(answer.trailers()).isEqualTo("X-Sum: 42\r\n\r\n");
            assertThat(answer.field("Trailer")).isEqualTo("X-Sum");
        }
    }

    @Test
    void chunksLoseTheirExtensions() throws IOException {
        try (Wires wires =
                Wires.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhi\r\n0;z\r\n\r\n")) {
            assertThat(wires.ask(GET).body()).isEqualTo("hi");
        }
    }

    @ParameterizedTest(name = "ten megabytes arrive whole with {0}")
    @ValueSource(strings = {"Content-Length", "Transfer-Encoding", "Connection"})
    void tenMegabytesArriveWhole(String framing) throws IOException {
        String body = "0123456789abcdef".repeat(LARGE / 16);
        try (Wires wires = Wires.scripted(connection -> {
            connection.readHead();
            switch (framing) {
                case "Content-Length" -> connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
                case "Connection" -> connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                default -> connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA00000\r\n");
            }
            connection.write(body);
            connection.write(framing.equals("Transfer-Encoding") ? "\r\n0\r\n\r\n" : "");
        })) {
            assertThat(wires.ask(GET).body().equals(body)).isTrue();
        }
    }

    @Test
    void http10GetsNoChunksButTheEndOfTheConnection() throws IOException {
        try (Wires wires = Wires.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n");
                RawClient client = wires.connect()) {
            String all = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .rest();
            assertThat(all).endsWith("\r\n\r\nhi").doesNotContainIgnoringCase("Transfer-Encoding");
        }
    }

    /** RFC 9112 §9.3, appendix C.2.2. */
    @Test
    void http10MayGoOnIfItAsksToAndTheLengthIsKnown() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK);
                RawClient client = wires.connect()) {
            Answer first = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .answer();
            assertThat(first.field("Connection")).isEqualTo("keep-alive");
            assertThat(client.send("GET / HTTP/1.0\r\n\r\n").rest()).endsWith("ok");
            assertThat(wires.received()).contains(" HTTP/1.1\r\n");
            assertThat(String.join(",", wires.received("Via"))).isEqualTo("1.0 sluice");
        }
    }

    @Test
    void anHttp10UpstreamsBodyEndsWithItsConnection() throws IOException {
        try (Wires wires = Wires.answeringOnce("HTTP/1.0 200 OK\r\n\r\nall of it");
                RawClient client = wires.connect()) {
            assertThat(client.send(GET).answer().body()).isEqualTo("all of it");
            assertThat(client.send(GET).answer().body()).isEqualTo("all of it");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (Wires wires = Wires.scripted(connection -> {
                    for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + head.substring(4, 6));
                    }
                });
                RawClient client = wires.connect()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 9; i++) {
                all.append(GET.replace("/ ", "/" + i + " "));
            }
            client.send(all.toString());
            for (int i = 0; i < 9; i++) {
                assertThat(client.answer().body()).isEqualTo("/" + i);
            }
        }
    }
}
