package dev.sluice.middlewares.loadbalance.policy;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Source;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.testkit.Exchanges;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsistentHashTest {
    private static final int KEYS = 20_000;

    private static List<String> homes(Pool pool, ConsistentHash hash) {
        pool.pick(get("/first-after-a-change"), hash);
        return IntStream.range(0, KEYS)
                .mapToObj(key ->
                        pool.pick(get("/" + key), hash).orElseThrow().upstream().host())
                .toList();
    }

    private static Pool ten() {
        return PooledLoad.pool(IntStream.generate(() -> 1).limit(10).toArray());
    }

    private static long differences(List<String> some, List<String> others) {
        return IntStream.range(0, KEYS)
                .filter(key -> !some.get(key).equals(others.get(key)))
                .count();
    }

    @Test
    void removingOneOfTenMembersMovesAtMostTwelvePercentOfTheKeys() {
        for (int gone = 0; gone < 10; gone++) {
            Pool pool = ten();
            ConsistentHash hash = new ConsistentHash(Source.path(), 0);
            List<String> before = homes(pool, hash);
            pool.remove("http://m" + gone);
            assertThat(differences(before, homes(pool, hash))).isBetween(KEYS * 8L / 100, KEYS * 12L / 100);
        }
    }

    @Test
    void addingATenthMemberMovesAtMostTwelvePercentOfTheKeysAndRemovingItMovesThemBack() {
        Pool pool = ten();
        ConsistentHash hash = new ConsistentHash(Source.path(), 0);
        List<String> ten = homes(pool, hash);
        pool.remove("http://m4");
        List<String> nine = homes(pool, hash);
        pool.upsert("http://m4", 1);
        List<String> again = homes(pool, hash);
        assertThat(differences(nine, again)).isLessThanOrEqualTo(KEYS * 12L / 100);
        assertThat(again).isEqualTo(ten);
    }

    @Test
    void everyGatewayFindsTheSameMemberInWhateverOrderMembersAreListed() {
        List<String> urls = new ArrayList<>(
                IntStream.range(0, 10).mapToObj(i -> "http://m" + i).toList());
        Pool one = Pool.of(urls.toArray(String[]::new));
        Collections.reverse(urls);
        Pool other = Pool.of(urls.toArray(String[]::new));
        assertThat(homes(one, new ConsistentHash(Source.path(), 0)))
                .isEqualTo(homes(other, new ConsistentHash(Source.path(), 0)));
    }

    @Test
    void aThousandMembersAllHaveTheirShareOfTheTable() {
        Pool pool = PooledLoad.pool(IntStream.generate(() -> 1).limit(1_000).toArray());
        MaglevTable table = new MaglevTable(pool.members(), Collections.nCopies(1_000, 1));
        int[] slots = new int[1_000];
        IntStream.range(0, 65_537)
                .forEach(slot ->
                        slots[Integer.parseInt(table.at(slot).upstream().host().substring(1))]++);
        assertThat(slots).containsOnly(65, 66);
    }

    @Test
    void aRequestWithoutTheKeyIsPickedForInTurn() {
        PooledLoad load = new PooledLoad(PooledLoad.pool(1, 1, 1), new BalancerSpec.Hash(Source.header("X-User"), 0));
        assertThat(Stream.generate(() -> load.send(get("/"))).limit(4)).containsExactly("m0", "m1", "m2", "m0");
        Request keyed = Exchanges.request("GET", "/", Fields.of("X-User", "7"), Body.empty());
        assertThat(Stream.generate(() -> load.send(keyed)).limit(4).distinct()).hasSize(1);
    }

    @Test
    void allRetriesOfAKeyMeetAtTheSameMember() {
        Pool pool = ten();
        ConsistentHash hash = new ConsistentHash(Source.path(), 0);
        Set<String> seconds = new HashSet<>();
        for (int key = 0; key < 100; key++) {
            Request request = get("/" + key);
            Member home = pool.pick(request, hash).orElseThrow();
            Request retry = request.again(Body.empty(), Optional.of(home.upstream()));
            Member second = pool.pick(retry, hash).orElseThrow();
            assertThat(second).isNotEqualTo(home);
            assertThat(pool.pick(retry, hash)).contains(second);
            seconds.add(second.upstream().host());
        }
        assertThat(seconds).hasSizeGreaterThan(5); // the keys of a dead member are spread over the others
    }

    @Test
    void aListThatNeverComesAgainMakesNoTableAndMovesOnlyTheKeysOfWhoIsMissing() {
        Pool pool = ten();
        ConsistentHash hash = new ConsistentHash(Source.path(), 0);
        List<String> before = homes(pool, hash);
        Member full = pool.member("http://m3").orElseThrow();
        for (int key = 0; key < 200; key++) {
            Member picked =
                    pool.pick(get("/" + key), hash, member -> member != full).orElseThrow();
            if (before.get(key).equals("m3")) {
                assertThat(picked).isNotEqualTo(full);
            } else {
                assertThat(picked.upstream().host()).isEqualTo(before.get(key));
            }
        }
        assertThat(homes(pool, hash)).isEqualTo(before);
    }

    @Test
    void aMemberAboveItsBoundPassesTheKeyToTheNextAndTakesItBack() {
        PooledLoad load = new PooledLoad(ten(), new BalancerSpec.Hash(Source.path(), 125));
        for (int i = 0; i < 200; i++) {
            load.open(get("/hot"));
        }
        assertThat(load.pool().members()).allMatch(member -> member.inFlight() <= 25); // 1.25 times 20
        for (int i = 0; i < 200; i++) {
            load.endOldest();
        }
        assertThat(Stream.generate(() -> load.send(get("/hot"))).limit(20).distinct())
                .hasSize(1);
    }

    @Test
    void aBoundHoldsInALargePoolWhoseRequestsAreCountedNowAndThen() {
        Pool pool = PooledLoad.pool(IntStream.generate(() -> 1).limit(100).toArray());
        PooledLoad load = new PooledLoad(pool, new BalancerSpec.Hash(Source.path(), 150));
        for (int i = 0; i < 2_000; i++) {
            load.open(get("/" + i % 10));
        }
        assertThat(pool.members()).allMatch(member -> member.inFlight() <= 30); // 1.5 times 20
    }

    @Test
    void refusesABoundThatLeavesNoRoom() {
        assertThatThrownBy(() -> new BalancerSpec.Hash(Source.path(), 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bound must be 0, or above 100 %, is 100");
    }
}
