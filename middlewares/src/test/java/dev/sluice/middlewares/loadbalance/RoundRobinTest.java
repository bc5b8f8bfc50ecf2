package dev.sluice.middlewares.loadbalance;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundRobinTest implements MiddlewareContract {
    private static final Upstream A = Upstream.of("http://a");
    private static final Upstream B = Upstream.of("http://b");
    private static final Upstream C = Upstream.of("http://c");

    private final RecordingHandler next = RecordingHandler.ok();
    private final List<String> events = new ArrayList<>();

    @Override
    public Middleware middleware() {
        return new RoundRobin(Pool.of("http://a", "http://b"));
    }

    private List<Upstream> picks(RoundRobin balancer, int count) {
        for (int i = 0; i < count; i++) {
            balancer.handle(get("/"), next).close();
        }
        return next.requests().stream()
                .map(request -> request.upstream().orElseThrow())
                .toList();
    }

    private RoundRobin watched() {
        return new RoundRobin(
                Pool.of("http://a"),
                RoundRobinOptions.builder()
                        .onState((upstream, state) -> events.add(upstream + " " + state))
                        .build());
    }

    @Test
    void givesMembersTheirTurns() {
        assertEquals(List.of(A, B, C, A), picks(new RoundRobin(Pool.of("http://a", "http://b", "http://c")), 4));
    }

    @Test
    void interleavesByWeight() {
        Pool pool = new Pool().upsert(A, 3).upsert(B, 2).upsert(C, 1);
        assertEquals(List.of(A, A, B, A, B, C, A), picks(new RoundRobin(pool), 7));
    }

    @Test
    void retriesElsewhere() {
        RoundRobin balancer = new RoundRobin(Pool.of("http://a", "http://b"));
        Request retry = get("/").again(Body.empty(), Optional.of(A));
        balancer.handle(retry, next).close();
        balancer.handle(retry, next).close();
        assertEquals(List.of(B, B), picks(balancer, 0));
    }

    @Test
    void retriesAtTheSameMemberIfThereIsNoOther() {
        Request retry = get("/").again(Body.empty(), Optional.of(A));
        new RoundRobin(Pool.of("http://a")).handle(retry, next).close();
        assertEquals(A, next.last().upstream().orElseThrow());
    }

    @Test
    void answers503WhenNobodyTakesRequests_oxy500() {
        Pool drained = new Pool().upsert(A, 0).upsert(B, 1);
        drained.markDown(B);
        for (Pool pool : List.of(new Pool(), drained)) {
            Response response = new RoundRobin(pool).handle(get("/"), next);
            assertEquals(503, response.status().code());
            assertInstanceOf(Failure.NoUpstream.class, response.failure().orElseThrow());
        }
        assertEquals(0, next.requests().size());
    }

    @Test
    void tellsOfThePickBeforeItIsPassedOn() {
        RoundRobinOptions options = RoundRobinOptions.builder()
                .onPick((before, after) -> events.add(before.upstream() + " -> " + after.upstream()))
                .build();
        Handler last = request -> {
            events.add("passed on");
            return Exchanges.ok();
        };
        new RoundRobin(Pool.of("http://a"), options).handle(get("/"), last).close();
        assertEquals(List.of("Optional.empty -> Optional[http://a]", "passed on"), events);
    }

    @Test
    void staysConnectedUntilTheEndOfTheBody() {
        Response response = watched().handle(get("/"), next);
        assertEquals(List.of("http://a CONNECTED"), events);
        Exchanges.send(response);
        response.close();
        assertEquals(List.of("http://a CONNECTED", "http://a DISCONNECTED"), events);
    }

    @Test
    void disconnectsAlsoWhenAHandlerThrows_oxyLosesIt() {
        IllegalStateException bug = new IllegalStateException("bug");
        assertSame(
                bug,
                assertThrows(
                        IllegalStateException.class,
                        () -> watched().handle(get("/"), request -> {
                            throw bug;
                        })));
        assertEquals(List.of("http://a CONNECTED", "http://a DISCONNECTED"), events);
    }

    @Test
    void describesItsPool() {
        Pool pool = Pool.of("http://a").upsert(B, 3);
        pool.markDown(A);
        assertEquals("roundRobin(http://a (down), http://b*3)", new RoundRobin(pool).describe());
    }
}
