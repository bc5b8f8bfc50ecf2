package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Outcome.Ending;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.Exchanges.Outcomes;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResponseTest {
    private final Outcomes outcomes = new Outcomes();
    private final TrackedBody body = TrackedBody.of("hello");
    private final Response response =
            Response.of(Status.OK_200, Fields.of("A", "1"), body).onEnd(outcomes);

    @Test
    void endsOnceHoweverOftenItIsEnded() {
        response.end(Outcome.sent(response, 1, 2));
        response.end(Outcome.broken(response, new Failure.NoUpstream("later"), 0, 0));
        response.close();
        assertThat(outcomes.only()).isEqualTo(Outcome.sent(response, 1, 2));
    }

    @Test
    void isDiscardedByClose() {
        response.close();
        assertThat(outcomes.only().ending()).isEqualTo(Ending.DISCARDED);
        body.assertClosedOnce();
    }

    @Test
    void closesItsBodyBeforeItTellsOfTheEnd() {
        List<Boolean> closed = new ArrayList<>();
        response.onEnd(outcome -> closed.add(body.closed()));
        Exchanges.send(response);
        assertThat(closed).containsExactly(true);
    }

    @Test
    void tellsThoseWhoAskedFirstFirst() {
        List<String> order = new ArrayList<>();
        Response asked = Exchanges.ok()
                .onEnd(outcome -> order.add("first"))
                .onEnd(outcome -> order.add("second"))
                .onEnd(outcome -> order.add("third"));
        asked.close();
        assertThat(order).containsExactly("first", "second", "third");
    }

    @Test
    void tellsAtOnceIfTheEndHasCome() {
        Exchanges.send(response);
        Outcomes late = new Outcomes();
        response.onEnd(late);
        assertThat(late.only()).isEqualTo(outcomes.only());
    }

    @Test
    void tellsACompletionThatIsAskedForByAnotherOne() {
        Outcomes nested = new Outcomes();
        response.onEnd(outcome -> response.onEnd(nested));
        response.close();
        assertThat(nested.only()).isEqualTo(outcomes.only());
    }

    @Test
    void sharesTheEndWithItsCopies() {
        Response copy = response.withStatus(Status.CREATED_201)
                .withFields(Fields.EMPTY)
                .withProvenance(Provenance.local("test"))
                .onEnd(outcomes);
        Exchanges.send(copy);
        response.close();
        assertThat(outcomes.all()).hasSize(2).allMatch(outcome -> outcome.ending() == Ending.SENT);
        assertThat(outcomes.all()).allMatch(outcome -> outcome.status().code() == 201);
    }

    @Test
    void copiesChangeOneThingEach() {
        Body other = Body.of("other");
        assertThat(response.withStatus(Status.CREATED_201).status()).isEqualTo(Status.CREATED_201);
        assertThat(response.withStatus(Status.CREATED_201).fields()).isSameAs(response.fields());
        assertThat(response.withFields(Fields.EMPTY).fields()).isSameAs(Fields.EMPTY);
        assertThat(response.withBody(other).body()).isSameAs(other);
        assertThat(response.withProvenance(Provenance.local("x")).provenance().reason())
                .isEqualTo("x");
        assertThat(response.status()).isEqualTo(Status.OK_200);
        assertThat(response.body()).isSameAs(body);
    }

    @Test
    void closesTheTunnelOfA101() {
        AtomicInteger closes = new AtomicInteger();
        Response switching = Response.switching(Fields.EMPTY, new ClosingTunnel(closes), Provenance.LOCAL);
        assertThat(switching.status().code()).isEqualTo(101);
        switching.close();
        assertThat(closes).hasValue(1);
    }

    @Test
    void tellsAClientNothingInternalOfAFailure() {
        Failure failure = new Failure.ConnectFailed("10.0.0.7:9001 refused");
        Response failed = Response.failed(failure, Provenance.LOCAL);
        assertThat(failed.failure()).contains(failure);
        assertThat(failed.provenance().reason()).isEqualTo("connect-failed");
        assertThat(Exchanges.send(failed)).isEqualTo("Bad Gateway\n");
        assertThat(failed.fields().first("Content-Type")).contains("text/plain; charset=utf-8");
    }

    @Test
    void keepsAReasonThatWasGiven() {
        Response failed = Response.failed(new Failure.NoUpstream("all down"), Provenance.local("pool-drained"));
        assertThat(failed.provenance().reason()).isEqualTo("pool-drained");
    }

    @Test
    void showsItsStatusAndWhereItCameFrom() {
        Provenance provenance = new Provenance(Optional.of(Upstream.of("http://a:81")), 1, "", Provenance.Timings.NONE);
        assertThat(response).hasToString("200 OK");
        assertThat(response.withProvenance(provenance)).hasToString("200 OK from http://a:81");
    }

    private record ClosingTunnel(AtomicInteger closes) implements Tunnel {
        @Override
        public int read(byte[] buffer, int offset, int length) {
            return -1;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {}

        @Override
        public void shutdownOutput() {}

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }

    @Test
    void tellsEveryoneElseWhenOneCompletionThrows() { // a bug in one gate must not keep the permits of the others
        Outcomes last = new Outcomes();
        IllegalStateException bug = new IllegalStateException("bug");
        Response asked = Exchanges.ok()
                .onEnd(outcome -> {
                    throw bug;
                })
                .onEnd(outcomes)
                .onEnd(last);
        assertThatThrownBy(asked::close).isSameAs(bug);
        assertThat(outcomes.only()).isEqualTo(last.only());
    }

    @Test
    void endsEvenIfTheBodyCannotBeClosed() {
        IllegalStateException bug = new IllegalStateException("bug");
        Response stuck = response.withBody(new BodyThatThrowsOnClose(bug));
        assertThatThrownBy(stuck::close).isSameAs(bug);
        assertThat(outcomes.only().ending()).isEqualTo(Ending.DISCARDED);
    }

    private record BodyThatThrowsOnClose(RuntimeException bug) implements Body {
        @Override
        public long length() {
            return 0;
        }

        @Override
        public int read(byte[] buffer, int offset, int wanted) {
            return -1;
        }

        @Override
        public void close() {
            throw bug;
        }
    }
}
