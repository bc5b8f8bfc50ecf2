package dev.sluice.middlewares.loadbalance;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BalanceTest implements MiddlewareContract {
    private static final Upstream A = Upstream.of("http://a");
    private static final Upstream B = Upstream.of("http://b");
    private static final Upstream C = Upstream.of("http://c");

    private final RecordingHandler next = RecordingHandler.ok();
    private final List<String> events = new ArrayList<>();

    @Override
    public Middleware middleware() {
        return balancing(Pool.of("http://a", "http://b"));
    }

    private static Balance balancing(Pool pool) {
        return new Balance(pool, new ManualTicker());
    }

    private static Balance balancing(BalanceOptions.Builder options) {
        return new Balance(options.build(), Environments.at(new ManualTicker()));
    }

    private List<Upstream> picks(Balance balancer, int count) {
        for (int i = 0; i < count; i++) {
            balancer.handle(get("/"), next).close();
        }
        return next.requests().stream()
                .map(request -> request.upstream().orElseThrow())
                .toList();
    }

    private Balance watched() {
        return balancing(BalanceOptions.builder(Pool.of("http://a"))
                .onState((upstream, state) -> events.add(upstream + " " + state)));
    }

    @Test
    void givesMembersTheirTurns() {
        assertEquals(List.of(A, B, C, A), picks(balancing(Pool.of("http://a", "http://b", "http://c")), 4));
    }

    @Test
    void interleavesByWeight() {
        Pool pool = new Pool().upsert(A, 3).upsert(B, 2).upsert(C, 1);
        assertEquals(List.of(A, A, B, A, B, C, A), picks(balancing(pool), 7));
    }

    @Test
    void retriesElsewhere() {
        Balance balancer = balancing(Pool.of("http://a", "http://b"));
        Request retry = get("/").again(Body.empty(), Optional.of(A));
        balancer.handle(retry, next).close();
        balancer.handle(retry, next).close();
        assertEquals(List.of(B, B), picks(balancer, 0));
    }

    @Test
    void retriesAtTheSameMemberIfThereIsNoOther() {
        Request retry = get("/").again(Body.empty(), Optional.of(A));
        balancing(Pool.of("http://a")).handle(retry, next).close();
        assertEquals(A, next.last().upstream().orElseThrow());
    }

    @Test
    void answers503WhenNobodyTakesRequests_oxy500() {
        Pool drained = new Pool().upsert(A, 0).upsert(B, 1);
        drained.markDown(B);
        for (Pool pool : List.of(new Pool(), drained)) {
            Response response = balancing(pool).handle(get("/"), next);
            assertEquals(503, response.status().code());
            assertInstanceOf(Failure.NoUpstream.class, response.failure().orElseThrow());
        }
        assertEquals(0, next.requests().size());
    }

    @Test
    void tellsOfThePickBeforeItIsPassedOn() {
        BalanceOptions.Builder options = BalanceOptions.builder(Pool.of("http://a"))
                .onPick((before, after) -> events.add(before.upstream() + " -> " + after.upstream()));
        Handler last = request -> {
            events.add("passed on");
            return Exchanges.ok();
        };
        balancing(options).handle(get("/"), last).close();
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
        assertEquals(
                "balance(roundRobin http://a (down), http://b*3)",
                balancing(pool).describe());
    }

    @Test
    void describesASpecWithoutMakingItsPool() {
        PoolSpec spec = new PoolSpec("", List.of(new MemberSpec(A, 1), new MemberSpec(B, 3)));
        assertEquals(
                "balance(roundRobin http://a, http://b*3, sticky route)",
                BalanceType.TYPE.describe(BalanceOptions.builder(spec)
                        .sticky(StickyOptions.builder().cookie("route").build())
                        .build()));
    }

    @Test
    void sharesTheLivePoolOfEqualSpecsInOneEnvironment() {
        Environment environment = Environments.at(new ManualTicker());
        PoolSpec spec = PoolSpec.of("http://a", "http://b");
        assertSame(spec.in(environment), PoolSpec.of("http://a", "http://b").in(environment));
        assertNotSame(spec.in(environment), new PoolSpec("other", spec.members()).in(environment));
        assertNotSame(spec.in(environment), spec.in(Environments.at(new ManualTicker())));
    }
}
