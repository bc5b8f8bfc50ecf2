package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Fields;
import dev.sluice.core.Grpc;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The deadline that a client of gRPC sets, which is that of the whole call. */
@Timeout(20)
class GrpcDeadlineTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final FakeUpstream.Script SILENT = connection -> {
        connection.readHead();
        connection.readAll();
    };
    private static final FakeUpstream.Script STREAM = connection -> {
        connection.readHead();
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\nContent-Length: 8\r\n\r\nhalf");
        connection.readAll();
    };

    private static final FakeUpstream.Script CHUNKED = connection -> {
        connection.readHead();
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\n");
        connection.write("Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
        connection.readAll();
    };

    private static Request call(String... more) {
        Fields fields = Fields.of("Host", "h", "Content-Type", "application/grpc");
        for (int i = 0; i < more.length; i += 2) {
            fields = fields.with(more[i], more[i + 1]);
        }
        return Exchanges.request("POST", "/s/m", fields, Body.empty());
    }

    /** The response to a call that may take two seconds, after its first part. */
    private static Response begun(Forwarding forwarding, FakeUpstream upstream) {
        Response response = forwarding.handle(call("grpc-timeout", "2S"), upstream);
        assertThat(response.body().read(new byte[8], 0, 8)).isEqualTo(4);
        return response;
    }

    private static Failure failure(FutureTask<Response> answer) throws Exception {
        try (Response response = answer.get()) {
            return response.failure().orElseThrow();
        }
    }

    @Test
    void endsACallWhoseHeadDoesNotComeInTheTimeOfItsClient() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(SILENT)) {
            FutureTask<Response> answer = forwarding.start(call("grpc-timeout", "2S"), upstream);
            Forwarding.await(() -> upstream.heads().size() == 1);
            forwarding.pass(SECOND);
            assertThat(answer.isDone()).isFalse();
            forwarding.pass(SECOND);
            assertThat(failure(answer)).isEqualTo(new Failure.TimedOut(Phase.TOTAL, Sent.ALL));
            Forwarding.await(() -> upstream.openConnections() == 0);
        }
    }

    @Test
    void endsACallWithinItsResponseAndLetsGoOfTheUpstream() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(STREAM)) {
            Response response = begun(forwarding, upstream);
            byte[] buffer = new byte[8];
            forwarding.pass(Duration.ofSeconds(2));
            assertThatThrownBy(() -> response.body().read(buffer, 0, 8))
                    .isInstanceOfSatisfying(
                            TransferException.class,
                            broken -> assertThat(broken.failure())
                                    .isEqualTo(new Failure.TimedOut(Phase.TOTAL, Sent.ALL)));
            Forwarding.await(() -> upstream.openConnections() == 0);
            response.close();
        }
    }

    @Test
    void aStreamWhoseTimeIsOverEndsWithTheStatusOfThat() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(CHUNKED)) {
            Response response = begun(forwarding, upstream);
            byte[] buffer = new byte[8];
            forwarding.pass(Duration.ofSeconds(2));
            assertThat(response.body().read(buffer, 0, 8)).isEqualTo(-1);
            assertThat(response.body().available()).isEqualTo(-1);
            assertThat(response.body().trailers().first("grpc-status")).contains("4");
            assertThat(Grpc.countedStatus(response)).isEqualTo(504);
            Forwarding.await(() -> upstream.openConnections() == 0);
            response.close();
        }
    }

    /** It was told of the deadline, and its clock may be the first. */
    @Test
    @SuppressWarnings("try") // the upstream breaks off
    void anUpstreamThatGivesUpAtTheDeadlineEndsTheStreamWithTheStatusOfThat() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(CHUNKED)) {
            Response response = begun(forwarding, upstream);
            byte[] buffer = new byte[8];
            forwarding.passUnnoticed(Duration.ofSeconds(2));
            upstream.close();
            assertThat(response.body().read(buffer, 0, 8)).isEqualTo(-1);
            assertThat(response.body().trailers().first("grpc-status")).contains("4");
            response.close();
        }
    }

    @Test
    @SuppressWarnings("try") // the upstream breaks off
    void anUpstreamThatBreaksOffBeforeTheDeadlineBreaksTheStream() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(CHUNKED)) {
            Response response = begun(forwarding, upstream);
            byte[] buffer = new byte[8];
            forwarding.passUnnoticed(SECOND);
            upstream.close();
            assertThatThrownBy(() -> response.body().read(buffer, 0, 8))
                    .isInstanceOfSatisfying(
                            TransferException.class,
                            broken -> assertThat(broken.failure()).isInstanceOf(Failure.UpstreamBroken.class));
            response.close();
        }
    }

    @Test
    @SuppressWarnings("try") // the upstream breaks off
    void anUpstreamThatGivesUpAtTheDeadlineBeforeItsHeadIsLate() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(SILENT)) {
            FutureTask<Response> answer = forwarding.start(call("grpc-timeout", "2S"), upstream);
            Forwarding.await(() -> upstream.heads().size() == 1);
            forwarding.passUnnoticed(Duration.ofSeconds(2));
            upstream.close();
            assertThat(failure(answer)).isEqualTo(new Failure.TimedOut(Phase.TOTAL, Sent.ALL));
        }
    }

    @Test
    @SuppressWarnings("try") // the upstream breaks off
    void theDeadlineOfAStepStopsAtTheHead() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(STREAM)) {
            Response response = forwarding.handle(forwarding.within(SECOND, call()), upstream);
            byte[] buffer = new byte[8];
            assertThat(response.body().read(buffer, 0, 8)).isEqualTo(4);
            FutureTask<Integer> read = Forwarding.aside(() -> response.body().read(buffer, 0, 8));
            forwarding.pass(Duration.ofMinutes(2));
            assertThat(read.isDone()).isFalse();
            upstream.close();
            assertThatThrownBy(read::get).hasCauseInstanceOf(TransferException.class);
            response.close();
        }
    }

    @Test
    @SuppressWarnings("try") // the upstream breaks off
    void aHeadThatIsLongInComingIsNoFailure() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(SILENT)) {
            FutureTask<Response> answer = forwarding.start(call(), upstream);
            Forwarding.await(() -> upstream.heads().size() == 1);
            forwarding.pass(Duration.ofMinutes(30));
            assertThat(answer.isDone()).isFalse();
            upstream.close();
            assertThat(failure(answer)).isInstanceOf(Failure.UpstreamBroken.class);
        }
    }

    @Test
    void tellsTheUpstreamWhatIsLeft() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Request request = call("grpc-timeout", "2S");
            forwarding.pass(Duration.ofMillis(500));
            Exchanges.send(forwarding.handle(request, upstream));
            assertThat(upstream.heads().getLast()).contains("\r\ngrpc-timeout: 1500000u\r\n");
            forwarding.pass(Duration.ofMillis(500));
            Exchanges.send(forwarding.handle(request, upstream));
            assertThat(upstream.heads().getLast()).contains("\r\ngrpc-timeout: 1000000u\r\n");
        }
    }

    @Test
    void sendsNothingOfACallWhoseTimeIsOver() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Request late = call("grpc-timeout", "1S");
            forwarding.pass(SECOND);
            assertThat(failure(forwarding.start(late, upstream)))
                    .isEqualTo(new Failure.TimedOut(Phase.TOTAL, Sent.NOTHING));
            assertThat(upstream.heads()).isEmpty();
        }
    }

    @Test
    void lowersATimeoutThatIsTooLongAndGivesNoneToOthers() {
        try (Forwarding forwarding = new Forwarding(options -> options.maxGrpcTimeout(SECOND));
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Exchanges.send(forwarding.handle(call("grpc-timeout", "1H"), upstream));
            assertThat(upstream.heads().getLast()).contains("\r\ngrpc-timeout: 1000000u\r\n");
            Exchanges.send(forwarding.handle(call("grpc-timeout", "20m"), upstream));
            assertThat(upstream.heads().getLast()).contains("\r\ngrpc-timeout: 20m\r\n");
            Exchanges.send(forwarding.handle(call(), upstream));
            assertThat(upstream.heads().getLast()).doesNotContain("grpc-timeout");
        }
    }
}
