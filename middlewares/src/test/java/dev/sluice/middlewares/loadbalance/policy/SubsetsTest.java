package dev.sluice.middlewares.loadbalance.policy;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Source;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.testkit.Exchanges;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubsetsTest {
    private static final Source ZONE = Source.header("X-Zone");

    private static MemberSpec member(String url, String zone, int priority) {
        return MemberSpec.builder(url)
                .metadata("zone", zone)
                .metadata("version", "2")
                .priority(priority)
                .build();
    }

    private static Pool pool() {
        return new Pool()
                .upsert(member("http://eu1", "eu", 0))
                .upsert(member("http://eu2", "eu", 0))
                .upsert(member("http://us1", "us", 0))
                .upsert(member("http://us2", "us", 1))
                .upsert("http://none", 1);
    }

    private static PooledLoad load(Pool pool, Subset.Builder subset) {
        Consumer<BalanceOptions.Builder> options = builder -> builder.subset(subset.build());
        return new PooledLoad(pool, options);
    }

    private static Request from(String zone) {
        return Exchanges.request("GET", "/", Fields.of("X-Zone", zone), Body.empty());
    }

    @Test
    void aRequestGoesToTheMembersWhoseMetadataItNames() {
        PooledLoad load = load(pool(), Subset.builder().by("zone", ZONE));
        assertThat(Stream.generate(() -> load.send(from("eu"))).limit(4)).containsExactly("eu1", "eu2", "eu1", "eu2");
        assertThat(load.send(from("us"))).isEqualTo("us1");
    }

    @Test
    void eachSubsetHasItsOwnTurnAndTiers() {
        Pool pool = pool();
        PooledLoad load = load(pool, Subset.builder().by("zone", ZONE));
        assertThat(load.send(from("eu"))).isEqualTo("eu1");
        assertThat(load.send(from("us"))).isEqualTo("us1");
        assertThat(load.send(from("eu"))).isEqualTo("eu2");
        pool.markDown("http://us1");
        assertThat(load.send(from("us"))).isEqualTo("us2");
        assertThat(load.send(from("eu"))).isEqualTo("eu1");
    }

    @Test
    void fixedValuesHoldForAllRequests() {
        Subset.Builder subset = Subset.builder().fixed("version", "2").fixed("zone", "us");
        assertThat(load(pool(), subset).send(from("eu"))).isEqualTo("us1");
    }

    @Test
    void aRequestThatNobodyFitsGoesToAnyMember() {
        PooledLoad load = load(pool(), Subset.builder().by("zone", ZONE));
        assertThat(load.send(from("asia"))).isEqualTo("eu1");
        assertThat(load.send(get("/"))).isEqualTo("eu2");
        load.send(100);
        assertThat(load.count("none")).isGreaterThan(10);
    }

    @Test
    void aRequestThatNobodyFitsIsAnswered503IfAskedFor() {
        Pool pool = pool();
        PooledLoad load = load(pool, Subset.builder().by("zone", ZONE).orNobody());
        assertThat(load.send(from("asia"))).startsWith("503");
        assertThat(load.send(get("/"))).startsWith("503");
        assertThat(load.send(from("us"))).isEqualTo("us1");
        pool.markDown("http://us1");
        pool.markDown("http://us2");
        assertThat(load.send(from("us"))).startsWith("503");
        assertThat(load.send(from("eu"))).isEqualTo("eu1");
    }

    @Test
    void aRetryStaysInTheSubsetAsLongAsItCan() {
        PooledLoad load = load(pool(), Subset.builder().by("zone", ZONE));
        Request retry = from("eu").again(Body.empty(), Optional.of(Upstream.of("http://eu1")));
        assertThat(load.send(retry)).isEqualTo("eu2");
        Request last = retry.again(Body.empty(), Optional.of(Upstream.of("http://eu2")));
        assertThat(load.send(last)).isNotIn("eu1", "eu2");
    }

    @Test
    void aChangeOfMetadataCountsFromTheNextPickOn() {
        Pool pool = pool();
        PooledLoad load = load(pool, Subset.builder().by("zone", ZONE).orNobody());
        assertThat(load.send(from("eu"))).isEqualTo("eu1");
        pool.upsert(member("http://eu2", "asia", 0));
        assertThat(load.send(from("asia"))).isEqualTo("eu2");
        assertThat(load.send(from("eu"))).isEqualTo("eu1");
    }

    @Test
    void refusesASubsetOfNoOrOfDoubleKeys() {
        assertThatThrownBy(() -> Subset.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("subset must have at least one key of metadata");
        assertThatThrownBy(() ->
                        Subset.builder().fixed("zone", "eu").by("zone", ZONE).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("subset key must be fixed or named by requests, not both: zone");
    }
}
