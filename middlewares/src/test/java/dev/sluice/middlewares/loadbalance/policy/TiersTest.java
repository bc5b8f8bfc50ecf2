package dev.sluice.middlewares.loadbalance.policy;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.core.Body;
import dev.sluice.core.Request;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TiersTest {
    private static final BalancerSpec IN_TURN = new BalancerSpec.RoundRobin();

    private static Pool pool() {
        Pool pool = new Pool();
        for (String url : new String[] {"http://a1", "http://a2", "http://a3", "http://a4"}) {
            pool.upsert(MemberSpec.builder(url).build());
        }
        pool.upsert(MemberSpec.builder("http://b").priority(1).build());
        return pool.upsert(MemberSpec.builder("http://c").priority(2).build());
    }

    private static PooledLoad load(Pool pool, int overprovisioning) {
        Consumer<BalanceOptions.Builder> options =
                builder -> builder.policy(IN_TURN).overprovisioning(overprovisioning);
        return new PooledLoad(pool, options);
    }

    @Test
    void theNextTierIsPickedFromOnlyWhenNobodyOfTheOneBeforeIsLeft() {
        PooledLoad load = load(pool(), 0);
        load.send(40);
        load.pool().markDown("http://a1");
        load.pool().markDown("http://a2");
        load.pool().markDown("http://a3");
        load.send(40);
        assertThat(load.count("b")).isZero();
        load.pool().markDown("http://a4");
        load.forgetCounts();
        load.send(40);
        assertThat(load.count("b")).isEqualTo(40);
        load.pool().markDown("http://b");
        assertThat(load.send(get("/"))).isEqualTo("c");
        load.pool().markUp("http://a2");
        assertThat(load.send(get("/"))).isEqualTo("a2");
    }

    @Test
    void aRetryGoesToTheNextTierWhenAllOfTheOneBeforeHaveFailed() {
        PooledLoad load = load(pool(), 0);
        Request request = get("/");
        for (int i = 0; i < 4; i++) {
            String met = load.send(request);
            assertThat(met).startsWith("a");
            request = request.again(Body.empty(), Optional.of(Upstream.of("http://" + met)));
        }
        assertThat(load.send(request)).isEqualTo("b");
        load.forgetCounts();
        load.send(8);
        assertThat(load.count("a1")).isEqualTo(2); // and no turn is lost
    }

    @Test
    void spillsOverWhenFewerThanSeventyOnePercentAreAvailable() {
        PooledLoad load = load(pool(), 140);
        load.pool().markDown("http://a1");
        load.send(1_000);
        assertThat(load.count("b")).isZero(); // 75 % times 1.4 is enough
        load.pool().markDown("http://a2");
        load.forgetCounts();
        load.send(10_000);
        assertThat(load.share("b")).isCloseTo(30, within(2.5)); // five standard deviations; 50 % times 1.4 is 70 %
        assertThat(load.count("c")).isZero();
        load.pool().markDown("http://a3");
        load.forgetCounts();
        load.send(10_000);
        assertThat(load.share("b")).isCloseTo(65, within(2.5));
    }

    @Test
    void sharesAllRequestsAmongTheTiersIfNoneHasEnough() {
        Pool pool = new Pool();
        for (int i = 0; i < 4; i++) {
            pool.upsert(MemberSpec.builder("http://a" + i).build());
            pool.upsert(MemberSpec.builder("http://b" + i).priority(1).build());
        }
        for (int i = 0; i < 3; i++) {
            pool.markDown("http://a" + i);
            pool.markDown("http://b" + i);
        }
        PooledLoad load = load(pool, 100);
        load.send(10_000);
        assertThat(load.share("a3")).isCloseTo(50, within(2.5));
        assertThat(load.share("b3")).isCloseTo(50, within(2.5));
    }

    @Test
    void eachTierKeepsItsTurn() {
        Pool pool = new Pool();
        for (String url : new String[] {"http://a1", "http://a2"}) {
            pool.upsert(MemberSpec.builder(url).build());
        }
        pool.upsert(MemberSpec.builder("http://b").priority(1).build());
        PooledLoad load = load(pool, 0);
        assertThat(load.send(get("/"))).isEqualTo("a1");
        pool.upsert("http://b", 5); // an unrelated change
        assertThat(pool.member("http://b").orElseThrow().priority()).isEqualTo(1);
        assertThat(load.send(get("/"))).isEqualTo("a2");
        assertThat(load.send(get("/"))).isEqualTo("a1");
    }

    @Test
    void aRefreshMovesAMemberToAnotherTier() {
        PooledLoad load = load(pool(), 0);
        load.send(3);
        load.pool()
                .refresh(PoolSpec.builder()
                        .member("http://a1", member -> member.priority(1))
                        .member("http://b")
                        .build()
                        .members());
        assertThat(load.send(get("/"))).isEqualTo("b");
        load.pool().markDown("http://b");
        assertThat(load.send(get("/"))).isEqualTo("a1");
    }

    @Test
    void refusesAFactorThatWouldLeaveRequestsToNobody() {
        assertThatThrownBy(() -> load(pool(), 99))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("overprovisioning must be 0, or at least 100 %, is 99");
    }
}
