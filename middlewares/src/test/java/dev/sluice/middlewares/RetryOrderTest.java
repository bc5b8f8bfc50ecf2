package dev.sluice.middlewares;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.post;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.middlewares.buffer.Buffer;
import dev.sluice.middlewares.buffer.BufferOptions;
import dev.sluice.middlewares.circuitbreaker.BreakerState;
import dev.sluice.middlewares.circuitbreaker.CircuitBreaker;
import dev.sluice.middlewares.circuitbreaker.CircuitBreakerOptions;
import dev.sluice.middlewares.circuitbreaker.MemberBreakers;
import dev.sluice.middlewares.connlimit.ConnLimit;
import dev.sluice.middlewares.connlimit.ConnLimitOptions;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.rebalance.Rebalancer;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.ratelimit.RateLimit;
import dev.sluice.middlewares.ratelimit.RateLimitOptions;
import dev.sluice.middlewares.retry.Retry;
import dev.sluice.middlewares.retry.RetryOptions;
import dev.sluice.middlewares.trace.Trace;
import dev.sluice.middlewares.trace.TraceOptions;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.RecordingHandler;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the order of a retry, a breaker, limits and a pool means, outermost first. */
class RetryOrderTest {
    private static final CircuitBreakerOptions AT_ONCE = CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.4")
            .minimumRequests(2)
            .checkPeriod(Duration.ofNanos(1))
            .build();

    private final ManualTicker ticker = new ManualTicker();
    private final CircuitBreaker breaker = new CircuitBreaker(AT_ONCE, ticker);

    private Retry retry(String condition) {
        return new Retry(RetryOptions.builder(condition).build(), ticker, new Random(1));
    }

    private static Response refused(Request request) {
        Provenance provenance = new Provenance(request.upstream(), 1, "", Provenance.Timings.NONE);
        return Response.failed(new Failure.ConnectFailed("refused"), provenance);
    }

    @Test
    void aBreakerInsideARetryCountsEveryAttempt() {
        RecordingHandler upstream = RecordingHandler.answering(request -> {
            ticker.advance(Duration.ofMillis(1));
            return refused(request);
        });
        Handler handler = retry("IsNetworkError() && Attempts() < 3").around(breaker.around(upstream));
        assertThat(handler.handle(get("/")).status().code()).isEqualTo(503);
        assertThat(upstream.requests()).hasSize(2);
        assertThat(breaker.state()).isInstanceOf(BreakerState.Tripped.class);
    }

    @Test
    void aBreakerOutsideARetryCountsWhatTheClientSees() {
        RecordingHandler upstream = RecordingHandler.inTurn(RetryOrderTest::refused, request -> ok());
        Handler handler =
                breaker.around(retry("IsNetworkError() && Attempts() < 3").around(upstream));
        send(handler.handle(get("/")));
        send(handler.handle(get("/")));
        assertThat(breaker.state()).isInstanceOf(BreakerState.Standby.class);
    }

    @Test
    void aRetryGoesPastATrippedMemberEvenWithAPost() {
        Pool pool = Pool.of("http://a", "http://b");
        MemberBreakers breakers = new MemberBreakers(pool, AT_ONCE, ticker);
        Handler upstream = request -> request.upstream().orElseThrow().host().equals("a") ? refused(request) : ok();
        Handler balanced = new Balance(pool, ticker).around(breakers.around(upstream));
        for (int i = 0; i < 8; i++) {
            ticker.advance(Duration.ofMillis(1));
            send(balanced.handle(get("/")));
        }
        Handler handler = retry("ResponseCode() == 503 && Attempts() < 3").around(balanced);
        for (int i = 0; i < 4; i++) {
            assertThat(handler.handle(post("/", "once")).status().code()).isEqualTo(200);
        }
    }

    private static Request put(Body body) {
        return Exchanges.request("PUT", "/", Fields.EMPTY, body);
    }

    private static Response reset(Request request) {
        Provenance provenance = new Provenance(request.upstream(), 1, "", Provenance.Timings.NONE);
        return Response.failed(new Failure.UpstreamBroken("reset", Failure.Sent.ALL), provenance);
    }

    @Test
    void aRetryInsideABufferSendsTheHeldBodyAgain() {
        List<String> bodies = new CopyOnWriteArrayList<>();
        Handler upstream = request -> {
            bodies.add(Exchanges.text(request.body()));
            request.body().close();
            return bodies.size() < 3 ? reset(request) : ok();
        };
        Handler handler = new Buffer(BufferOptions.builder().build(), ticker, new Random(1))
                .around(retry("IsNetworkError() && Attempts() < 5").around(upstream));
        assertThat(handler.handle(put(TrackedBody.ofUnknownLength("held")))
                        .status()
                        .code())
                .isEqualTo(200);
        assertThat(bodies).containsExactly("held", "held", "held");
    }

    @Test
    void aBufferInsideARetryMakesAFailureOfABodyThatBreaks() {
        Failure broken = new Failure.UpstreamBroken("cut", Failure.Sent.ALL);
        RecordingHandler upstream = RecordingHandler.inTurn(
                request -> Response.of(Status.OK_200, Fields.EMPTY, TrackedBody.breaking("half of it", 4, broken)),
                request -> Response.of(Status.OK_200, "whole"));
        Handler handler = retry("IsNetworkError() && Attempts() < 3")
                .around(new Buffer(BufferOptions.builder().build(), ticker, new Random(1)).around(upstream));
        assertThat(send(handler.handle(get("/")))).isEqualTo("whole");
    }

    @Test
    void retriesTakeNoTokensOfARateLimitOutside() {
        RateLimit two = new RateLimit(
                RateLimitOptions.builder()
                        .rate(Rate.of(2, Duration.ofMinutes(1)))
                        .build(),
                ticker);
        Handler upstream = RecordingHandler.inTurn(
                RetryOrderTest::refused, RetryOrderTest::refused, request -> ok(), request -> ok());
        Handler handler = two.around(retry("IsNetworkError() && Attempts() < 4").around(upstream));
        assertThat(handler.handle(get("/")).status().code()).isEqualTo(200);
        assertThat(handler.handle(get("/")).status().code()).isEqualTo(200);
    }

    @Test
    void aTraceOutsideARetryHasOneLineThatCountsTheAttempts() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Trace trace = new Trace(TraceOptions.builder().lines(lines::add).build(), ticker);
        Handler upstream = RecordingHandler.inTurn(RetryOrderTest::refused, request -> ok());
        send(trace.around(retry("IsNetworkError() && Attempts() < 3").around(upstream))
                .handle(get("/")));
        trace.close();
        assertThat(lines).singleElement().asString().contains("\"attempts\":2");
    }

    @Test
    void aPermitIsHeldUntilAStreamedBodyHasEnded() {
        ConnLimit one = new ConnLimit(ConnLimitOptions.builder().max(1).build(), ticker);
        Handler handler = one.around(
                request -> Response.of(Status.OK_200, Fields.EMPTY, TrackedBody.ofUnknownLength("streamed")));
        Response streaming = handler.handle(get("/"));
        assertThat(handler.handle(get("/")).status().code()).isEqualTo(429);
        send(streaming);
        assertThat(handler.handle(get("/")).status().code()).isEqualTo(200);
    }

    @Test
    void aStickyClientStaysWhereItIsWhileOthersAreRebalanced() {
        Pool pool = Pool.of("http://a", "http://b");
        Balance balance = new Balance(
                BalanceOptions.builder(pool)
                        .sticky(StickyOptions.builder().cookie("route").raw().build())
                        .build(),
                Environments.at(ticker));
        RecordingHandler upstream = RecordingHandler.answering(
                request -> request.upstream().orElseThrow().host().equals("a")
                        ? Response.of(Status.INTERNAL_SERVER_ERROR_500, Fields.EMPTY, Body.empty())
                        : ok());
        Handler handler = balance.around(new Rebalancer(pool, ticker).around(upstream));
        Request stuck = get("/").withFields(Fields.of("Host", "example.com", "Cookie", "route=http://a"));
        for (int second = 0; second < 60; second++) {
            ticker.advance(Duration.ofSeconds(1));
            send(handler.handle(stuck));
            assertThat(upstream.last().upstream().orElseThrow().host()).isEqualTo("a");
            send(handler.handle(get("/")));
            send(handler.handle(get("/")));
        }
        assertThat(pool.members())
                .filteredOn(member -> member.upstream().host().equals("b"))
                .allMatch(member -> member.effectiveWeight() > 1);
    }
}
