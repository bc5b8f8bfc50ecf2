package dev.sluice.middlewares.retry;

import static dev.sluice.middlewares.retry.RetryWhen.attempts;
import static dev.sluice.middlewares.retry.RetryWhen.networkError;
import static dev.sluice.middlewares.retry.RetryWhen.requestMethod;
import static dev.sluice.middlewares.retry.RetryWhen.responseCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest implements MiddlewareContract {
    private static final Failure REFUSED = new Failure.ConnectFailed("refused");
    private static final Failure RESET = new Failure.UpstreamBroken("reset", Sent.ALL);
    private static final String ALWAYS = "Attempts() < 100";

    @Override
    public Middleware middleware() {
        return retry("IsNetworkError() && Attempts() < 3");
    }

    static Retry retry(String condition) {
        return retry(RetryOptions.builder(condition));
    }

    private static Retry retry(RetryOptions.Builder options) {
        return new Retry(options.build(), new ManualTicker(), new Random(1));
    }

    static Handler failing(Failure failure) {
        return request -> Response.failed(failure, Provenance.LOCAL);
    }

    static Handler answering(Status status) {
        return request -> Response.of(status);
    }

    private static Request post(Body body) {
        return Exchanges.request("POST", "/orders", Fields.EMPTY, body);
    }

    @Test
    void triesAgainAfterANetworkErrorAndCountsAttempts() {
        RecordingHandler next = RecordingHandler.inTurn(failing(REFUSED), failing(RESET), answering(Status.OK_200));
        Response response = middleware().handle(Exchanges.get("/"), next);
        assertThat(response.status().code()).isEqualTo(200);
        assertThat(response.provenance().attempts()).isEqualTo(3);
        assertThat(next.requests()).extracting(Request::attempt).containsExactly(1, 2, 3);
    }

    @Test
    void givesUpWhenTheConditionDoesNotHoldAnyMore() {
        RecordingHandler next = RecordingHandler.answering(failing(REFUSED));
        Response response = middleware().handle(Exchanges.get("/"), next);
        assertThat(response.failure()).contains(REFUSED);
        assertThat(next.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 504})
    void anUpstreamsOwn502And504AreNoNetworkErrors(int code) {
        RecordingHandler next = RecordingHandler.answering(answering(Status.create(code)));
        middleware().handle(Exchanges.get("/"), next).close();
        assertThat(next.requests()).hasSize(1);
    }

    @Test
    void neverMakesAnEleventhAttemptByDefault() {
        RecordingHandler next = RecordingHandler.answering(failing(REFUSED));
        Response response = retry(ALWAYS).handle(Exchanges.get("/"), next);
        assertThat(next.requests()).hasSize(10);
        assertThat(response.provenance().attempts()).isEqualTo(10);
    }

    @Test
    void closesADiscardedResponseBeforeTheNextAttempt() {
        TrackedBody discarded = TrackedBody.of("busy");
        Exchanges.Outcomes outcomes = new Exchanges.Outcomes();
        RecordingHandler next = RecordingHandler.inTurn(
                request -> Response.of(Status.SERVICE_UNAVAILABLE_503, Fields.EMPTY, discarded)
                        .onEnd(outcomes),
                request -> {
                    discarded.assertClosedOnce();
                    return Exchanges.ok();
                });
        retry("ResponseCode() == 503").handle(Exchanges.get("/"), next).close();
        assertThat(next.requests()).hasSize(2);
        assertThat(outcomes.only().ending()).isEqualTo(Outcome.Ending.DISCARDED);
    }

    @Test
    void tellsTheNextAttemptWhichUpstreamsFailed() {
        Upstream first = Upstream.of("http://127.0.0.1:9001");
        Provenance failedThere = new Provenance(Optional.of(first), 1, "", Provenance.Timings.NONE);
        RecordingHandler next =
                RecordingHandler.inTurn(request -> Response.failed(REFUSED, failedThere), answering(Status.OK_200));
        middleware().handle(Exchanges.get("/"), next).close();
        assertThat(next.last().tried()).containsExactly(first);
    }

    @Test
    void tellsWhatBecameOfTheAttemptsBeforeTheLast() {
        Provenance failedThere =
                new Provenance(Optional.of(Upstream.of("http://127.0.0.1:9001")), 1, "", Provenance.Timings.NONE);
        Provenance busyThere =
                new Provenance(Optional.of(Upstream.of("http://127.0.0.1:9002")), 1, "", Provenance.Timings.NONE);
        RecordingHandler next = RecordingHandler.inTurn(
                request -> Response.failed(REFUSED, failedThere),
                request -> Response.of(Status.SERVICE_UNAVAILABLE_503).withProvenance(busyThere),
                answering(Status.OK_200));
        Response response = retry(ALWAYS + " && (IsNetworkError() || ResponseCode() == 503)")
                .handle(Exchanges.get("/"), next);
        assertThat(response.provenance().attempts()).isEqualTo(3);
        assertThat(response.provenance().tried())
                .containsExactly(
                        new Provenance.Tried(failedThere.upstream(), 502, Optional.of(REFUSED)),
                        new Provenance.Tried(busyThere.upstream(), 503, Optional.empty()));
    }

    @Test
    void tellsOfTheFirstAttemptsOnlyAndOfNoneIfThereWasOne() {
        RetryOptions.Builder options =
                RetryOptions.builder(ALWAYS + " && IsNetworkError()").maxAttempts(30);
        Response many = retry(options).handle(Exchanges.get("/"), failing(RESET));
        assertThat(many.provenance().attempts()).isEqualTo(30);
        assertThat(many.provenance().tried()).hasSize(Provenance.MOST_TRIED);
        assertThat(retry(options)
                        .handle(Exchanges.get("/"), answering(Status.OK_200))
                        .provenance()
                        .tried())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GET, 2", "HEAD, 2", "OPTIONS, 2", "TRACE, 2", "PUT, 2", "DELETE, 2", "POST, 1", "PATCH, 1", "BREW, 1"})
    void sendsOnlyIdempotentMethodsAgainWhenTheUpstreamMayHaveSeenThem(String method, int attempts) {
        RecordingHandler next = RecordingHandler.inTurn(failing(RESET), answering(Status.OK_200));
        Request request = Exchanges.request(method, "/", Fields.EMPTY, Body.of("text"));
        retry(ALWAYS + " && IsNetworkError()").handle(request, next).close();
        assertThat(next.requests()).hasSize(attempts);
    }

    @Test
    void doesNotSendAPostTwiceAfterAnAnswer() {
        RecordingHandler next = RecordingHandler.answering(answering(Status.SERVICE_UNAVAILABLE_503));
        retry("ResponseCode() == 503").handle(post(Body.of("order")), next).close();
        assertThat(next.requests()).hasSize(1);
    }

    @Test
    void sendsAPostAgainOfWhichNothingWasSent() {
        RecordingHandler next = RecordingHandler.inTurn(failing(REFUSED), answering(Status.OK_200));
        Response response = middleware().handle(post(Body.of("order")), next);
        assertThat(response.status().code()).isEqualTo(200);
        assertThat(next.requests())
                .allSatisfy(
                        attempt -> assertThat(Exchanges.text(attempt.body())).isEqualTo("order"));
    }

    @Test
    void sendsAPostAgainWhenTheProgramSaysItMay() {
        RecordingHandler next = RecordingHandler.inTurn(failing(RESET), answering(Status.OK_200));
        Retry retry = retry(RetryOptions.builder(networkError()).retryNonIdempotent());
        retry.handle(post(Body.of("order")), next).close();
        assertThat(next.requests()).hasSize(2);
    }

    @Test
    void doesNotSendAStreamAgainThatHasBeenReadFrom() {
        RecordingHandler next = RecordingHandler.answering(request -> {
            request.body().read(new byte[1], 0, 1);
            request.body().close();
            return Response.failed(REFUSED, Provenance.LOCAL);
        });
        TrackedBody body = TrackedBody.of("once");
        middleware().handle(post(body), next).close();
        assertThat(next.requests()).hasSize(1);
        body.assertClosedOnce();
    }

    @Test
    void sendsAStreamAgainThatNobodyHasReadFrom() {
        TrackedBody body = TrackedBody.of("once");
        RecordingHandler next = RecordingHandler.inTurn(
                request -> {
                    request.body().close();
                    return Response.failed(REFUSED, Provenance.LOCAL);
                },
                request -> Response.of(Status.OK_200, Exchanges.text(request.body())));
        assertThat(Exchanges.send(middleware().handle(post(body), next))).isEqualTo("once");
    }

    @Test
    void doesNotTryAgainForAClientThatLeft() {
        FakeClient client = FakeClient.at("192.0.2.1");
        Request template = Exchanges.get("/");
        Request request = Request.of(template.head(), Body.empty(), client, 0);
        RecordingHandler next = RecordingHandler.answering(attempt -> {
            client.leave();
            return Response.failed(REFUSED, Provenance.LOCAL);
        });
        retry(ALWAYS).handle(request, next).close();
        assertThat(next.requests()).hasSize(1);
        assertThat(client.watchers()).isZero();
    }

    @Test
    void doesNotTryAgainWhenTheClientIsAtFault() {
        for (Failure failure : new Failure[] {
            new Failure.ClientGone(Sent.NOTHING),
            new Failure.ClientBroken(Status.BAD_REQUEST_400, "chunk"),
            new Failure.BodyTooLarge(Failure.Side.REQUEST, 1, Sent.NOTHING)
        }) {
            RecordingHandler next = RecordingHandler.answering(failing(failure));
            retry(ALWAYS).handle(Exchanges.get("/"), next).close();
            assertThat(next.requests()).hasSize(1);
        }
    }

    @Test
    void textAndTypedConditionsAreTheSame() {
        assertThat(networkError()
                        .and(attempts().lessThan(3))
                        .or(requestMethod().equalTo("GET").and(responseCode().atLeast(500))))
                .isEqualTo(RetryWhen.parse(
                        "IsNetworkError() && Attempts() < 3 || RequestMethod() == \"GET\" && ResponseCode() >= 500"));
    }

    @Test
    void optionsNameWhatIsWrong() {
        assertThatThrownBy(() -> RetryOptions.builder(ALWAYS).maxAttempts(0).build())
                .hasMessage("maxAttempts must be 1 or more, is 0");
        assertThatThrownBy(() -> RetryOptions.builder(ALWAYS).budget(101, 0).build())
                .hasMessage("retry budget's percent must be 0..100, is 101");
        assertThatThrownBy(() -> RetryOptions.builder("Attempts() < x")).hasMessageContaining("character 14");
    }
}
