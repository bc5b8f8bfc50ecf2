package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.Exchanges.Outcomes;
import dev.sluice.testkit.RecordingHandler;
import io.helidon.http.Status;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Outcomes outcomes = new Outcomes();
    private final Gate gate = request -> Verdict.admit(outcomes);

    @Test
    void waitsForTheEndOfTheBodyAndNotForTheHead() {
        Response response = gate.handle(Exchanges.get("/"), request -> Response.of(Status.OK_200, "body"));
        assertThat(outcomes.all()).isEmpty();
        Exchanges.send(response);
        assertThat(outcomes.only().bytesSent()).isEqualTo(4);
    }

    @Test
    void completesOnceAsABugWhenTheHandlerThrows() {
        IllegalStateException bug = new IllegalStateException("bug");
        assertThatThrownBy(() -> gate.handle(Exchanges.get("/"), request -> {
                    throw bug;
                }))
                .isSameAs(bug);
        assertThat(outcomes.only().status().code()).isEqualTo(500);
    }

    @Test
    void completesOnceAsABugWhenAnErrorIsThrown() {
        assertThatThrownBy(() -> gate.handle(Exchanges.get("/"), request -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(outcomes.only().status().code()).isEqualTo(500);
    }

    @Test
    void answersARejectionWithoutAskingTheNextHandler() {
        Response refusal = Response.of(Status.TOO_MANY_REQUESTS_429);
        RecordingHandler next = RecordingHandler.ok();
        Gate closed = request -> Verdict.reject(refusal);
        assertThat(closed.handle(Exchanges.get("/"), next)).isSameAs(refusal);
        assertThat(next.requests()).isEmpty();
    }

    @Test
    void letsAnOuterGateSeeTheEndOfAnInnerRejection() {
        Gate inner = request -> Verdict.reject(Response.of(Status.TOO_MANY_REQUESTS_429));
        Response response = gate.handle(Exchanges.get("/"), inner.around(RecordingHandler.ok()));
        Exchanges.send(response);
        assertThat(outcomes.only().status().code()).isEqualTo(429);
    }

    @Test
    void admitsWithoutInterestInTheEnd() {
        Gate open = request -> Verdict.admit();
        Response response = open.handle(Exchanges.get("/"), request -> Exchanges.ok());
        Exchanges.send(response);
        assertThat(response.status().code()).isEqualTo(200);
    }

    @Test
    @SuppressWarnings("NullAway") // what a program does that is not checked
    void completesOnceAsABugWhenTheHandlerReturnsNothing() {
        assertThatThrownBy(() -> gate.handle(Exchanges.get("/"), request -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("GET /");
        assertThat(outcomes.only().status().code()).isEqualTo(500);
    }
}
