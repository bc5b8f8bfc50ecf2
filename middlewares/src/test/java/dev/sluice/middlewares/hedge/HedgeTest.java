package dev.sluice.middlewares.hedge;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.middlewares.hedge.Hedged.Seen;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.SimulatedTime;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HedgeTest implements MiddlewareContract {
    private static final Duration DELAY = Duration.ofMillis(100);
    private static final Duration FAST = Duration.ofMillis(10);
    private static final Duration SLOW = Duration.ofSeconds(10);

    @Override
    public Middleware middleware() {
        SimulatedTime time = new SimulatedTime();
        return new Hedge(fixed().build(), Environment.of(time, time, new SplittableRandom(1), new SplittableRandom(2)));
    }

    private static HedgeOptions.Builder fixed() {
        return HedgeOptions.builder().delay(DELAY);
    }

    private static Hedged overTwo() {
        return new Hedged(fixed().build(), "http://a", "http://b");
    }

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }

    @Test
    void isWrittenAsInThePackageComment() {
        SimulatedTime time = new SimulatedTime();
        Environment environment = Environment.of(time, time, new SplittableRandom(1), new SplittableRandom(2));
        Handler balanced = request -> Exchanges.ok();
        HedgeOptions options =
                HedgeOptions.builder().quantile(95).budget(10, 10).build();
        Handler hedged = new Hedge(options, environment).around(balanced);
        assertThat(hedged.handle(get("/")).status().code()).isEqualTo(200);
    }

    @Test
    void sendsASecondAttemptToAnotherMemberAfterTheDelay() {
        Hedged hedged = overTwo().answers("a", SLOW).answers("b", FAST);
        Seen seen = hedged.send(get("/"));
        assertThat(seen.after()).isEqualTo(millis(110));
        assertThat(hedged.asked).containsExactly("a", "b");
        assertThat(seen.text()).isEqualTo("b");
        assertThat(seen.response().provenance().attempts()).isEqualTo(2);
        assertThat(seen.response().provenance().upstream()).contains(Upstream.of("http://b"));
    }

    @Test
    void sendsNothingMoreIfTheAnswerIsInTime() {
        Hedged hedged = overTwo().answers("a", FAST).answers("b", FAST);
        Seen seen = hedged.send(get("/"));
        assertThat(seen.after()).isEqualTo(FAST);
        assertThat(hedged.asked).containsExactly("a");
        assertThat(seen.response().provenance().attempts()).isEqualTo(1);
        assertThat(hedged.decisions).isEmpty();
    }

    @Test
    void passesTheFirstAttemptOnIfItIsFasterAfterAll() {
        Hedged hedged = overTwo().answers("a", millis(150)).answers("b", SLOW);
        Seen seen = hedged.send(get("/"));
        assertThat(seen.after()).isEqualTo(millis(150));
        assertThat(seen.text()).isEqualTo("a");
        assertThat(hedged.cancelled).containsExactly("b");
    }

    @Test
    void cancelsTheLoserAtOnceAndGivesItsPlaceBack() {
        Hedged hedged = overTwo().answers("a", SLOW).answers("b", FAST);
        Request request = get("/");
        Seen seen = hedged.send(request);
        assertThat(hedged.cancelled).containsExactly("a");
        assertThat(hedged.inFlight()).isEqualTo(1);
        seen.text();
        assertThat(hedged.inFlight()).isZero();
        assertThat(((FakeClient) request.client()).watchers()).isZero();
    }

    @Test
    void closesTheResponseThatComesTooLate() {
        TrackedBody late = TrackedBody.of("late");
        Hedged hedged = overTwo().answers("b", FAST);
        hedged.member("a", request -> {
            hedged.time.sleep(SLOW); // hears nothing of the client's leaving
            return Response.of(Status.OK_200, Fields.EMPTY, late);
        });
        assertThat(hedged.send(get("/")).text()).isEqualTo("b");
        late.assertClosedOnce();
        assertThat(hedged.inFlight()).isZero();
    }

    @Test
    void tellsTheEndOfEachAttemptExactlyOnce() {
        Hedged hedged = overTwo().answers("a", SLOW).answers("b", FAST);
        hedged.send(get("/")).text();
        assertThat(hedged.ends.all())
                .extracting(Outcome::ending)
                .containsExactlyInAnyOrder(Outcome.Ending.DISCARDED, Outcome.Ending.SENT);
    }

    @Test
    void goesOnWaitingIfAnAttemptFailsWhileTheOtherMayAnswer() {
        Hedged first = overTwo().breaks("a", millis(150)).answers("b", millis(200));
        Seen seen = first.send(get("/"));
        assertThat(seen.after()).isEqualTo(millis(300));
        assertThat(seen.response().provenance().tried())
                .singleElement()
                .satisfies(tried -> assertThat(tried.failure()).containsInstanceOf(Failure.UpstreamBroken.class));
        assertThat(seen.text()).isEqualTo("b");

        Hedged second = overTwo().answers("a", millis(300)).breaks("b", FAST);
        assertThat(second.send(get("/")).text()).isEqualTo("a");
    }

    @Test
    void takesNoErrorOfOneUpstreamWhileTheOtherMayAnswer() {
        Hedged hedged = overTwo().answers("a", millis(300));
        hedged.member(
                "b", request -> Response.of(Status.SERVICE_UNAVAILABLE_503).withProvenance(Hedged.from(request)));
        assertThat(hedged.send(get("/")).text()).isEqualTo("a");
    }

    @Test
    void takesNoRefusalOfAGateForTheAnswer() {
        Hedged hedged = overTwo().answers("a", millis(300));
        hedged.member("b", request -> Response.problem(Status.TOO_MANY_REQUESTS_429, "rate-limited", "slow down"));
        assertThat(hedged.send(get("/")).text()).isEqualTo("a");
    }

    @Test
    void passesOnTheLastFailureIfAllFail() {
        Hedged hedged = overTwo().breaks("a", millis(150)).breaks("b", millis(200));
        Seen seen = hedged.send(get("/"));
        assertThat(seen.after()).isEqualTo(millis(300));
        assertThat(seen.response().status().code()).isEqualTo(502);
        assertThat(seen.response().provenance().tried()).hasSize(1);
        seen.response().close();
        assertThat(hedged.inFlight()).isZero();
        assertThat(hedged.ends.all()).hasSize(2);
    }

    @Test
    void passesAFailureOnAtOnceIfNothingElseIsUnderWay() {
        Hedged hedged = overTwo().breaks("a", FAST).answers("b", FAST);
        Seen seen = hedged.send(get("/"));
        assertThat(seen.response().status().code()).isEqualTo(502);
        assertThat(seen.after()).isEqualTo(FAST);
    }

    @Test
    void cancelsAllIfTheClientLeaves() {
        Hedged hedged = overTwo().answers("a", SLOW).answers("b", SLOW);
        Request request = get("/");
        FakeClient client = (FakeClient) request.client();
        hedged.time.after(millis(500), client::leave);
        Seen seen = hedged.send(request);
        assertThat(seen.after()).isEqualTo(millis(500));
        assertThat(seen.response().failure()).containsInstanceOf(Failure.ClientGone.class);
        assertThat(hedged.cancelled).containsExactlyInAnyOrder("a", "b");
        seen.response().close();
        assertThat(hedged.inFlight()).isZero();
        assertThat(client.watchers()).isZero();
    }

    @Test
    void theWinnerStillHearsOfTheClientsLeaving() {
        Hedged hedged = overTwo().answers("a", SLOW);
        List<String> told = new CopyOnWriteArrayList<>();
        hedged.member("b", request -> {
            request.client().onGone(() -> told.add("gone"));
            return Response.of(Status.OK_200).withProvenance(Hedged.from(request));
        });
        Request request = get("/");
        hedged.send(request);
        assertThat(told).isEmpty();
        ((FakeClient) request.client()).leave();
        assertThat(told).containsExactly("gone");
    }

    @Test
    void leavesAloneWhatMustNotBeSentTwice() {
        Fields upgrade = Fields.of("Host", "a", "Connection", "upgrade", "Upgrade", "websocket");
        for (Request request : List.of(
                Exchanges.post("/", "order"),
                request("PUT", "/", Fields.EMPTY, Body.empty()),
                request("DELETE", "/", Fields.EMPTY, Body.empty()),
                get("/").withBody(TrackedBody.of("streamed")),
                get("/").withBody(TrackedBody.ofUnknownLength("")),
                request("GET", "/", upgrade, Body.empty()))) {
            Hedged hedged = overTwo().answers("a", SLOW).answers("b", FAST);
            assertThat(hedged.send(request).after()).isEqualTo(SLOW);
            assertThat(hedged.asked).containsExactly("a");
        }
    }

    @Test
    void sendsABodyThatIsHeldToBoth() {
        List<String> bodies = new CopyOnWriteArrayList<>();
        Hedged hedged = overTwo();
        hedged.member("a", request -> {
            bodies.add(Exchanges.text(request.body()));
            hedged.waits(request, SLOW);
            return Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Hedged.from(request));
        });
        hedged.member(
                "b",
                request -> Response.of(Status.OK_200, Exchanges.text(request.body()))
                        .withProvenance(Hedged.from(request)));
        Request search = get("/").withBody(Body.of("query"));
        assertThat(hedged.send(search).text()).isEqualTo("query");
        assertThat(bodies).containsExactly("query");
    }

    @Test
    void throwsTheBugOfAnyAttemptAndCancelsTheOthers() {
        IllegalStateException bug = new IllegalStateException("bug");
        Hedged second = overTwo().answers("a", SLOW).member("b", request -> {
            throw bug;
        });
        assertThatThrownBy(() -> second.send(get("/"))).hasRootCause(bug);
        assertThat(second.cancelled).containsExactly("a");
        assertThat(second.inFlight()).isZero();

        Hedged first = overTwo().answers("b", SLOW);
        first.member("a", request -> {
            first.time.sleep(millis(200));
            throw bug;
        });
        assertThatThrownBy(() -> first.send(get("/"))).hasRootCause(bug);
        assertThat(first.cancelled).containsExactly("b");
        assertThat(first.inFlight()).isZero();
    }

    @Test
    void throwsTheBugOfTheCallersOwnAttemptAlsoIfItHasLost() {
        TrackedBody won = TrackedBody.of("won");
        IllegalStateException bug = new IllegalStateException("bug");
        Hedged hedged = overTwo();
        hedged.member("a", request -> {
            hedged.waits(request, SLOW);
            throw bug;
        });
        hedged.member(
                "b", request -> Response.of(Status.OK_200, Fields.EMPTY, won).withProvenance(Hedged.from(request)));
        assertThatThrownBy(() -> hedged.send(get("/"))).hasRootCause(bug);
        won.assertClosedOnce();
        assertThat(hedged.inFlight()).isZero();
    }

    private static Response hinting(Hedged hedged, Request request, Status hint, Duration after) {
        request.client().inform(hint, Fields.EMPTY);
        boolean gone = hedged.waits(request, after);
        return gone
                ? Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Hedged.from(request))
                : Response.of(Status.OK_200).withProvenance(Hedged.from(request));
    }

    @Test
    void sendsInterimResponsesOfTheWinnerOnly() {
        Status early = Status.create(103);
        Status processing = Status.create(102);
        Hedged hedged = overTwo();
        hedged.member("a", request -> {
            hedged.time.sleep(millis(105));
            return hinting(hedged, request, processing, SLOW);
        });
        hedged.member("b", request -> hinting(hedged, request, early, FAST));
        Request request = get("/");
        hedged.send(request);
        assertThat(((FakeClient) request.client()).interim()).containsExactly(early);
    }

    @Test
    void addsNoAttemptOnceTheClientHasSeenAnInterimResponse() {
        Status early = Status.create(103);
        Hedged hedged = overTwo().answers("b", FAST);
        hedged.member("a", request -> hinting(hedged, request, early, millis(300)));
        Request request = get("/");
        assertThat(hedged.send(request).after()).isEqualTo(millis(300));
        assertThat(((FakeClient) request.client()).interim()).containsExactly(early);
        assertThat(hedged.asked).containsExactly("a");
    }

    @Test
    void doesNotAskTheOnlyMemberTwice() {
        Hedged hedged = new Hedged(fixed().budget(0, 1).build(), "http://a").answers("a", millis(300));
        for (int i = 0; i < 3; i++) {
            assertThat(hedged.send(get("/")).text()).isEqualTo("a");
        }
        assertThat(hedged.asked).hasSize(3);
        assertThat(hedged.gauge("hedge.sent")).isZero();
        assertThat(hedged.gauge("hedge.refused")).isZero();
    }

    @Test
    void addsAnAttemptAfterEachDelayUpToTheMost() {
        Hedged hedged = new Hedged(fixed().maxAttempts(3).build(), "http://a", "http://b", "http://c", "http://d");
        hedged.answers("a", SLOW).answers("b", SLOW).answers("c", SLOW).answers("d", SLOW);
        Seen seen = hedged.send(get("/"));
        assertThat(hedged.asked).hasSize(3).doesNotHaveDuplicates().startsWith("a");
        assertThat(seen.after()).isEqualTo(SLOW);
        seen.text();
        assertThat(hedged.cancelled).hasSize(2).doesNotContain("a");
        assertThat(hedged.inFlight()).isZero();
    }

    @Test
    void attemptsDoNotMultiplyInsideAnotherHedge() {
        Hedged hedged = new Hedged(fixed().build(), "http://a", "http://b", "http://c", "http://d");
        hedged.answers("a", SLOW).answers("b", SLOW).answers("c", SLOW).answers("d", SLOW);
        Handler twice = hedged.hedge.around(hedged.handler());
        hedged.time.after(Duration.ZERO, () -> twice.handle(get("/")).close());
        hedged.time.run();
        assertThat(hedged.asked).hasSize(2);
    }

    @Test
    void notesWhatItDecides() {
        Hedged hedged = overTwo().answers("a", SLOW).answers("b", FAST);
        hedged.send(get("/"));
        assertThat(hedged.decisions)
                .containsExactly(
                        new Decision.Hedged(2, DELAY), new Decision.HedgeWon(2, Optional.of(Upstream.of("http://b"))));
        assertThat(hedged.gauge("hedge.sent")).isEqualTo(1);
        assertThat(hedged.gauge("hedge.won")).isEqualTo(1);
    }

    @Test
    void tellsReadersOfTheJournalWhichAttemptsBelongTogether() {
        Hedged hedged = overTwo().answers("b", FAST);
        List<Request> attempts = new CopyOnWriteArrayList<>();
        hedged.member("a", request -> {
            attempts.add(request);
            return Exchanges.ok();
        });
        Request request = get("/");
        hedged.send(request);
        assertThat(attempts.getFirst().client()).isNotSameAs(request.client());
        assertThat(attempts.getFirst().client().exchange()).isSameAs(request.client());
    }
}
