package dev.sluice.middlewares.loadbalance.rebalance;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.core.Failure;
import dev.sluice.core.Gate;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.GateContract;
import dev.sluice.testkit.ManualTicker;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        private boolean fresh = true;

        @Override
        public double rating() {
            return rating;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public boolean fresh() {
            return fresh;
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
                RebalancerOptions.builder(pool)
                        .meter(time -> {
                            FixedMeter meter = new FixedMeter();
                            meters.put(order.get(meters.size()), meter);
                            return meter;
                        })
                        .build(),
                Environments.at(ticker));
        order.forEach(upstream -> metered.handle(get("/").withUpstream(upstream), request -> Exchanges.ok())
                .close());
        return metered;
    }

    private List<Integer> afterBackoff(Rebalancer metered) {
        ticker.advance(Duration.ofSeconds(10));
        metered.handle(get("/"), request -> Exchanges.ok()).close();
        return weights();
    }

    /** The shares of the members, in the smallest whole numbers. */
    private List<Integer> weights() {
        List<Integer> weights =
                pool.members().stream().map(Member::effectiveWeight).toList();
        int divisor = weights.stream()
                .map(weight -> BigInteger.valueOf(weight))
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .intValueExact();
        return weights.stream().map(weight -> weight / divisor).toList();
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
        assertEquals(List.of(1, 2, 3), afterBackoff(metered));
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
    void keepsWhatItHasLearnedWhenThePoolChanges_oxyStartsAnew() {
        Rebalancer metered = metered();
        meters.get(C).rating = 0.3;
        afterBackoff(metered);
        pool.upsert(C, 2);
        assertEquals(List.of(2, 2, 1), weights());
        pool.upsert(C, 1);
        pool.upsert("http://d", 1);
        pool.remove("http://d");
        assertEquals(List.of(16, 16, 1), afterBackoff(metered));
        assertEquals(3, pool.members().size());
    }

    @Test
    void doesNotGrowWeightsAgainstAMemberThatHasNotBeenMeasuredAgain() {
        Rebalancer metered = metered();
        meters.get(C).rating = 0.3;
        assertEquals(List.of(4, 4, 1), afterBackoff(metered));
        meters.get(C).fresh = false;
        assertEquals(List.of(4, 4, 1), afterBackoff(metered));
        meters.get(C).fresh = true;
        assertEquals(List.of(16, 16, 1), afterBackoff(metered));
    }

    /** A member that gets so little that its window is empty was taken for healed, got more, failed, and so on. */
    @Test
    void doesNotSwingWhenTheMeterOfAStarvedMemberHasRunEmpty() {
        Set<List<Integer>> seen = new HashSet<>();
        for (int second = 0; second < 300; second++) {
            answer(A, false).close();
            answer(B, false).close();
            if (second < 60) {
                answer(C, true).close();
            } else {
                seen.add(weights());
            }
            ticker.advance(Duration.ofSeconds(1));
        }
        assertEquals(1, seen.size(), seen.toString());
        for (int second = 0; second < 100; second++) {
            answer(A, false).close();
            answer(B, false).close();
            answer(C, false).close();
            ticker.advance(Duration.ofSeconds(1));
        }
        assertEquals(List.of(1, 1, 1), weights());
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
                                () -> RebalancerOptions.builder(pool)
                                        .backoff(Duration.ZERO)
                                        .build())
                        .getMessage());
    }
}
