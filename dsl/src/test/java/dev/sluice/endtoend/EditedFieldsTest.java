package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A client cannot get around the fields that the gateway sets, removes and looks at (promise 36). */
class EditedFieldsTest {
    private static final String FORGED = "X_User: root\r\nx-user: root\r\n";

    /** RFC 9110 §6.5.1: a recipient may merge trailers into the head. */
    @Test
    void whatIsSetComesBackNeitherWithUnderscoresNorAsATrailer() throws IOException {
        AtomicReference<String> body = new AtomicReference<>();
        FakeUpstream upstream = FakeUpstream.scripted(connection -> {
            connection.readHead();
            StringBuilder received = new StringBuilder();
            while (received.indexOf("\r\n\r\n") < 0) {
                received.append((char) connection.read());
            }
            body.set(received.toString());
            connection.write(Wires.OK);
        });
        try (Wires wires = Wires.of(
                upstream,
                proxy().headers(h -> h.request(fields -> fields.set("X-User", "ada")))
                        .forward(upstream.url()))) {
            Answer answer = wires.ask("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + FORGED
                    + "\r\n2\r\nhi\r\n0\r\n" + FORGED + "X-Sum: 42\r\n\r\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(wires.received("X-User")).containsExactly("ada");
            assertThat(wires.received("X_User")).isEmpty();
            assertThat(body.get()).isEqualTo("2\r\nhi\r\n0\r\nX-Sum: 42\r\n\r\n");
        }
    }

    @Test
    void aSecondKeyDoesNotPassBesideAValidOne() throws IOException {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        try (Wires wires = Wires.of(upstream, proxy().apiKey(k -> k.keys("k1")).forward(upstream.url()))) {
            String get = "GET / HTTP/1.1\r\nHost: a\r\nX-Api-Key: k1\r\n";
            assertThat(wires.ask(get + "\r\n").status()).isEqualTo(200);
            assertThat(wires.ask(get + "X-Api-Key: other\r\n\r\n").status()).isEqualTo(401);
            assertThat(wires.ask(get + "x_api_key: other\r\n\r\n").status()).isEqualTo(401);
            assertThat(upstream.heads()).hasSize(1);
        }
    }

    @Test
    void oneRequestIdReachesTheUpstreamWhateverTheClientSends() throws IOException {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        try (Wires wires = Wires.of(upstream, proxy().requestId().forward(upstream.url()))) {
            Answer answer = wires.ask(
                    "GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: one\r\nX-Request-Id: two\r\nX_Request_Id: three\r\n\r\n");
            assertThat(wires.received("X-Request-Id")).containsExactly(answer.field("X-Request-Id"));
            assertThat(answer.field("X-Request-Id")).matches("[0-9a-f]{32}");
            assertThat(wires.received("X_Request_Id")).isEmpty();
        }
    }

    /** The one field of its family that the forwarder does not write: it tells the prefix that a rewrite took away. */
    @Test
    void aProgramMayTellThePrefixThatItStrips() throws IOException {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        try (Wires wires = Wires.of(
                upstream,
                proxy().headers(h -> h.request(fields -> fields.set("X-Forwarded-Prefix", "/api")))
                        .rewrite(r -> r.stripPrefix("/api"))
                        .forward(upstream.url()))) {
            wires.ask("GET /api/x HTTP/1.1\r\nHost: a\r\nX-Forwarded-Prefix: /forged\r\n\r\n");
            assertThat(wires.received()).startsWith("GET /x HTTP/1.1");
            assertThat(wires.received("X-Forwarded-Prefix")).containsExactly("/api");
        }
    }
}
