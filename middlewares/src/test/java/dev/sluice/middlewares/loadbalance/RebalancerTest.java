package dev.sluice.middlewares.loadbalance;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.core.Failure;
import dev.sluice.core.Gate;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.GateContract;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RebalancerTest implements GateContract {
    private static final Upstream A = Upstream.of("http://a");
    private static final Upstream B = Upstream.of("http://b");
    private static final Upstream C = Upstream.of("http://c");

    private final ManualTicker ticker = new ManualTicker();
    private final Pool pool = Pool.of("http://a", "http://b", "http://c");
    private final Map<Upstream, FixedMeter> meters = new HashMap<>();
    private final Rebalancer rebalancer = new Rebalancer(pool, ticker);

    /** oxy's {@code TestMeter}. */
    private static final class FixedMeter implements Meter {
        private double rating;
        private boolean ready = true;

        @Override
        public double rating() {
            return rating;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public void record(Outcome outcome, Duration latency) {}
    }

    @Override
    public Gate middleware() {
        return new Rebalancer(Pool.of("http://a", "http://b"), new ManualTicker());
    }

    /** A rebalancer whose meters say what the test wants: they are made in the order of the pool. */
    private Rebalancer metered() {
        List<Upstream> order = pool.members().stream().map(Member::upstream).toList();
        Rebalancer metered = new Rebalancer(
                pool,
                RebalancerOptions.builder()
                        .meter(time -> {
                            FixedMeter meter = new FixedMeter();
                            meters.put(order.get(meters.size()), meter);
                            return meter;
                        })
                        .build(),
                ticker);
        order.forEach(upstream -> metered.handle(get("/").withUpstream(upstream), request -> Exchanges.ok())
                .close());
        return metered;
    }

    private List<Integer> afterBackoff(Rebalancer metered) {
        ticker.advance(Duration.ofSeconds(10));
        metered.handle(get("/"), request -> Exchanges.ok()).close();
        return weights();
    }

    private List<Integer> weights() {
        return pool.members().stream().map(Member::effectiveWeight).toList();
    }

    private Response answer(Upstream upstream, boolean fail) {
        return rebalancer.handle(
                get("/").withUpstream(upstream),
                request -> fail
                        ? Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL)
                        : Exchanges.ok());
    }

    @Test
    void growsTheGoodByFourUpTo4096() {
        Rebalancer metered = metered();
        meters.get(C).rating = 0.3;
        assertEquals(List.of(4, 4, 1), afterBackoff(metered));
        assertEquals(List.of(16, 16, 1), afterBackoff(metered));
        for (int i = 0; i < 6; i++) {
            afterBackoff(metered);
        }
        assertEquals(List.of(4096, 4096, 1), weights());
    }

    @Test
    void convergesByFourWhenAllAreAlike() {
        Rebalancer metered = metered();
        meters.get(C).rating = 0.3;
        afterBackoff(metered);
        assertEquals(List.of(16, 16, 1), afterBackoff(metered));
        meters.get(C).rating = 0;
        assertEquals(List.of(4, 4, 1), afterBackoff(metered));
        assertEquals(List.of(1, 1, 1), afterBackoff(metered));
    }

    @Test
    void keepsTheProportionsThatWereWritten() {
        pool.upsert(A, 2).upsert(B, 4).upsert(C, 6);
        Rebalancer metered = metered();
        meters.get(C).rating = 0.3;
        assertEquals(List.of(4, 8, 3), afterBackoff(metered));
        meters.get(C).rating = 0;
        assertEquals(List.of(2, 4, 6), afterBackoff(metered));
    }

    @Test
    void waitsForTheBackoffBetweenTwoChanges() {
        Rebalancer metered = metered();
        meters.get(C).rating = 0.3;
        assertEquals(List.of(4, 4, 1), afterBackoff(metered));
        ticker.advance(Duration.ofMillis(9_999));
        metered.handle(get("/"), request -> Exchanges.ok()).close();
        assertEquals(List.of(4, 4, 1), weights());
    }

    @Test
    void doesNothingWhileAMeterIsNotReadyOrAllAreEquallyBad() {
        Rebalancer metered = metered();
        meters.get(C).rating = 0.3;
        meters.get(A).ready = false;
        assertEquals(List.of(1, 1, 1), afterBackoff(metered));
        meters.values().forEach(meter -> {
            meter.rating = 1;
            meter.ready = true;
        });
        assertEquals(List.of(1, 1, 1), afterBackoff(metered));
    }

    @Test
    void tellsGoodFromBadAmongTwo() {
        pool.remove(C);
        Rebalancer metered = metered();
        meters.get(B).rating = 0.3;
        assertEquals(List.of(4, 1), afterBackoff(metered));
    }

    @Test
    void doesNotWaitForMembersThatTakeNothing_oxyDoes() {
        pool.upsert(B, 0);
        Rebalancer metered = metered();
        meters.get(B).ready = false;
        meters.get(C).rating = 0.3;
        assertEquals(List.of(4, 0, 1), afterBackoff(metered));
    }

    @Test
    void startsAnewWhenThePoolChanges_oxyWouldHoldAMemberTwice() {
        Rebalancer metered = metered();
        meters.get(C).rating = 0.3;
        afterBackoff(metered);
        pool.upsert(C, 2);
        assertEquals(List.of(1, 1, 2), weights());
        assertEquals(List.of(2, 2, 1), afterBackoff(metered));
        assertEquals(3, pool.members().size());
    }

    @Test
    void measuresFailuresOfTheNetworkToTheEndOfTheBody() {
        for (int second = 0; second < 11; second++) {
            answer(A, false).close();
            answer(B, false).close();
            Response broken = answer(C, false);
            broken.end(Outcome.broken(broken, new Failure.UpstreamBroken("cut", Failure.Sent.ALL), 0, 1));
            ticker.advance(Duration.ofSeconds(1));
        }
        answer(A, true).close();
        assertEquals(List.of(4, 4, 1), weights());
    }

    @Test
    void doesNotBlameAMemberForClientsThatLeave() {
        for (int second = 0; second < 12; second++) {
            answer(A, false).close();
            answer(B, false).close();
            answer(C, false).close();
            Response left = answer(C, false);
            left.end(Outcome.broken(left, new Failure.ClientGone(Failure.Sent.ALL), 0, 1));
            ticker.advance(Duration.ofSeconds(1));
        }
        answer(A, false).close();
        assertEquals(List.of(1, 1, 1), weights());
    }

    @Test
    void refusesABackoffThatIsNone() {
        assertEquals(
                "backoff must be positive, is PT0S",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> RebalancerOptions.builder()
                                        .backoff(Duration.ZERO)
                                        .build())
                        .getMessage());
    }
}
