package dev.sluice.middlewares.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Fields;
import dev.sluice.core.Middleware;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.middlewares.retry.Retry;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What happens to requests, and to what is held of them. */
class BufferTest implements MiddlewareContract {
    private final ManualTicker ticker = new ManualTicker();
    private final Account budget = new Account(BufferBudget.of(1000));

    @Override
    public Middleware middleware() {
        return buffer(BufferOptions.builder()
                .retry("IsNetworkError() && Attempts() < 3")
                .build());
    }

    @Override
    public boolean buffersRequests() {
        return true;
    }

    @Override
    public boolean buffersResponses() {
        return true;
    }

    private Buffer buffer(BufferOptions options) {
        return new Buffer(options, budget, when -> new Retry(when, ticker, new Random(1)));
    }

    private BufferOptions.Builder options() {
        return BufferOptions.builder().budget(budget.budget());
    }

    private static Request upload(Body body, String... fields) {
        return Exchanges.request("POST", "/upload", Fields.of(fields), body);
    }

    @Test
    void readsTheWholeBodyFirstAndAnnouncesItsLength() {
        TrackedBody body = TrackedBody.ofUnknownLength("upload");
        RecordingHandler next = RecordingHandler.answering(request -> {
            body.assertClosedOnce();
            return Response.of(Status.OK_200, Exchanges.text(request.body()));
        });
        Response response = buffer(options().build()).handle(upload(body, "Transfer-Encoding", "chunked"), next);
        assertThat(Exchanges.send(response)).isEqualTo("upload");
        assertThat(next.last().fields()).isEqualTo(Fields.of("Content-Length", "6"));
        assertThat(next.last().body().length()).isEqualTo(6);
        assertThat(next.last().body().replayable()).isTrue();
    }

    @Test
    void leavesARequestWithoutABodyAsItIs() {
        RecordingHandler next = RecordingHandler.ok();
        Request request = Exchanges.get("/");
        buffer(options().build()).handle(request, next).close();
        assertThat(next.last().fields()).isEqualTo(request.fields());
    }

    @Test
    void answers413BeforeItReadsWhatAnnouncesTooMuch() {
        TrackedBody body = TrackedBody.of("12345");
        FakeClient client = FakeClient.at("192.0.2.1");
        Request template = upload(body, "Expect", "100-continue");
        RecordingHandler next = RecordingHandler.ok();
        Response response =
                buffer(options().maxRequestBytes(4).build()).handle(Request.of(template.head(), body, client, 0), next);
        assertThat(response.status().code()).isEqualTo(413);
        assertThat(next.requests()).isEmpty();
        assertThat(body.bytesRead()).isZero();
        assertThat(client.interim()).isEmpty();
        body.assertClosedOnce();
    }

    @Test
    void answers413ToAStreamThatTurnsOutTooLargeAndHoldsNothing() {
        TrackedBody body = TrackedBody.ofUnknownLength("12345");
        RecordingHandler next = RecordingHandler.ok();
        Response response = buffer(options().maxRequestBytes(4).build()).handle(upload(body), next);
        assertThat(response.failure()).contains(new Failure.BodyTooLarge(Failure.Side.REQUEST, 4, Sent.NOTHING));
        assertThat(next.requests()).isEmpty();
        assertThat(budget.held()).isZero();
        body.assertClosedOnce();
    }

    @Test
    void answersWhatBrokeTheClientsBody() {
        Failure gone = new Failure.ClientGone(Sent.NOTHING);
        TrackedBody body = TrackedBody.breaking("half of it", 4, gone);
        Response response = buffer(options().build()).handle(upload(body), RecordingHandler.ok());
        assertThat(response.failure()).contains(gone);
        assertThat(budget.held()).isZero();
        body.assertClosedOnce();
    }

    @Test
    void answers503WhenTheBudgetIsSpent() {
        RecordingHandler next = RecordingHandler.ok();
        Response response = buffer(options().build()).handle(upload(TrackedBody.of("x".repeat(1001))), next);
        assertThat(response.status().code()).isEqualTo(503);
        assertThat(response.failure()).get().isInstanceOf(Failure.Overloaded.class);
        assertThat(next.requests()).isEmpty();
        assertThat(budget.held()).isZero();
    }

    @Test
    void asksForTheBodyThatTheClientHoldsBack() {
        FakeClient client = FakeClient.at("192.0.2.1");
        TrackedBody body = TrackedBody.of("upload");
        Request template = upload(body, "Expect", "100-continue");
        RecordingHandler next = RecordingHandler.ok();
        buffer(options().build())
                .handle(Request.of(template.head(), body, client, 0), next)
                .close();
        assertThat(client.interim()).extracting(Status::code).containsExactly(100);
        assertThat(next.last().fields().contains("Expect")).isFalse();
    }

    @Test
    void holdsUntilTheExchangeHasEnded() {
        Response response = buffer(options().build()).handle(upload(TrackedBody.of("upload")), request -> {
            request.body().close();
            return Exchanges.ok();
        });
        assertThat(budget.held()).isEqualTo(6);
        response.close();
        assertThat(budget.held()).isZero();
    }

    @Test
    void holdsNothingAfterABug() {
        assertThatThrownBy(() -> buffer(options().build()).handle(upload(TrackedBody.of("upload")), request -> {
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(budget.held()).isZero();
    }

    @Test
    void passesAnUpgradeUntouched() {
        Request request = Exchanges.request(
                "GET", "/chat", Fields.of("Connection", "Upgrade", "Upgrade", "websocket"), Body.empty());
        RecordingHandler next = RecordingHandler.ok();
        buffer(options().build()).handle(request, next).close();
        assertThat(next.last()).isSameAs(request);
    }

    @Test
    void triesAgainThoughTheClientOffersHttp2AsThatOfTheJdkAlwaysDoes() {
        Request request = Exchanges.request(
                "GET", "/", Fields.of("Connection", "Upgrade, HTTP2-Settings", "Upgrade", "h2c"), Body.empty());
        RecordingHandler next = RecordingHandler.answering(attempt -> attempt.attempt() == 1
                ? Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL)
                : Response.of(Status.OK_200));
        Response response = middleware().handle(request, next);
        assertThat(response.status().code()).isEqualTo(200);
        response.close();
    }

    @Test
    void doesNotLetAnUpgradeFieldGetAroundTheLimit() {
        Request request = upload(TrackedBody.of("12345"), "Upgrade", "h2c");
        assertThat(buffer(options().maxRequestBytes(4).build())
                        .handle(request, RecordingHandler.ok())
                        .status()
                        .code())
                .isEqualTo(413);
    }

    @Test
    void streamsRequestsWhenToldToButKeepsTheirLimit() {
        TrackedBody body = TrackedBody.of("1234");
        Buffer buffer = buffer(options().streamRequests().maxRequestBytes(4).build());
        buffer.handle(upload(body), RecordingHandler.ok()).close();
        assertThat(body.bytesRead()).isZero();
        assertThat(buffer.handle(upload(TrackedBody.of("12345")), RecordingHandler.ok())
                        .status()
                        .code())
                .isEqualTo(413);
    }

    @Test
    void sendsTheSameBytesWithEveryAttempt() {
        RecordingHandler next = RecordingHandler.answering(request -> {
            String text = Exchanges.text(request.body());
            request.body().close();
            return request.attempt() < 3
                    ? Response.failed(new Failure.UpstreamBroken("reset", Sent.ALL), Provenance.LOCAL)
                    : Response.of(Status.OK_200, text);
        });
        Request put = Exchanges.request("PUT", "/", Fields.EMPTY, TrackedBody.ofUnknownLength("upload"));
        assertThat(Exchanges.send(middleware().handle(put, next))).isEqualTo("upload");
        assertThat(next.requests()).hasSize(3);
    }

    @Test
    void describesWhatItHolds() {
        assertThat(buffer(options()
                                .maxRequestBytes(4)
                                .streamResponses()
                                .retry("Attempts() < 3")
                                .build())
                        .describe())
                .isEqualTo("buffer(request held up to 4, response streamed any size, retry Attempts() < 3)");
    }
}
