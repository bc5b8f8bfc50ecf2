package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Expectations, interim answers and answers that come early (RFC 9110 §10.1.1, §15.2, RFC 9112 §9.3). */
class ExpectationTest {
    private static final String EXPECTING = "POST /up HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
    private static final String POST = "POST /up HTTP/1.1\r\nHost: a\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nConnection: x\r\n\r\n";

    @Test
    void theUpstreamsContinueLetsTheBodyGo() throws IOException {
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 100 Continue\r\n\r\n");
                    connection.read(5);
                    connection.write(Wires.OK);
                });
                RawClient client = wires.connect()) {
            client.send(EXPECTING + "Content-Length: 5\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 100 Continue\r\n");
            assertThat(client.send("hello").answer().status()).isEqualTo(200);
            assertThat(wires.received("Expect")).containsExactly("100-continue");
        }
    }

    @Test
    void theUpstreamsRefusalIsPassedOnAndTheBodyNeverSent() throws IOException {
        for (String refusal : new String[] {"417 Expectation Failed", "413 Content Too Large", "401 Unauthorized"}) {
            try (Wires wires = Wires.scripted(connection -> {
                        connection.readHead();
                        connection.write("HTTP/1.1 " + refusal + "\r\nContent-Length: 2\r\n\r\nno");
                        connection.readAll();
                    });
                    RawClient client = wires.connect()) {
                Answer answer =
                        client.send(EXPECTING + "Content-Length: 5\r\n\r\n").answer();
                assertThat(answer.head()).startsWith("HTTP/1.1 " + refusal);
                assertThat(answer.body()).isEqualTo("no");
                assertThat(answer.field("Connection")).isEqualTo("close");
                assertThat(client.rest()).isEmpty();
            }
        }
    }

    /** RFC 9110 §10.1.1: a client may send the body without waiting, and no 100 is of our own making. */
    @Test
    void anUpstreamThatSaysNothingGetsTheBodyThatComesAnyway() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK);
                RawClient client = wires.connect()) {
            client.send(EXPECTING + "Content-Length: 5\r\n\r\n");
            Eventually.holds(
                    "the head is passed without the body",
                    () -> !wires.upstream().heads().isEmpty());
            client.send("hello");
            assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void anExpectationThatNobodyKnowsFails() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            assertThat(wires.ask("GET / HTTP/1.1\r\nHost: a\r\nExpect: the-unexpected\r\n\r\n")
                            .status())
                    .isEqualTo(417);
            assertThat(wires.upstream().connections()).isZero();
        }
    }

    @Test
    void anAnswerDuringTheUploadReachesTheClientAtOnce() throws IOException {
        for (String early : new String[] {"413 Content Too Large", "401 Unauthorized"}) {
            try (Wires wires = Wires.scripted(connection -> {
                        connection.readHead();
                        connection.read(3);
                        connection.write("HTTP/1.1 " + early + "\r\nContent-Length: 2\r\n\r\nno");
                        connection.readAll();
                    });
                    RawClient client = wires.connect()) {
                client.send(POST + "Content-Length: 1000000\r\n\r\nabc");
                Answer answer = client.answer();
                assertThat(answer.head()).startsWith("HTTP/1.1 " + early);
                assertThat(answer.body()).isEqualTo("no");
                wires.awaitNoUpstreamConnection();
            }
        }
    }

    @Test
    void anAnswerDuringTheUploadReachesAClientThatGoesOnSending() throws IOException {
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
                });
                RawClient client = wires.connect()) {
            client.send(POST + "Content-Length: 600000\r\n\r\n").send("x".repeat(500_000));
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    /** An answer may be complete before the request is (RFC 9112 §9.3), and the connection goes on if both end well. */
    @Test
    void aFullDuplexExchangeEndsWellForBoth() throws IOException {
        CountDownLatch answered = new CountDownLatch(1);
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nup\r\n");
                    connection.read(3);
                    connection.write("3\r\nall\r\n0\r\n\r\n");
                    answered.countDown();
                    connection.readRequest();
                    connection.write(Wires.OK);
                });
                RawClient client = wires.connect()) {
            client.send(POST + "Content-Length: 3\r\n\r\n");
            client.head();
            assertThat(client.chunk()).isEqualTo("up");
            client.send("abc");
            assertThat(client.chunk()).isEqualTo("all");
            assertThat(client.chunk()).isEmpty();
            client.section();
            assertThat(client.send(GET).answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void interimAnswersReachTheClientInOrderAndAtOnce() throws IOException {
        CountDownLatch seen = new CountDownLatch(1);
        try (Wires wires = Wires.scripted(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 102 Processing\r\n\r\n" + HINTS);
                    Eventually.holds("the client has seen them", () -> seen.getCount() == 0);
                    connection.write(Wires.OK);
                });
                RawClient client = wires.connect()) {
            assertThat(client.send(GET).head()).startsWith("HTTP/1.1 102 Processing\r\n");
            String hints = client.head();
            assertThat(hints).startsWith("HTTP/1.1 103 Early Hints\r\n").contains("Link: </a.css>\r\n");
            assertThat(Answer.fields(hints, "Connection")).isEmpty();
            assertThat(Answer.fields(hints, "Content-Length")).isEmpty();
            seen.countDown();
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    /** RFC 9110 §15.2: a server must not send a 1xx to an HTTP/1.0 client. */
    @Test
    void interimAnswersNeverReachHttp10() throws IOException {
        try (Wires wires = Wires.answering(HINTS + Wires.OK);
                RawClient client = wires.connect()) {
            assertThat(client.send("GET / HTTP/1.0\r\n\r\n").rest()).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void endlessInterimAnswersAreCutOff() throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100));
                RawClient client = wires.connect()) {
            String head = client.send(GET).head();
            while (head.startsWith("HTTP/1.1 103")) {
                head = client.head();
            }
            assertThat(head).startsWith("HTTP/1.1 502");
        }
    }
}
