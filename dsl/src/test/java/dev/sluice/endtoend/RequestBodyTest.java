package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client's body reaches the upstream (RFC 9112 §6, §7). */
class RequestBodyTest {
    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n";

    /** Collects what is behind the head up to an end that the test knows. */
    private static FakeUpstream.Script until(String end, AtomicReference<String> body) {
        return connection -> {
            while (!connection.readHead().isEmpty()) {
                StringBuilder read = new StringBuilder();
                while (!read.toString().endsWith(end)) {
                    read.append(connection.read(1));
                }
                body.set(read.toString());
                connection.write(Wires.OK);
            }
        };
    }

    @Test
    void ofKnownLengthKeepsItsLength() throws IOException {
        AtomicReference<String> body = new AtomicReference<>();
        try (Wires wires = Wires.scripted(until("hello", body))) {
            assertThat(wires.ask("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
                            .status())
                    .isEqualTo(200);
            assertThat(wires.received("Content-Length")).containsExactly("5");
            assertThat(wires.received("Transfer-Encoding")).isEmpty();
        }
    }

    @Test
    void inChunksStaysChunked() throws IOException {
        AtomicReference<String> body = new AtomicReference<>();
        try (Wires wires = Wires.scripted(until("0\r\n\r\n", body))) {
            wires.ask(CHUNKED + "\r\n5\r\nhello\r\n0\r\n\r\n");
            assertThat(wires.received("Transfer-Encoding")).containsExactly("chunked");
            assertThat(wires.received("Content-Length")).isEmpty();
            assertThat(body.get()).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
        }
    }

    /** RFC 9112 §7.1.1: a recipient must ignore extensions that it does not know, and chunks are not passed but made. */
    @Test
    void inChunksLosesItsExtensions() throws IOException {
        AtomicReference<String> body = new AtomicReference<>();
        try (Wires wires = Wires.scripted(until("0\r\n\r\n", body))) {
            wires.ask(CHUNKED + "\r\n5;a=b;c=\"d;e\"\r\nhello\r\n0;last\r\n\r\n");
            assertThat(body.get()).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
        }
    }

    /** RFC 9110 §6.5.1. */
    @Test
    void keepsTrailersButForThoseThatMustStandBefore() throws IOException {
        AtomicReference<String> body = new AtomicReference<>();
        try (Wires wires = Wires.scripted(until("\r\n\r\n", body))) {
            wires.ask(CHUNKED + "Trailer: X-Sum\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 42\r\nHost: evil\r\n"
                    + "Content-Length: 9\r\nTransfer-Encoding: chunked\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n");
            assertThat(body.get()).isEqualTo("2\r\nhi\r\n0\r\nX-Sum: 42\r\n\r\n");
            assertThat(wires.received("Trailer")).containsExactly("X-Sum");
        }
    }

    @Test
    void arrivesChunkByChunk() throws IOException {
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < 3; i++) {
                        connection.write("6\r\n" + connection.read(6) + "\r\n");
                    }
                    connection.read(5);
                    connection.write("0\r\n\r\n");
                });
                RawClient client = wires.connect()) {
            client.send(CHUNKED + "\r\n").head();
            for (String letter : new String[] {"a", "b", "c"}) {
                client.send("1\r\n" + letter + "\r\n");
                assertThat(client.chunk()).isEqualTo("1\r\n" + letter + "\r\n");
            }
            client.send("0\r\n\r\n");
            assertThat(client.chunk()).isEmpty();
        }
    }

    @Test
    void doesNotWaitForTheRestOfALargeChunk() throws IOException {
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    String first = connection.read("3\r\nabc\r\n".length());
                    connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + first);
                });
                RawClient client = wires.connect()) {
            client.send(CHUNKED + "\r\n100000\r\n").send("abc");
            client.head();
            assertThat(client.read(12)).contains("abc");
        }
    }

    @ParameterizedTest(name = "of {0} bytes arrives whole")
    @ValueSource(ints = {1, 2047, 2048, 32_768, 65_537, 10 * 1024 * 1024})
    void ofAnySizeArrivesWhole(int size) throws IOException {
        CountDownLatch whole = new CountDownLatch(1);
        try (Wires wires = Wires.scripted(connection -> {
            connection.readHead();
            if (connection.read(size).equals("x".repeat(size))) {
                whole.countDown();
            }
            connection.write(Wires.OK);
        })) {
            Answer answer =
                    wires.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n" + "x".repeat(size));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(whole.getCount()).isZero();
        }
    }

    /** RFC 9110 §8.6: a POST without content says so; a GET says nothing. */
    @Test
    void thatIsEmptyIsSaidToBeSo() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            assertThat(wires.received("Content-Length")).containsExactly("0");
            wires.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wires.received("Content-Length")).isEmpty();
        }
    }

    @Test
    void ofAGetPasses() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(wires.received("Content-Length")).containsExactly("2");
        }
    }

    @ParameterizedTest(name = "with {0} is refused and nothing is forwarded")
    @ValueSource(
            strings = {
                "Content-Length: 1\r\nTransfer-Encoding: chunked",
                "Content-Length: 1\r\nContent-Length: 2",
                "Content-Length: +1",
                "Content-Length: 1, 2",
                "Content-Length: 0x1",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: chunked\r\n Content-Length: 1"
            })
    void thatEndsWhereNobodyKnowsIsRefused(String framing) throws IOException {
        try (Wires wires = Wires.answering(Wires.OK);
                RawClient client = wires.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n");
            assertThat(client.answer().status()).isIn(400, 501);
            assertThat(client.rest())
                    .as("nothing that stands behind it is served")
                    .isEmpty();
            assertThat(wires.upstream().connections()).isZero();
        }
    }

    /** A chunk that breaks the rules after the head has left: the upstream must not see a clean end. */
    @ParameterizedTest(name = "with the chunk {0} never ends cleanly at the upstream")
    @ValueSource(strings = {"z\r\n", "2\r\nabc\r\n", "-1\r\n", "2 2\r\nab\r\n", "FFFFFFFFFFFFFFFFF\r\n"})
    void inBadChunksIsBrokenOff(String chunk) throws IOException {
        AtomicReference<String> seen = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    try {
                        seen.set(connection.readAll());
                    } finally {
                        ended.countDown();
                    }
                });
                RawClient client = wires.connect()) {
            client.send(CHUNKED + "\r\n1\r\na\r\n" + chunk + "0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(400);
            Eventually.holds("the upstream has seen the end", () -> ended.getCount() == 0);
            assertThat(String.valueOf(seen.get())).doesNotContain("0\r\n\r\n");
        }
    }
}
