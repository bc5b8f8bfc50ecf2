package dev.sluice.middlewares.loadbalance.policy;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeastRequestsTest {
    private static final BalancerSpec POLICY = new BalancerSpec.LeastRequests();

    private static List<Integer> inFlight(Pool pool) {
        return pool.members().stream().map(Member::inFlight).toList();
    }

    @Test
    void picksWhoHasTheFewestRequestsInFlight() {
        PooledLoad load = new PooledLoad(PooledLoad.pool(1, 1, 1), POLICY);
        String first = load.open(get("/"));
        String second = load.open(get("/"));
        String third = load.open(get("/"));
        assertThat(List.of(first, second, third)).containsExactlyInAnyOrder("m0", "m1", "m2");
        load.endOldest();
        assertThat(load.open(get("/"))).isEqualTo(first);
    }

    @Test
    void takesTurnsAmongThoseWithEquallyMany() {
        PooledLoad load = new PooledLoad(PooledLoad.pool(2, 1), POLICY);
        assertThat(Stream.generate(() -> load.send(get("/"))).limit(6))
                .containsExactly("m0", "m0", "m1", "m0", "m0", "m1");
    }

    @Test
    void countsRequestsInFlightForEachUnitOfWeight() {
        PooledLoad load = new PooledLoad(PooledLoad.pool(3, 1), POLICY);
        IntStream.range(0, 40).forEach(i -> load.open(get("/")));
        assertThat(inFlight(load.pool())).containsExactly(30, 10);
    }

    @Test
    void aMemberThatDoesNotAnswerGetsNoMoreThanItsShareInFlight() {
        PooledLoad load = new PooledLoad(PooledLoad.pool(1, 1, 1, 1), POLICY);
        IntStream.range(0, 40).forEach(i -> load.open(get("/")));
        assertThat(inFlight(load.pool())).containsOnly(10);
    }

    @Test
    void aHundredMembersHaveNearlyEquallyManyThoughFiveAreCompared() {
        Pool pool = PooledLoad.pool(IntStream.generate(() -> 1).limit(100).toArray());
        PooledLoad load = new PooledLoad(pool, POLICY);
        IntStream.range(0, 1_000).forEach(i -> load.open(get("/")));
        assertThat(inFlight(pool)).allMatch(count -> count >= 8 && count <= 11);
    }
}
