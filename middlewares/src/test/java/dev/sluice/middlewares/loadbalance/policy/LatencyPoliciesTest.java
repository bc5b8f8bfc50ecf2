package dev.sluice.middlewares.loadbalance.policy;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Failure;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Least time, and the power of two choices by peak EWMA. */
class LatencyPoliciesTest {
    private static final Duration FAST = Duration.ofMillis(10);
    private static final Duration SLOW = Duration.ofMillis(100);

    static Stream<BalancerSpec> policies() {
        return Stream.of(new BalancerSpec.LeastTime(), new BalancerSpec.PowerOfTwo());
    }

    private static PooledLoad load(BalancerSpec policy) {
        PooledLoad load = new PooledLoad(PooledLoad.pool(1, 1), policy);
        load.takes("m0", FAST);
        load.takes("m1", FAST);
        return load;
    }

    @ParameterizedTest
    @MethodSource("policies")
    void leavesOutWhoBecomesSlowAndComesBackToIt(BalancerSpec policy) {
        PooledLoad load = load(policy);
        load.send(100);
        assertThat(load.count("m1")).isEqualTo(50);
        load.takes("m1", SLOW);
        load.advance(Duration.ofSeconds(30)); // what was measured before counts little
        load.send(100);
        load.forgetCounts();
        load.send(100);
        assertThat(load.count("m1")).isZero();

        load.takes("m1", FAST);
        load.advance(Duration.ofSeconds(5));
        load.send(8_000); // eighty seconds
        load.forgetCounts();
        load.send(100);
        assertThat(load.count("m1")).isGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void whoIsSlowGetsRequestsWhenTheOthersAreBusy(BalancerSpec policy) {
        PooledLoad load = load(policy);
        load.takes("m1", Duration.ofMillis(35));
        load.send(4);
        load.forgetCounts();
        load.sendInFlight(8, 8);
        assertThat(load.count("m1")).isBetween(1, 3);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void whoFailsAtOnceIsNotTakenForQuick(BalancerSpec policy) {
        for (Response failure : new Response[] {
            Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL),
            Response.of(Status.SERVICE_UNAVAILABLE_503)
        }) {
            PooledLoad load = load(policy);
            load.takes("m1", Duration.ZERO);
            load.answers("m1", failure);
            load.advance(Duration.ofSeconds(1));
            load.send(10);
            load.forgetCounts();
            load.send(100);
            assertThat(load.count("m1")).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void whoHasNotAnsweredYetGetsOneRequestFirst(BalancerSpec policy) {
        PooledLoad load = load(policy);
        load.send(10);
        load.pool().upsert("http://new", 1);
        load.forgetCounts();
        load.whileWaitingFor("new", () -> {
            load.send(20);
            assertThat(load.count("new")).isEqualTo(1);
        });
        load.send(30);
        assertThat(load.count("new")).isEqualTo(1); // it took as long as the twenty others
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aLongBodyDoesNotCountButTheRequestInFlightDoes(BalancerSpec policy) {
        PooledLoad load = load(policy);
        load.send(4);
        String busy = load.open(get("/download"));
        load.advance(Duration.ofSeconds(5));
        assertThat(load.send(get("/"))).isNotEqualTo(busy);
        load.endOldest();
        load.forgetCounts();
        load.send(10);
        assertThat(load.count("m0")).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void whoHoldsOldStreamsWhenThePolicyBeginsIsAskedToo(BalancerSpec policy) {
        Pool pool = PooledLoad.pool(1, 1);
        PooledLoad before = new PooledLoad(pool, new BalancerSpec.RoundRobin());
        for (int i = 0; i < 10; i++) {
            before.open(get("/socket"));
        }
        PooledLoad load = new PooledLoad(pool, policy);
        load.takes("m0", FAST);
        load.takes("m1", FAST);
        load.send(100);
        assertThat(load.count("m1")).isEqualTo(50);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void whoNeverAnsweredItsFirstRequestIsAskedAgainSomeTime(BalancerSpec policy) {
        PooledLoad load = load(policy);
        load.send(10);
        load.pool().upsert("http://new", 1);
        load.takes("new", FAST);
        load.answers(
                "new",
                Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Provenance.LOCAL)); // which says nothing
        load.send(10);
        load.forgetCounts();
        load.send(100);
        assertThat(load.count("new")).isZero();
        load.send(8_000); // eighty seconds
        assertThat(load.count("new")).isPositive();
    }
}
