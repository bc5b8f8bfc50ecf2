package dev.sluice.middlewares.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.BodyTooLarge;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Failure.Side;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StreamTest implements MiddlewareContract {
    private final Stream fourBytes = new Stream(
            StreamOptions.builder().maxRequestBytes(4).maxResponseBytes(4).build());

    @Override
    public Middleware middleware() {
        return new Stream(StreamOptions.builder()
                .maxRequestBytes(1000)
                .maxResponseBytes(1000)
                .build());
    }

    private static Request upload(Body body) {
        return Exchanges.request("POST", "/upload", Fields.EMPTY, body);
    }

    private static Handler answering(Body body) {
        return request -> Response.of(Status.OK_200, Fields.EMPTY, body);
    }

    @Test
    void answers413ToARequestThatAnnouncesTooMuchBeforeItIsRead() {
        RecordingHandler next = RecordingHandler.ok();
        TrackedBody body = TrackedBody.of("12345");
        Response response = fourBytes.handle(upload(body), next);
        assertThat(response.status().code()).isEqualTo(413);
        assertThat(response.failure()).contains(new BodyTooLarge(Side.REQUEST, 4, Sent.NOTHING));
        assertThat(next.requests()).isEmpty();
        assertThat(body.bytesRead()).isZero();
    }

    @Test
    void breaksARequestOfUnknownLengthAtTheLimit() {
        Handler reading = request -> Response.of(Status.OK_200, Exchanges.text(request.body()));
        assertThatThrownBy(() -> fourBytes.handle(upload(TrackedBody.ofUnknownLength("12345")), reading))
                .isInstanceOf(TransferException.class)
                .extracting(broken -> ((TransferException) broken).failure())
                .isEqualTo(new BodyTooLarge(Side.REQUEST, 4, Sent.PART_OF_BODY));
    }

    @Test
    void givesNothingMoreAfterTheLimit() {
        Body limited = new LimitedBody(
                TrackedBody.ofUnknownLength("12345"), new BodyTooLarge(Side.REQUEST, 3, Sent.PART_OF_BODY));
        byte[] buffer = new byte[2];
        assertThat(limited.read(buffer, 0, 2)).isEqualTo(2);
        assertThatThrownBy(() -> limited.read(buffer, 0, 2)).isInstanceOf(TransferException.class);
        assertThatThrownBy(() -> limited.read(buffer, 0, 2)).isInstanceOf(TransferException.class);
    }

    @Test
    void answers502ToAResponseThatAnnouncesTooMuchAndClosesIt() {
        TrackedBody body = TrackedBody.of("12345");
        Response response = fourBytes.handle(Exchanges.get("/"), answering(body));
        assertThat(response.status().code()).isEqualTo(502);
        assertThat(response.failure()).contains(new BodyTooLarge(Side.RESPONSE, 4, Sent.ALL));
        body.assertClosedOnce();
    }

    @Test
    void breaksTheTransferOfAResponseThatTurnsOutTooLarge() {
        Exchanges.Outcomes outcomes = new Exchanges.Outcomes();
        TrackedBody body = TrackedBody.ofUnknownLength("12345");
        Response response =
                fourBytes.handle(Exchanges.get("/"), answering(body)).onEnd(outcomes);
        assertThatThrownBy(() -> Exchanges.send(response)).isInstanceOf(TransferException.class);
        assertThat(outcomes.only().ending()).isEqualTo(Outcome.Ending.BROKEN);
        assertThat(outcomes.only().failure()).get().extracting(Failure::reason).isEqualTo("response-too-large");
        body.assertClosedOnce();
    }

    @Property(tries = 200)
    void passesWhatFitsAndNeverMoreThanTheLimit(
            @ForAll @IntRange(max = 40) int size, @ForAll @IntRange(max = 40) int limit) {
        Stream stream =
                new Stream(StreamOptions.builder().maxResponseBytes(limit).build());
        Response response = stream.handle(Exchanges.get("/"), answering(TrackedBody.ofUnknownLength("x".repeat(size))));
        if (size <= limit) {
            assertThat(Exchanges.send(response)).hasSize(size);
        } else {
            assertThatThrownBy(() -> Exchanges.send(response)).isInstanceOf(TransferException.class);
        }
    }

    @Test
    void namesOptionAndValueOfABadLimit() {
        assertThatThrownBy(() -> StreamOptions.builder().maxRequestBytes(-2).build())
                .hasMessage("maxRequestBytes must be -1 (no limit) or more, is -2");
    }

    @Test
    void describesItsLimits() {
        assertThat(new Stream(StreamOptions.builder().maxRequestBytes(4).build()).describe())
                .isEqualTo("stream(maxRequestBytes 4, maxResponseBytes unlimited)");
    }

    @Test
    void programOfThePackageCommentCompiles() {
        Handler next = request -> Exchanges.ok();
        Stream stream =
                new Stream(StreamOptions.builder().maxRequestBytes(10 << 20).build());
        Handler limited = stream.around(next);
        assertThat(limited.handle(Exchanges.get("/")).status().code()).isEqualTo(200);
    }
}
