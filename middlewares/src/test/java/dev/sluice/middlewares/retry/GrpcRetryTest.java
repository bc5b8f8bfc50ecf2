package dev.sluice.middlewares.retry;

import static dev.sluice.middlewares.retry.RetryWhen.attempts;
import static dev.sluice.middlewares.retry.RetryWhen.grpcStatus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Grpc;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.middlewares.GrpcAnswers;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.RecordingHandler;
import dev.sluice.testkit.TrackedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcRetryTest {
    private static final String UNAVAILABLE = "GrpcStatus() == 14 && Attempts() < 3";

    private final ManualTicker ticker = new ManualTicker();

    private Response exchange(String condition, RecordingHandler next) {
        return exchange(RetryOptions.builder(condition), GrpcAnswers.call(), next);
    }

    private Response exchange(RetryOptions.Builder options, Request request, RecordingHandler next) {
        return new Retry(options.build(), ticker, new Random(1)).handle(request, next);
    }

    private static RecordingHandler unavailableOnce() {
        return RecordingHandler.inTurn(
                request -> GrpcAnswers.trailersOnly(Grpc.UNAVAILABLE), request -> GrpcAnswers.ended(0));
    }

    @Test
    void repeatsACallThatWasRefusedWithoutAMessageIfTheConditionAsksForIt() {
        Response response = exchange(UNAVAILABLE, unavailableOnce());
        Exchanges.send(response);
        assertThat(Grpc.status(response)).hasValue(0);
        assertThat(response.provenance().attempts()).isEqualTo(2);
    }

    @Test
    void theTypedConditionIsThatOfTheText() {
        assertThat(grpcStatus().equalTo(14).and(attempts().lessThan(3))).isEqualTo(RetryWhen.parse(UNAVAILABLE));
    }

    @Test
    void sendsAShortCallThatIsStreamedFromItsBeginning() {
        List<String> sent = new ArrayList<>();
        RecordingHandler next = RecordingHandler.answering(request -> {
            sent.add(Exchanges.text(request.body()));
            request.body().close();
            return sent.size() < 3 ? GrpcAnswers.trailersOnly(Grpc.UNAVAILABLE) : GrpcAnswers.ended(0);
        });
        Request call = GrpcAnswers.call().withBody(TrackedBody.ofUnknownLength("message"));
        Exchanges.send(exchange(RetryOptions.builder(UNAVAILABLE), call, next));
        assertThat(sent).containsExactly("message", "message", "message");
    }

    @Test
    void doesNotRepeatALongCallThatIsStreamed() {
        RecordingHandler next = RecordingHandler.answering(request -> {
            Exchanges.text(request.body());
            return GrpcAnswers.trailersOnly(Grpc.UNAVAILABLE);
        });
        Request call = GrpcAnswers.call().withBody(TrackedBody.ofUnknownLength("m".repeat(KeptBody.MOST + 1)));
        exchange(RetryOptions.builder(UNAVAILABLE), call, next);
        assertThat(next.requests()).hasSize(1);
    }

    @Test
    void doesNotRepeatACallIfTheConditionDoesNotAsk() {
        RecordingHandler next = unavailableOnce();
        exchange("Attempts() < 3", next);
        assertThat(next.requests()).hasSize(1);
    }

    @Test
    void neverRepeatsACallWhoseMessageMayHaveBeenPassedOn() {
        RecordingHandler next = RecordingHandler.answering(request -> GrpcAnswers.ended(Grpc.UNAVAILABLE));
        Exchanges.send(exchange(UNAVAILABLE, next));
        assertThat(next.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 10, 13})
    void repeatsOtherStatusesOnlyIfCallsAreDeclaredIdempotent(int status) {
        String condition = "GrpcStatus() == " + status + " && Attempts() < 3";
        RecordingHandler next = RecordingHandler.answering(request -> GrpcAnswers.trailersOnly(status));
        exchange(condition, next);
        assertThat(next.requests()).hasSize(1);
        exchange(RetryOptions.builder(condition).retryNonIdempotent(), GrpcAnswers.call(), next);
        assertThat(next.requests()).hasSize(4);
    }

    @Test
    void doesNotBeginARetryWhenTheTimeOfTheClientIsOver() {
        Request request = GrpcAnswers.call();
        Request soon = request.withFields(request.fields().with("grpc-timeout", "1S"));
        RecordingHandler next = RecordingHandler.answering(asked -> {
            ticker.advance(Duration.ofMillis(600));
            return GrpcAnswers.trailersOnly(Grpc.UNAVAILABLE);
        });
        exchange(RetryOptions.builder("GrpcStatus() == 14 && Attempts() < 9"), soon, next);
        assertThat(next.requests()).hasSize(2);
    }
}
