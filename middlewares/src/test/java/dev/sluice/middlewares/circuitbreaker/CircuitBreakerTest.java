package dev.sluice.middlewares.circuitbreaker;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.core.Tunnel;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.middlewares.GrpcAnswers;
import dev.sluice.middlewares.Notes;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.GateContract;
import dev.sluice.testkit.ManualTicker;
import io.helidon.http.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CircuitBreakerTest implements GateContract {
    private static final Handler OK = request -> Exchanges.ok();
    private static final Handler REFUSED =
            request -> Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL);
    private static final Handler BAD_GATEWAY = request -> Response.of(Status.BAD_GATEWAY_502);

    private final ManualTicker ticker = new ManualTicker();
    private final List<String> effects = new ArrayList<>();
    private final CircuitBreaker breaker = breaker(CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.5"));

    @Override
    public Gate middleware() {
        return breaker(CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.5"));
    }

    private CircuitBreaker breaker(CircuitBreakerOptions.Builder options) {
        options.onTripped(event -> effects.add("tripped")).onStandby(event -> effects.add("standby"));
        return new CircuitBreaker(options.build(), ticker, Journal.NONE, Runnable::run);
    }

    private int exchange(Handler upstream) {
        Response response = breaker.handle(get("/"), upstream);
        Exchanges.send(response);
        return response.status().code();
    }

    private void exchanges(int count, Handler upstream) {
        for (int i = 0; i < count; i++) {
            exchange(upstream);
        }
    }

    private void wait(Duration duration) {
        ticker.advance(duration);
    }

    private void trip() {
        exchanges(10, REFUSED);
        wait(Duration.ofMillis(100));
        exchange(REFUSED);
        assertInstanceOf(BreakerState.Tripped.class, breaker.state());
    }

    private int admittedOf(int count, Handler upstream) {
        int admitted = 0;
        for (int i = 0; i < count; i++) {
            admitted += exchange(upstream) == 200 ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void staysInStandbyWhileTheConditionDoesNotHold() {
        exchanges(50, OK);
        exchanges(50, REFUSED);
        wait(Duration.ofMillis(100));
        exchange(OK);
        assertEquals(new BreakerState.Standby(), breaker.state());
    }

    @Test
    void tripsWhenTheConditionHolds() {
        trip();
        Instant until = ticker.now().plusSeconds(10);
        assertEquals(new BreakerState.Tripped(until), breaker.state());
        assertEquals(503, exchange(OK));
    }

    @Test
    void tripsByTheTrailersOfGrpc() {
        CircuitBreaker ofCalls = breaker(CircuitBreakerOptions.builder("ResponseCodeRatio(500, 600, 0, 600) > 0.5"));
        for (int i = 0; i < 11; i++) {
            wait(Duration.ofMillis(20));
            Exchanges.send(ofCalls.handle(GrpcAnswers.call(), request -> GrpcAnswers.ended(14)));
        }
        assertInstanceOf(BreakerState.Tripped.class, ofCalls.state());
    }

    @Test
    void callsOfGrpcAreCountedByTheirOwnStatusInHeadOrTrailers() {
        CircuitBreaker exhausted = breaker(CircuitBreakerOptions.builder("GrpcStatusRatio(8, 9, 0, 17) > 0.5"));
        for (int i = 0; i < 30; i++) {
            wait(Duration.ofMillis(20));
            int call = i;
            Exchanges.send(exhausted.handle(
                    GrpcAnswers.call(),
                    request -> call % 2 == 0 ? GrpcAnswers.trailersOnly(14) : GrpcAnswers.ended(8)));
            Exchanges.send(exhausted.handle(get("/"), OK));
        }
        assertInstanceOf(BreakerState.Standby.class, exhausted.state(), "half of the calls, and others do not count");
        for (int i = 0; i < 11; i++) {
            wait(Duration.ofMillis(20));
            Exchanges.send(exhausted.handle(GrpcAnswers.call(), request -> GrpcAnswers.trailersOnly(8)));
        }
        assertInstanceOf(BreakerState.Tripped.class, exhausted.state());
    }

    @Test
    void asksTheConditionAtMostOnceACheckPeriod() {
        exchanges(1, OK);
        exchanges(99, REFUSED);
        assertEquals(new BreakerState.Standby(), breaker.state());
        wait(Duration.ofMillis(100));
        exchange(REFUSED);
        assertInstanceOf(BreakerState.Tripped.class, breaker.state());
    }

    @Test
    void doesNotTripBelowTheMinimumOfRequests_oxyTripsAtTheFirst() {
        for (int i = 0; i < 9; i++) {
            exchange(REFUSED);
            wait(Duration.ofMillis(100));
        }
        assertEquals(new BreakerState.Standby(), breaker.state());
        exchange(REFUSED);
        assertInstanceOf(BreakerState.Tripped.class, breaker.state());
    }

    @Test
    void saysWhenToComeBack() {
        trip();
        wait(Duration.ofMillis(1_500));
        Response response = breaker.handle(get("/"), OK);
        assertEquals("9", response.fields().first("Retry-After").orElseThrow());
        assertEquals("circuit-open", response.provenance().reason());
        assertEquals("Service Unavailable\n", Exchanges.send(response));
    }

    @Test
    void letsTrafficComeBackLittleByLittle() {
        trip();
        wait(Duration.ofSeconds(10));
        assertEquals(0, admittedOf(100, OK));
        wait(Duration.ofSeconds(5));
        assertEquals(new BreakerState.Recovering(ticker.now().plusSeconds(5), 0.25), breaker.state());
        assertEquals(250, admittedOf(900, OK), 2);
        wait(Duration.ofSeconds(5));
        assertEquals(750, admittedOf(1000, OK), 2);
    }

    @Test
    void standsByAfterTheRecovery() {
        trip();
        wait(Duration.ofSeconds(10));
        exchange(OK);
        wait(Duration.ofMillis(10_001));
        assertEquals(200, exchange(OK));
        assertEquals(new BreakerState.Standby(), breaker.state());
        assertEquals(List.of("tripped", "standby"), effects);
    }

    @Test
    void tripsAgainFromRecoveryWithoutAMinimum() {
        trip();
        wait(Duration.ofSeconds(10));
        exchanges(10, OK);
        wait(Duration.ofSeconds(9));
        exchanges(2, REFUSED);
        assertInstanceOf(BreakerState.Tripped.class, breaker.state());
        assertEquals(List.of("tripped", "tripped"), effects);
    }

    @Test
    void forgetsAllMeasuresWhenItTrips() {
        trip();
        wait(Duration.ofSeconds(10));
        exchange(OK);
        wait(Duration.ofMillis(10_001));
        exchanges(5, OK);
        exchanges(4, REFUSED);
        wait(Duration.ofMillis(100));
        exchange(OK);
        assertEquals(new BreakerState.Standby(), breaker.state());
    }

    @Test
    void doesNotCountWhatWasAdmittedBeforeTheTripAndEndsAfterIt_oxyDoes() {
        List<Response> hanging = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            hanging.add(breaker.handle(get("/"), REFUSED));
        }
        trip();
        wait(Duration.ofSeconds(10));
        exchange(OK);
        wait(Duration.ofSeconds(1));
        hanging.forEach(Exchanges::send);
        assertInstanceOf(BreakerState.Recovering.class, breaker.state());
    }

    @Test
    void measuresToTheEndOfTheBodyIfAsked() {
        CircuitBreaker slow = slow(LatencyTo.END);
        Response response = slow.handle(get("/"), answering(Fields.EMPTY, Duration.ofMillis(1)));
        wait(Duration.ofSeconds(1));
        assertEquals(new BreakerState.Standby(), slow.state());
        Exchanges.send(response);
        assertInstanceOf(BreakerState.Tripped.class, slow.state());
    }

    private CircuitBreaker slow(LatencyTo measured) {
        return breaker(CircuitBreakerOptions.builder("LatencyAtQuantileMS(50.0) > 500")
                .latencyTo(measured)
                .minimumRequests(1));
    }

    private static Provenance waited(Duration toHead) {
        Provenance.Timings timings = new Provenance.Timings(0, 0, toHead.toNanos());
        return new Provenance(Optional.of(Upstream.of("http://a")), 1, "", timings);
    }

    private static Handler answering(Fields fields, Duration toHead) {
        return request -> Response.of(Status.OK_200, fields, Body.of("x")).withProvenance(waited(toHead));
    }

    private void assertTakesTwoSecondsWithoutHarm(CircuitBreaker slow, Handler upstream) {
        for (int i = 0; i < 12; i++) {
            Response response = slow.handle(get("/"), upstream);
            wait(Duration.ofSeconds(2));
            Exchanges.send(response);
        }
        assertEquals(new BreakerState.Standby(), slow.state());
    }

    @Test
    void isNotTrippedBySlowReaders() {
        assertTakesTwoSecondsWithoutHarm(slow(LatencyTo.HEAD), answering(Fields.EMPTY, Duration.ofMillis(5)));
    }

    @ParameterizedTest
    @EnumSource(LatencyTo.class)
    void isNotTrippedByTunnelsAndStreamsOfEvents(LatencyTo measured) {
        Tunnel tunnel = new Tunnel() {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                return -1;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {}

            @Override
            public void shutdownOutput() {}

            @Override
            public void close() {}
        };
        assertTakesTwoSecondsWithoutHarm(
                slow(measured), request -> Response.switching(Fields.EMPTY, tunnel, waited(Duration.ofMillis(5))));
        assertTakesTwoSecondsWithoutHarm(
                slow(measured),
                answering(Fields.of("Content-Type", "text/event-stream; charset=utf-8"), Duration.ofMillis(5)));
    }

    @Test
    void isTrippedByAnUpstreamWhoseHeadsComeLate() {
        CircuitBreaker slow = slow(LatencyTo.HEAD);
        Exchanges.send(slow.handle(get("/"), answering(Fields.EMPTY, Duration.ofSeconds(1))));
        assertInstanceOf(BreakerState.Tripped.class, slow.state());
    }

    @Test
    void countsATimeoutWithAllItsTime() {
        CircuitBreaker slow = slow(LatencyTo.HEAD);
        Response late = slow.handle(get("/"), request -> {
            wait(Duration.ofSeconds(60));
            return Response.failed(new Failure.TimedOut(Failure.Phase.RESPONSE, Sent.ALL), waited(Duration.ofNanos(1)));
        });
        Exchanges.send(late);
        assertInstanceOf(BreakerState.Tripped.class, slow.state());
    }

    @Test
    void looksBackAsFarAsItIsTold() {
        CircuitBreaker patient = breaker(CircuitBreakerOptions.builder("RequestThreshold() >= 5")
                .minimumRequests(1)
                .window(Duration.ofSeconds(100)));
        for (int i = 0; i < 4; i++) {
            patient.handle(get("/"), OK).close();
            wait(Duration.ofSeconds(20));
        }
        assertEquals(new BreakerState.Standby(), patient.state());
        patient.handle(get("/"), OK).close();
        assertInstanceOf(BreakerState.Tripped.class, patient.state());
    }

    @Test
    void tellsWhatItDoesNow() {
        List<BreakerEvent> events = new ArrayList<>();
        Notes notes = new Notes();
        CircuitBreaker telling = new CircuitBreaker(
                CircuitBreakerOptions.builder("RequestThreshold() >= 1")
                        .minimumRequests(1)
                        .onTripped(events::add)
                        .build(),
                ticker,
                notes,
                Runnable::run);
        telling.handle(get("/"), OK).close();
        assertEquals(
                List.of(new BreakerEvent(
                        Optional.empty(), new BreakerState.Tripped(ticker.now().plusSeconds(10)))),
                events);
        assertEquals(List.of(new Decision.Tripped(Optional.empty(), Duration.ofSeconds(10))), notes.decisions());
    }

    @Test
    void doesNotCountClientsThatLeave() {
        CircuitBreaker byCount =
                breaker(CircuitBreakerOptions.builder("RequestThreshold() >= 1").minimumRequests(1));
        Response left = byCount.handle(get("/"), OK);
        left.end(Outcome.broken(left, new Failure.ClientGone(Sent.ALL), 0, 0));
        assertEquals(new BreakerState.Standby(), byCount.state());
    }

    @Test
    void takesAnUpstreamsOwn502ForAnAnswer_oxyForANetworkError() {
        exchanges(10, BAD_GATEWAY);
        wait(Duration.ofMillis(100));
        exchange(BAD_GATEWAY);
        assertEquals(new BreakerState.Standby(), breaker.state());
    }

    @Test
    void countsAnExceptionAs500_oxyForgetsIt() {
        CircuitBreaker errors = breaker(CircuitBreakerOptions.builder("ResponseCodeRatio(500, 501, 0, 600) > 0.9")
                .minimumRequests(1));
        assertThrows(
                IllegalStateException.class,
                () -> errors.handle(get("/"), request -> {
                    throw new IllegalStateException("bug");
                }));
        assertInstanceOf(BreakerState.Tripped.class, errors.state());
    }

    @Test
    void tripsOnceHoweverManyFailAtOnce() throws InterruptedException {
        CircuitBreaker shared = breaker(CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.5")
                .minimumRequests(1_000)
                .checkPeriod(Duration.ofNanos(1)));
        AtomicInteger asked = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < 5_000; n++) {
                        wait(Duration.ofNanos(1));
                        shared.handle(get("/"), request -> {
                                    asked.incrementAndGet();
                                    return REFUSED.handle(request);
                                })
                                .close();
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertInstanceOf(BreakerState.Tripped.class, shared.state());
        assertEquals(List.of("tripped"), effects);
        assertEquals(1_000, asked.get(), 10);
    }

    @Test
    void describesItsCondition() {
        assertEquals("circuitBreaker(NetworkErrorRatio() > 0.5)", breaker.describe());
    }

    @Test
    void standsByAtOnceWhenItIsReset() {
        trip();
        Instant tripped = breaker.since();

        ticker.advance(Duration.ofSeconds(1));
        breaker.reset();

        assertEquals(new BreakerState.Standby(), breaker.state());
        assertEquals(200, exchange(OK));
        assertEquals(tripped.plusSeconds(1), breaker.since());
        assertEquals(List.of("tripped", "standby"), effects);
    }

    @Test
    void aResetForgetsWhatWasMeasuredAndTellsNobodyOfAStandbyThatStays() {
        breaker.reset();

        assertEquals(List.of(), effects);
        assertEquals(ticker.now(), breaker.since());
    }
}
