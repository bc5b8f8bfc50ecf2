package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** 1xx, 100-continue, answers before the request's end, and both directions at once (RFC 9110 §10.1.1, §15.2). */
class InterimResponseTest {
    private static final String EXPECTING =
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";

    private static final Handler CONTINUES = request -> {
        request.client().inform(Status.CONTINUE_100, Fields.EMPTY);
        return Response.of(Status.OK_200, Exchanges.text(request.body()));
    };

    @Test
    @DisplayName("100 comes when the pipeline says so, and the body after it (RFC 9110 §10.1.1)")
    void continues() throws IOException {
        try (Host.Running server = Host.WIRE.start(CONTINUES);
                RawClient client = server.connect()) {
            assertThat(client.send(EXPECTING).head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.send("hello").answer().body()).isEqualTo("hello");
            assertThat(client.send(EXPECTING).answer().status()).isEqualTo(100);
            assertThat(client.send("again").answer().body()).isEqualTo("again");
        }
    }

    @Test
    @DisplayName("nobody says 100 unasked: a final answer comes first and closes (RFC 9110 §10.1.1)")
    void refusesInsteadOfContinuing() throws IOException {
        try (Host.Running server = Host.WIRE.start(request -> Response.of(Status.FORBIDDEN_403, "no"));
                RawClient client = server.connect()) {
            Answer answer = client.send(EXPECTING).answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @DisplayName("a body that comes without waiting for 100 is read all the same (RFC 9110 §10.1.1)")
    void clientDoesNotWait() throws IOException {
        try (Host.Running server = Host.WIRE.start(new Echo());
                RawClient client = server.connect()) {
            assertThat(client.send(EXPECTING + "hello").answer().body()).contains("\nhello\n");
        }
    }

    @Test
    @DisplayName("interim responses pass with their fields, in order (RFC 8297 §2)")
    void interimResponses() throws IOException {
        Handler hints = request -> {
            request.client().inform(Status.create(103, "Early Hints"), Fields.of("Link", "</a>", "Link", "</b>"));
            request.client().inform(Status.create(102, "Processing"), Fields.EMPTY);
            return Response.of(Status.OK_200, "done");
        };
        try (Host.Running server = Host.WIRE.start(hints);
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nLink: </b>\r\n\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 102 Processing\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("done");
        }
    }

    @Test
    @DisplayName("HTTP/1.0 never gets an interim response (RFC 9110 §15.2)")
    void noneToHttp10() throws IOException {
        try (Host.Running server = Host.WIRE.start(CONTINUES);
                RawClient client = server.connect()) {
            client.send("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
        }
    }

    @Test
    @DisplayName("an interim response behind the final one is not sent (RFC 9110 §15.2)")
    void noneBehindTheFinalOne() throws IOException {
        Handler late = request -> Response.of(Status.OK_200, "done")
                .onEnd(outcome -> request.client().inform(Status.create(103), Fields.EMPTY));
        try (Host.Running server = Host.WIRE.start(late);
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("done");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @DisplayName("a final answer reaches the client while its body is still on its way (RFC 9112 §9.5)")
    void answersEarly() throws IOException {
        Handler early = request -> {
            byte[] first = new byte[1];
            request.body().read(first, 0, 1);
            return Response.of(Status.REQUEST_ENTITY_TOO_LARGE_413, "enough");
        };
        try (Host.Running server = Host.WIRE.start(early);
                RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx");
            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.send("more of it").rest()).isEmpty();
        }
    }

    @Test
    @DisplayName("request and response stream both ways at once, each part at its time (RFC 9110 §6.1)")
    void fullDuplex() throws IOException {
        Handler mirror = request -> Response.of(Status.OK_200, Fields.EMPTY, request.body());
        try (Host.Running server = Host.WIRE.start(mirror);
                RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            for (String part : new String[] {"one", "two", "six"}) {
                assertThat(client.send("3\r\n" + part + "\r\n").chunk()).isEqualTo(part);
            }
            client.send("0\r\n\r\n");
            assertThat(client.chunk()).isEmpty();
            assertThat(client.section()).isEqualTo("\r\n");
        }
    }

    @Test
    @DisplayName("a body that is first read when the response has begun misses nothing of what had arrived")
    void lateReader() throws IOException {
        Handler mirror = request -> Response.of(Status.OK_200, Fields.EMPTY, request.body());
        try (Host.Running server = Host.WIRE.start(mirror);
                RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
            client.head();
            assertThat(client.send("56789").read(10)).isEqualTo("0123456789");
        }
    }

    @Test
    @DisplayName("an upload on a thread of its own and a response on another do not disturb each other")
    void uploaderThread() throws IOException {
        Handler duplex = request -> Response.of(Status.OK_200, Fields.EMPTY, pumped(request.body()));
        try (Host.Running server = Host.WIRE.start(duplex);
                RawClient client = server.connect()) {
            String data = "0123456789".repeat(20_000);
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + data.length() + "\r\n\r\n" + data);
            assertThat(client.answer().body()).isEqualTo(data);
        }
    }

    /** What an uploader on another thread reads of a body. */
    private static Body pumped(Body body) {
        try {
            PipedOutputStream out = new PipedOutputStream();
            PipedInputStream in = new PipedInputStream(out, 1024 * 1024);
            Thread.ofVirtual().start(() -> pump(body, out));
            return new StreamedBody(in);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void pump(Body body, PipedOutputStream out) {
        try (out) {
            byte[] part = new byte[1000];
            for (int count = body.read(part, 0, 1000); count >= 0; count = body.read(part, 0, 1000)) {
                out.write(part, 0, count);
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Test
    @DisplayName("when the response ends before the upload, the answer is whole and the connection closes")
    void responseEndsBeforeUpload() throws IOException {
        Handler answersWhileReading = request -> {
            Thread.ofVirtual().start(() -> drain(request.body()));
            return Response.of(Status.OK_200, "done");
        };
        try (Host.Running server = Host.WIRE.start(answersWhileReading);
                RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc");
            assertThat(client.answer().body()).isEqualTo("done");
            assertThat(client.send("more").shutdownOutput().rest()).isEmpty();
        }
    }

    private static void drain(Body body) {
        try {
            Exchanges.text(body);
        } catch (TransferException abandoned) {
            // the response has ended
        }
    }
}
