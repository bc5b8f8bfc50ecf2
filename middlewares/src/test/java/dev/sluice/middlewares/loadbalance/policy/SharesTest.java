package dev.sluice.middlewares.loadbalance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.core.Source;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights 3:1 give three quarters, also while weights are learned. */
class SharesTest {
    private static final int PICKS = 100_000;

    /** Five standard deviations of 100 000 independent picks of probability 3/4: the seed is fixed, in Environments. */
    private static final double BY_CHANCE = 100 * 5 * Math.sqrt(0.75 * 0.25 / PICKS);

    static Stream<BalancerSpec> inTurn() {
        return Stream.of(
                new BalancerSpec.RoundRobin(),
                new BalancerSpec.LeastRequests(),
                new BalancerSpec.LeastTime(),
                new BalancerSpec.PowerOfTwo(),
                new BalancerSpec.Hash(Source.header("X-Missing"), 0));
    }

    static Stream<BalancerSpec> byChance() {
        return Stream.of(new BalancerSpec.Random(), new BalancerSpec.Hash(Source.path(), 0));
    }

    @ParameterizedTest
    @MethodSource("inTurn")
    void threeToOneIsThreeQuartersOneAfterTheOther(BalancerSpec policy) {
        PooledLoad load = new PooledLoad(PooledLoad.pool(3, 1), policy);
        load.send(PICKS);
        assertThat(load.share("m0")).isCloseTo(75, within(0.1));
    }

    @ParameterizedTest
    @MethodSource("inTurn")
    void threeToOneIsThreeQuartersUnderLoadThatAllServeEquallyFast(BalancerSpec policy) {
        PooledLoad load = new PooledLoad(PooledLoad.pool(3, 1), policy);
        load.takes("m0", Duration.ofNanos(1000));
        load.takes("m1", Duration.ofNanos(1000));
        load.sendInFlight(PICKS, 40);
        assertThat(load.share("m0")).isCloseTo(75, within(0.1));
    }

    @ParameterizedTest
    @MethodSource("byChance")
    void threeToOneIsThreeQuartersByChance(BalancerSpec policy) {
        PooledLoad load = new PooledLoad(PooledLoad.pool(3, 1), policy);
        load.send(PICKS);
        assertThat(load.share("m0")).isCloseTo(75, within(BY_CHANCE));
    }

    static Stream<BalancerSpec> all() {
        return Stream.concat(inTurn(), byChance());
    }

    @ParameterizedTest
    @MethodSource("all")
    void followsALearnedFactorAtOnce(BalancerSpec policy) {
        PooledLoad load = new PooledLoad(PooledLoad.pool(1, 1), policy);
        load.send(1_000);
        List<Member> members = load.pool().members();
        load.pool().learn(Map.of(members.get(0), 3, members.get(1), 1));
        load.forgetCounts();
        load.send(PICKS);
        assertThat(load.share("m0")).isCloseTo(75, within(BY_CHANCE));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 20})
    void anEvenLoadIsEvenlySpreadInPoolsOfAnySize(int size) {
        for (BalancerSpec policy : inTurn().toList()) {
            Pool pool = PooledLoad.pool(IntStream.generate(() -> 1).limit(size).toArray());
            PooledLoad load = new PooledLoad(pool, policy);
            load.sendInFlight(20_000, 3 * size);
            for (Member member : pool.members()) {
                assertThat(load.share(member.upstream().host()))
                        .as(member + " by " + policy)
                        .isCloseTo(100.0 / size, within(10.0 / size));
            }
        }
    }
}
