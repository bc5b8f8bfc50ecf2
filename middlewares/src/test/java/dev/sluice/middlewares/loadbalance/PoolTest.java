package dev.sluice.middlewares.loadbalance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.core.Upstream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolTest {
    private static final Upstream A = Upstream.of("http://a");
    private static final Upstream B = Upstream.of("http://b");
    private static final Upstream C = Upstream.of("http://c");

    private static Upstream pick(Pool pool) {
        return pool.pick(List.of()).orElseThrow();
    }

    @Test
    void startsTheRotationAgainAfterEveryChange() {
        Pool pool = Pool.of("http://a", "http://b");
        assertEquals(A, pick(pool));
        pool.upsert(C, 1);
        assertEquals(A, pick(pool));
        pool.remove(C);
        assertEquals(A, pick(pool));
        assertEquals(B, pick(pool));
    }

    @Test
    void keepsTheWeightZeroOfANewMember_oxyMakesItOne() {
        Pool pool = Pool.of("http://a").upsert(B, 0);
        assertEquals(OptionalInt.of(0), pool.weight(B));
        assertEquals(Set.of(A), pool.taking());
    }

    @Test
    void knowsNoWeightOfAStranger() {
        assertEquals(OptionalInt.empty(), Pool.of("http://a").weight(B));
    }

    @Test
    void replacesInsteadOfAddingTwice() {
        Pool pool = Pool.of("http://a", "http://a:80/", "http://A").upsert(A, 7);
        assertEquals(List.of(new Member(A, 7)), pool.members());
    }

    @Test
    void saysWhetherThereWasSomethingToRemove() {
        Pool pool = Pool.of("http://a");
        assertTrue(pool.remove(A));
        assertFalse(pool.remove(A));
        assertTrue(pool.pick(List.of()).isEmpty());
    }

    @Test
    void forgetsNoWeightWhileAMemberIsDown() {
        Pool pool = Pool.of("http://a").upsert(B, 3);
        pool.markDown(B);
        assertEquals(Set.of(A), pool.taking());
        pool.upsert(B, 5);
        assertEquals(Set.of(A), pool.taking());
        pool.markUp(B);
        assertEquals(List.of(new Member(A, 1), new Member(B, 5)), pool.members());
    }

    @Test
    void refusesANegativeWeightByName() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> Pool.of("http://a").upsert(B, -1));
        assertEquals("weight of http://b must be at least 0, is -1", refused.getMessage());
    }

    @Test
    void staysExactlyProportionalUnderConcurrency() throws InterruptedException {
        int threads = 4;
        int picksEach = 60_000;
        Pool pool = new Pool().upsert(A, 3).upsert(B, 2).upsert(C, 1);
        Map<Upstream, LongAdder> taken = new ConcurrentHashMap<>();
        inParallel(threads, () -> {
            for (int i = 0; i < picksEach; i++) {
                taken.computeIfAbsent(pick(pool), any -> new LongAdder()).increment();
            }
        });
        assertEquals(threads * picksEach / 2, taken.get(A).sum());
        assertEquals(threads * picksEach / 3, taken.get(B).sum());
        assertEquals(threads * picksEach / 6, taken.get(C).sum());
    }

    @Test
    void neverPicksWhoWasRemovedBefore() throws InterruptedException {
        Pool pool = Pool.of("http://a", "http://b");
        inParallel(4, () -> {
            for (int i = 0; i < 2_000; i++) {
                Upstream own =
                        Upstream.of("http://own-" + Thread.currentThread().threadId());
                pool.upsert(own, 1);
                pick(pool);
                pool.remove(own);
                assertFalse(pool.taking().contains(own));
            }
        });
        assertEquals(List.of(new Member(A, 1), new Member(B, 1)), pool.members());
    }

    private static void inParallel(int threads, Runnable work) throws InterruptedException {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> started = IntStream.range(0, threads)
                .mapToObj(i -> Thread.ofPlatform()
                        .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                        .start(work))
                .toList();
        for (Thread thread : started) {
            thread.join();
        }
        assertEquals(List.of(), failures);
    }
}
