package dev.sluice.middlewares.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.middlewares.retry.Retry;
import dev.sluice.middlewares.stream.Stream;
import dev.sluice.middlewares.stream.StreamOptions;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.RecordingHandler;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What happens to responses, and to what is held of them. */
class BufferResponseTest {
    private final ManualTicker ticker = new ManualTicker();
    private final Account budget = new Account(BufferBudget.of(1000));

    private Buffer buffer(BufferOptions options) {
        return new Buffer(options, budget, when -> new Retry(when, ticker, new Random(1)));
    }

    private BufferOptions.Builder options() {
        return BufferOptions.builder().budget(budget.budget());
    }

    private Response buffered(BufferOptions.Builder options, Handler next) {
        return buffer(options.build()).handle(Exchanges.get("/"), next);
    }

    private static Handler answering(Body body, String... fields) {
        return request -> Response.of(Status.OK_200, Fields.of(fields), body);
    }

    @Test
    void readsTheWholeResponseFirstAndAnnouncesItsLength() {
        TrackedBody body = TrackedBody.ofUnknownLength("answer");
        Response response = buffered(options(), answering(body, "Transfer-Encoding", "chunked"));
        body.assertClosedOnce();
        assertThat(response.fields()).isEqualTo(Fields.of("Content-Length", "6"));
        assertThat(budget.held()).isEqualTo(6);
        assertThat(Exchanges.send(response)).isEqualTo("answer");
        assertThat(budget.held()).isZero();
    }

    @Test
    void answers502WhenTheResponseAnnouncesTooMuchAndDoesNotReadIt() {
        TrackedBody body = TrackedBody.of("12345");
        Response response = buffered(options().maxResponseBytes(4), answering(body));
        assertThat(response.failure()).contains(new Failure.BodyTooLarge(Failure.Side.RESPONSE, 4, Sent.ALL));
        assertThat(response.status().code()).isEqualTo(502);
        assertThat(body.bytesRead()).isZero();
        assertThat(body.closed()).isTrue();
    }

    @Test
    void answers502WhenTheResponseTurnsOutTooLarge() {
        TrackedBody body = TrackedBody.ofUnknownLength("12345");
        Exchanges.Outcomes outcomes = new Exchanges.Outcomes();
        Response response = buffered(
                options().maxResponseBytes(4),
                request -> Response.of(Status.OK_200, Fields.EMPTY, body).onEnd(outcomes));
        assertThat(response.status().code()).isEqualTo(502);
        assertThat(body.closed()).isTrue();
        assertThat(outcomes.all()).hasSize(1);
        assertThat(budget.held()).isZero();
    }

    @Test
    void answers503WhenTheBudgetIsSpentAndDoesNotTakeThatForUnsent() {
        RecordingHandler next = RecordingHandler.answering(answering(TrackedBody.of("x".repeat(1001))));
        Request post = Exchanges.post("/", "order");
        Response response =
                buffer(options().retry("ResponseCode() == 503").build()).handle(post, next);
        assertThat(response.status().code()).isEqualTo(503);
        assertThat(next.requests()).as("a POST is never sent twice on a guess").hasSize(1);
    }

    @Test
    void leavesResponsesWithoutABodyAlone() {
        Response head = Response.of(Status.OK_200, Fields.of("Content-Length", "5000"), Body.empty());
        assertThat(buffered(options().maxResponseBytes(4), request -> head)).isSameAs(head);
    }

    @Test
    void streamsServerSentEvents() {
        TrackedBody events = TrackedBody.ofUnknownLength("data: 1\n\n");
        Response response = buffered(options(), answering(events, "Content-Type", "Text/Event-Stream; charset=utf-8"));
        assertThat(events.bytesRead()).isZero();
        assertThat(Exchanges.send(response)).isEqualTo("data: 1\n\n");
    }

    @Test
    void streamsResponsesWhenToldTo() {
        TrackedBody body = TrackedBody.ofUnknownLength("stream");
        Response response = buffered(options().streamResponses(), answering(body));
        assertThat(body.bytesRead()).isZero();
        assertThat(Exchanges.send(response)).isEqualTo("stream");
    }

    @Test
    void keepsTrailersAndThenAnnouncesNoLength() {
        Body chunked = new TrailedBody(TrackedBody.of("answer"), Fields.of("X-Checksum", "abc"));
        Response response = buffered(options(), answering(chunked, "Content-Length", "6"));
        assertThat(response.fields().contains("Content-Length")).isFalse();
        assertThat(response.body().length()).isEqualTo(Body.UNKNOWN);
        assertThat(response.body().trailers()).isEqualTo(Fields.EMPTY);
        assertThat(Exchanges.text(response.body())).isEqualTo("answer");
        assertThat(response.body().trailers()).isEqualTo(Fields.of("X-Checksum", "abc"));
        response.close();
    }

    @Test
    void triesAgainWhenTheBodyBreaksHalfway() {
        Failure cut = new Failure.UpstreamBroken("cut", Sent.ALL);
        RecordingHandler next = RecordingHandler.inTurn(
                answering(TrackedBody.breaking("half of it", 4, cut)), answering(TrackedBody.of("all of it")));
        Response response = buffered(options().retry("IsNetworkError()"), next);
        assertThat(response.provenance().attempts()).isEqualTo(2);
        assertThat(Exchanges.send(response)).isEqualTo("all of it");
        assertThat(budget.held()).isZero();
    }

    @Test
    void answers502WhenTheBodyBreaksHalfwayAndThereIsNoRetry() {
        Failure cut = new Failure.UpstreamBroken("cut", Sent.ALL);
        Response response = buffered(options(), answering(TrackedBody.breaking("half of it", 4, cut)));
        assertThat(response.status().code()).isEqualTo(502);
        assertThat(response.failure()).contains(cut);
    }

    @Test
    void doesNotReadTheBodyOfAResponseThatItThrowsAway() {
        TrackedBody busy = TrackedBody.of("busy");
        RecordingHandler next = RecordingHandler.inTurn(
                request -> Response.of(Status.SERVICE_UNAVAILABLE_503, Fields.EMPTY, busy), request -> Exchanges.ok());
        buffered(options().retry("ResponseCode() == 503"), next).close();
        assertThat(busy.bytesRead()).isZero();
        busy.assertClosedOnce();
    }

    @Test
    void streamInsideItTurnsAnEndlessResponseInto502() {
        Stream limit = new Stream(StreamOptions.builder().maxResponseBytes(4).build());
        Response response = buffered(options(), limit.around(answering(TrackedBody.ofUnknownLength("12345"))));
        assertThat(response.status().code()).isEqualTo(502);
    }

    @Test
    void streamAroundItTurnsAnEndlessRequestInto413() {
        Stream limit = new Stream(StreamOptions.builder().maxRequestBytes(4).build());
        Handler both = limit.around(buffer(options().build()).around(RecordingHandler.ok()));
        Request request = Exchanges.request("POST", "/", Fields.EMPTY, TrackedBody.ofUnknownLength("12345"));
        assertThat(both.handle(request).status().code()).isEqualTo(413);
        assertThat(budget.held()).isZero();
    }

    /** A body with trailers. */
    private record TrailedBody(Body body, Fields trailers) implements Body {
        @Override
        public long length() {
            return UNKNOWN;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return body.read(buffer, offset, length);
        }

        @Override
        public void close() {
            body.close();
        }
    }
}
