package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Failure.Side;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.TrackedBody;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Request bodies on their way out, with the response coming back at any time. */
@Timeout(20)
class UploadTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final Forwarding forwarding = new Forwarding();

    @AfterEach
    void close() {
        forwarding.close();
    }

    private static Request post(Body body) {
        return Exchanges.request("POST", "/", Fields.of("Host", "h"), body);
    }

    @Test
    void sendsASmallBodyTogetherWithTheHead() {
        CompletableFuture<String> first = new CompletableFuture<>();
        FakeUpstream.Script script = connection -> {
            first.complete(connection.readOnce());
            connection.write(OK);
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            Exchanges.send(forwarding.handle(post(Body.of("hello")), upstream));
            assertThat(first.join()).endsWith("\r\n\r\nhello");
        }
    }

    @Test
    void pumpsALargeBodyWhole() {
        String large = "0123456789abcdef".repeat(64 * 1024);
        CompletableFuture<String> received = new CompletableFuture<>();
        FakeUpstream.Script script = connection -> {
            while (connection.readRequest()) {
                received.complete(connection.body());
                connection.write(OK);
            }
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            assertThat(Exchanges.send(forwarding.handle(post(TrackedBody.of(large)), upstream)))
                    .isEqualTo("ok");
            assertThat(received.join()).isEqualTo(large);
            assertThat(forwarding.get(upstream)).isEqualTo("ok");
            assertThat(upstream.connections()).as("both directions had ended").isEqualTo(1);
        }
    }

    @Test
    void sendsABodyOfUnknownLengthInChunks_rfc9112_7_1() {
        CompletableFuture<String> received = new CompletableFuture<>();
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            received.complete(connection.read("5\r\nhello\r\n0\r\n\r\n".length()));
            connection.write(OK);
            connection.readHead();
            connection.write(OK);
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            Exchanges.send(forwarding.handle(post(TrackedBody.ofUnknownLength("hello")), upstream));
            assertThat(received.join()).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
            assertThat(upstream.heads().getFirst()).contains("Transfer-Encoding: chunked\r\n");
            assertThat(forwarding.get(upstream)).isEqualTo("ok");
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void deliversAnEarlyAnswerAndGivesTheRestOfAnUploadUp_rfc9110_10_1_1() {
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
            connection.read(1);
            connection.readAll();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            BlockedBody body = new BlockedBody("the first of ten megabytes");
            Response response = forwarding.handle(post(body), upstream);
            assertThat(response.status().code()).isEqualTo(413);
            assertThat(Exchanges.send(response)).isEqualTo("big");
            assertThat(body.isClosed())
                    .as("the host learns that it was not read")
                    .isTrue();
            Forwarding.await(() -> upstream.openConnections() == 0);
        }
    }

    @Test
    void deliversAnEarlyAnswerToAnUploadThatTheUpstreamDoesNotRead() {
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
            connection.awaitClose();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            Response response = forwarding.handle(post(TrackedBody.of("x".repeat(10_000_000))), upstream);
            assertThat(response.status().code()).isEqualTo(401);
            assertThat(Exchanges.send(response)).isEmpty();
        }
    }

    @Test
    void sendsAndReceivesAtTheSameTime() throws Exception {
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n");
            connection.read("4\r\nping\r\n".length());
            connection.write("4\r\npong\r\n0\r\n\r\n");
            connection.readAll();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            BlockedBody body = new BlockedBody("ping");
            Response response = forwarding.handle(post(body), upstream);
            byte[] buffer = new byte[16];
            assertThat(response.body().read(buffer, 0, 16)).isEqualTo(2);
            body.release();
            assertThat(Exchanges.send(response)).isEqualTo("pong");
        }
    }

    @Test
    void passesExpectAndTells100_rfc9110_10_1_1() throws Exception {
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 100 Continue\r\n\r\n");
            connection.read("5\r\nhello\r\n".length());
            connection.write(OK);
            connection.readAll();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            BlockedBody body = new BlockedBody("hello");
            Request request = Exchanges.request("POST", "/", Fields.of("Host", "h", "Expect", "100-continue"), body);
            FakeClient client = (FakeClient) request.client();
            FutureTask<Response> answer = forwarding.start(request, upstream);
            Forwarding.await(() -> !client.interim().isEmpty());
            assertThat(client.interim().getFirst().code()).isEqualTo(100);
            assertThat(upstream.heads().getFirst()).contains("Expect: 100-continue\r\n");
            forwarding.pass(Duration.ofMinutes(10));
            body.release();
            assertThat(Exchanges.send(answer.get())).isEqualTo("ok");
        }
    }

    @Test
    void answersWithTheClientsFailureWhenItsBodyBreaks() {
        Failure failure = new Failure.BodyTooLarge(Side.REQUEST, 4, Sent.PART_OF_BODY);
        CompletableFuture<String> received = new CompletableFuture<>();
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            received.complete(connection.readAll());
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            Response response = forwarding.handle(post(TrackedBody.breaking("0123456789", 4, failure)), upstream);
            assertThat(response.status().code()).isEqualTo(413);
            assertThat(response.failure()).contains(failure);
            assertThat(received.join())
                    .as("an incomplete request, never a shorter one")
                    .hasSizeLessThan(10);
            response.close();
        }
    }

    @Test
    void breaksTheAnswerWhenTheClientsBodyBreaksAfterItsHead() {
        Failure failure = new Failure.ClientGone(Sent.PART_OF_BODY);
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            connection.readAll();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            BrokenLater body = new BrokenLater(failure);
            Response response = forwarding.handle(post(body), upstream);
            assertThat(response.status().code()).isEqualTo(200);
            body.breakNow();
            assertThatThrownBy(() -> Exchanges.send(response))
                    .isInstanceOfSatisfying(
                            TransferException.class,
                            transfer -> assertThat(transfer.failure()).isEqualTo(failure));
        }
    }

    @Test
    void neverSendsABodyThatIsNotAsLongAsItSays() {
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.readAll();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            assertThatThrownBy(() -> forwarding.handle(post(new LyingBody("hello", 9)), upstream))
                    .as("a bug of whoever made the body, which is 500 at the edge")
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not as long as its Content-Length");
        }
    }

    @Test
    void doesNotCountTheTimeOfAnUploadAsTheUpstreams() throws Exception {
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.read("5\r\nhello\r\n".length());
            connection.write(OK);
            connection.readAll();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            BlockedBody body = new BlockedBody("hello");
            FutureTask<Response> answer = forwarding.start(post(body), upstream);
            Forwarding.await(body::isRead);
            forwarding.pass(Duration.ofMinutes(10));
            body.release();
            assertThat(Exchanges.send(answer.get())).isEqualTo("ok");
        }
    }

    @Test
    void timesOutAnUpstreamThatDoesNotTakeTheBody() throws Exception {
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.awaitClose();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            TrackedBody body = TrackedBody.of("x".repeat(30_000_000));
            FutureTask<Response> answer = forwarding.start(post(body), upstream);
            Forwarding.await(() -> body.bytesRead() > 0);
            Forwarding.passUntil(answer::isDone, () -> forwarding.pass(Duration.ofSeconds(61)));
            assertThat(answer.get().failure())
                    .contains(new Failure.TimedOut(Failure.Phase.BETWEEN_BYTES, Sent.PART_OF_BODY));
        }
    }

    /** Says nothing until it is told to break. */
    private static final class BrokenLater implements Body {
        private final Failure failure;
        private final CompletableFuture<Boolean> broken = new CompletableFuture<>();

        BrokenLater(Failure failure) {
            this.failure = failure;
        }

        void breakNow() {
            broken.complete(true);
        }

        @Override
        public long length() {
            return 100;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            assertThat(broken.join()).isTrue();
            throw new TransferException(failure);
        }
    }

    /** Ends before, or goes on behind, the length it announces. */
    private record LyingBody(Body body, long length) implements Body {
        LyingBody(String text, long length) {
            this(Body.of(text), length);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return body.read(buffer, offset, length);
        }
    }
}
