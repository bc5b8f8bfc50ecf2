package dev.sluice.middlewares.loadbalance.policy;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Request;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.model.Environment;
import dev.sluice.testkit.ManualTicker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What holds for every policy of picking, behind the tiers that stand before each of them. */
interface BalancerContract {
    /** The policy, with time that stands still and random numbers that are thread-safe. */
    BalancerSpec policy();

    private Balancer balancer(Pool pool) {
        RandomGenerator same = () -> 0x1234_5678_9ABC_DEF0L;
        Environment plain = Environments.at(new ManualTicker());
        Environment environment = Environment.of(plain.ticker(), plain.timers(), same, same);
        return Picking.balancer(policy(), Optional.empty(), 0, pool::members, environment);
    }

    private static Pool five() {
        Pool pool = new Pool();
        for (int i = 1; i <= 5; i++) {
            pool.upsert("http://m" + i, i);
        }
        return pool;
    }

    private static Request retry(Request request, Member failed) {
        return request.again(Body.empty(), Optional.of(failed.upstream()));
    }

    @Test
    default void aRetryNeverMeetsAMemberThatFailedWhileAnotherIsThere() {
        Pool pool = five();
        Balancer balancer = balancer(pool);
        for (int round = 0; round < 200; round++) {
            Request request = get("/" + round);
            List<Member> met = new ArrayList<>();
            for (int attempt = 0; attempt < 5; attempt++) {
                Member picked = pool.pick(request, balancer).orElseThrow();
                met.add(picked);
                request = retry(request, picked);
            }
            assertThat(met).doesNotHaveDuplicates();
            assertThat(pool.pick(request, balancer)).isPresent();
        }
    }

    @Test
    default void withOneOfTwoDeadEveryRetryMeetsTheOther() {
        Pool pool = Pool.of("http://dead", "http://alive");
        Balancer balancer = balancer(pool);
        Member alive = pool.member("http://alive").orElseThrow();
        Member dead = pool.member("http://dead").orElseThrow();
        for (int round = 0; round < 100; round++) {
            Request request = get("/" + round);
            pool.pick(request, balancer);
            assertThat(pool.pick(retry(request, dead), balancer)).contains(alive);
        }
    }

    @Test
    default void aRetryTakesNoTurn() {
        Pool pool = five();
        Balancer alone = balancer(pool);
        Balancer retried = balancer(pool);
        for (int i = 0; i < 60; i++) {
            Request request = get("/" + i);
            Member picked = pool.pick(request, alone).orElseThrow();
            assertThat(pool.pick(request, retried)).contains(picked);
            for (int attempt = 0; attempt < i % 3; attempt++) {
                pool.pick(retry(request, picked), retried);
            }
        }
    }

    @Test
    default void picksNobodyWhoDoesNotTakeRequests() {
        Pool pool = five();
        Balancer balancer = balancer(pool);
        for (int i = 0; i < 50; i++) {
            pool.pick(get("/" + i), balancer);
        }
        pool.markDown("http://m1");
        pool.drain("http://m5");
        pool.remove("http://m2");
        pool.upsert("http://m3", 0);
        for (int i = 0; i < 50; i++) {
            assertThat(pool.pick(get("/" + i), balancer)).isEqualTo(pool.member("http://m4"));
        }
        pool.remove("http://m4");
        assertThat(pool.pick(get("/"), balancer)).isEmpty();
        pool.upsert("http://m6", 2);
        assertThat(pool.pick(get("/"), balancer)).isEqualTo(pool.member("http://m6"));
    }

    @Test
    default void picksAMemberFromManyThreadsWhileThePoolChanges() throws InterruptedException {
        Pool pool = five();
        Balancer balancer = balancer(pool);
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < 300; i++) {
                        assertThat(pool.pick(get("/" + i), balancer)).isPresent();
                    }
                } catch (RuntimeException | Error failure) {
                    failures.add(failure);
                }
            }));
        }
        for (int i = 0; i < 20; i++) {
            pool.upsert("http://m" + (2 + i % 4), i % 3);
            pool.remove(Upstream.of("http://m" + (2 + (i + 1) % 4)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }
}
