package dev.sluice.middlewares.loadbalance.pool;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.options.MistakesException;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.policy.WeightedRoundRobin;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PoolTest {
    private static final Upstream A = Upstream.of("http://a");
    private static final Upstream B = Upstream.of("http://b");
    private static final Upstream C = Upstream.of("http://c");

    private final Balancer balancer = new WeightedRoundRobin();
    private final ManualTicker ticker = new ManualTicker();

    private Upstream pick(Pool pool) {
        return pool.pick(get("/"), balancer).orElseThrow().upstream();
    }

    private static List<Upstream> taking(Pool pool) {
        return pool.taking().stream().map(Member::upstream).toList();
    }

    private static List<String> weights(Pool pool) {
        return pool.members().stream()
                .map(member -> member.upstream().host() + " " + member.weight())
                .toList();
    }

    /** A vote that a test turns. */
    private static final class TestVote implements Vote {
        private Standing standing = Standing.OUT;
        private boolean admits;
        private boolean binding = true;

        @Override
        public String judge() {
            return "test";
        }

        @Override
        public Standing standing() {
            return standing;
        }

        @Override
        public boolean admits() {
            return admits;
        }

        @Override
        public boolean binding() {
            return binding;
        }

        @Override
        public String toString() {
            return "tested";
        }
    }

    @Test
    void changesNothingByAChangeThatChangesNothing_oxyStartsAgainAtTheFirstMember() {
        Pool pool = Pool.of("http://a", "http://b", "http://c");
        List<Upstream> picks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            picks.add(pick(pool));
            pool.upsert(A, 1);
            pool.refresh(PoolSpec.of("http://a", "http://b", "http://c").members());
            pool.markUp(B);
        }
        assertEquals(List.of(A, B, C, A, B, C), picks);
    }

    @Test
    void goesOnWithTheNextTurnWhenAMemberComesOrLeaves() {
        Pool pool = Pool.of("http://a", "http://b");
        assertEquals(A, pick(pool));
        pool.upsert(C, 1);
        assertEquals(B, pick(pool));
        assertEquals(C, pick(pool));
        assertEquals(A, pick(pool));
        pool.remove(B);
        assertEquals(C, pick(pool));
        assertEquals(A, pick(pool));
    }

    @Test
    void starvesNobodyWhileAWeightChangesWithEveryPick() {
        Pool pool = Pool.of("http://a", "http://b");
        Map<Upstream, Integer> taken = new HashMap<>();
        for (int i = 0; i < 120; i++) {
            pool.upsert(A, 1 + i % 2);
            taken.merge(pick(pool), 1, Integer::sum);
        }
        assertTrue(taken.get(B) >= 40, taken.toString());
    }

    @Test
    void keepsTheObjectOfAMemberAsLongAsItStays() {
        Pool pool = Pool.of("http://a", "http://b");
        Member a = pool.member("http://a").orElseThrow();
        pool.upsert(A, 5).upsert(C, 1).refresh(List.of(new MemberSpec(A, 2), new MemberSpec(C, 1)));
        assertSame(a, pool.member(A).orElseThrow());
        assertEquals(List.of("a 2", "c 1"), weights(pool));
        pool.remove(A);
        pool.upsert(A, 1);
        assertNotSame(a, pool.member(A).orElseThrow());
    }

    @Test
    void keepsWhatWasLearnedOfTheOthersWhenOneChanges() {
        Pool pool = Pool.of("http://a", "http://b", "http://c");
        pool.learn(Map.of(pool.member(A).orElseThrow(), 16, pool.member(B).orElseThrow(), 4));
        pool.upsert(C, 2);
        pool.markDown(C);
        pool.upsert("http://d", 1);
        assertEquals(
                List.of(16, 4, 2, 16),
                pool.members().stream().map(Member::effectiveWeight).toList());
    }

    @Test
    void keepsTheWeightZeroOfANewMember_oxyMakesItOne() {
        Pool pool = Pool.of("http://a").upsert(B, 0);
        assertEquals(OptionalInt.of(0), pool.weight(B));
        assertEquals(List.of(A), taking(pool));
    }

    @Test
    void knowsNoWeightOfAStranger() {
        assertEquals(OptionalInt.empty(), Pool.of("http://a").weight(B));
    }

    @Test
    void replacesInsteadOfAddingTwice() {
        Pool pool = Pool.of("http://a", "http://a:80/", "http://A").upsert(A, 7);
        assertEquals(List.of("a 7"), weights(pool));
    }

    @Test
    void saysWhetherThereWasSomethingToRemove() {
        Pool pool = Pool.of("http://a");
        assertTrue(pool.remove("http://a"));
        assertFalse(pool.remove(A));
        assertTrue(pool.pick(get("/"), balancer).isEmpty());
    }

    @Test
    void forgetsNoWeightWhileAMemberIsDown() {
        Pool pool = Pool.of("http://a").upsert(B, 3);
        pool.markDown("http://b");
        assertEquals(List.of(A), taking(pool));
        pool.upsert(B, 5);
        assertEquals(List.of(A), taking(pool));
        pool.markUp("http://b");
        assertEquals(List.of(A, B), taking(pool));
        assertEquals(List.of("a 1", "b 5"), weights(pool));
    }

    @Test
    void refusesANegativeWeightByName() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> Pool.of("http://a").upsert(B, -1));
        assertEquals("weight of http://b must be at least 0, is -1", refused.getMessage());
    }

    @Test
    void tellsOfAllUrlsThatAreNoUpstreams() {
        assertEquals(
                2,
                assertThrows(MistakesException.class, () -> Pool.of("ftp://a", "http://b", "http://c:99999"))
                        .mistakes()
                        .size());
    }

    @Test
    void takesRequestsIfNoVoteIsAgainstIt() {
        Pool pool = Pool.of("http://a", "http://b");
        TestVote vote = new TestVote();
        pool.vote(A, vote);
        pool.markDown(A);
        assertEquals("http://a (tested, down), http://b", pool.toString());
        pool.markUp(A);
        assertEquals(List.of(B), taking(pool));
        pool.withdraw(A, vote);
        assertEquals(List.of(A, B), taking(pool));
    }

    @Test
    void leavesAMemberThatDrainsToItsStickyClients() {
        Pool pool = Pool.of("http://a", "http://b").runs(ticker, Journal.NONE);
        assertTrue(pool.drain(A, Duration.ofMinutes(1)));
        Member a = pool.member(A).orElseThrow();
        assertEquals(List.of(B), taking(pool));
        assertTrue(pool.keeps(a, get("/")));
        assertFalse(pool.keeps(a, get("/").again(Body.empty(), Optional.of(A))));
        pool.drain(A, Duration.ofMinutes(2)); // in place of the first
        ticker.advance(Duration.ofMinutes(1));
        assertEquals(2, pool.members().size());
        ticker.advance(Duration.ofMinutes(1));
        assertFalse(pool.keeps(a, get("/")));
        assertEquals(List.of(B), pool.members().stream().map(Member::upstream).toList());
        assertFalse(pool.drain(A));
    }

    @Test
    void drainsForATimeOnlyWhileItRuns() {
        Pool pool = Pool.of("http://a");
        assertTrue(pool.drain("http://a"));
        assertThrows(IllegalStateException.class, () -> pool.drain(A, Duration.ofMinutes(1)));
    }

    @Test
    void remembersTheLastFailureOfAMember() {
        Pool pool = Pool.of("http://a").runs(ticker, Journal.NONE);
        Member a = pool.member(A).orElseThrow();
        Failure refused = new Failure.ConnectFailed("refused");
        a.exchange(get("/"), request -> Response.failed(refused, Provenance.LOCAL), ticker, List.of())
                .close();
        a.exchange(get("/"), request -> Response.of(Status.OK_200), ticker, List.of())
                .close();
        assertEquals(Optional.of(new Member.LastFailure(refused, ticker.nanos())), a.lastFailure());
    }

    @Test
    void asksAVoteAtEveryPickAndForgetsItWhenItHasTurned() {
        Pool pool = Pool.of("http://a", "http://b");
        TestVote vote = new TestVote();
        pool.vote(A, vote);
        assertEquals(B, pick(pool));
        assertEquals(B, pick(pool));
        vote.standing = Vote.Standing.IN;
        assertEquals(Set.of(A, B), new HashSet<>(List.of(pick(pool), pick(pool))));
        assertEquals(List.of(), pool.member(A).orElseThrow().votes());
    }

    @Test
    void givesTheTurnOfAMemberOnTrialToOthersUnlessItIsAdmitted() {
        Pool pool = Pool.of("http://a", "http://b");
        TestVote vote = new TestVote();
        vote.standing = Vote.Standing.TRIAL;
        pool.vote(A, vote);
        assertEquals(List.of(B, B, B, B), List.of(pick(pool), pick(pool), pick(pool), pick(pool)));
        vote.admits = true;
        assertEquals(List.of(A, B), List.of(pick(pool), pick(pool)));
    }

    @Test
    void aPolicyIsToldOfAMemberThatDidNotAdmitTheRequestAndNotOfAnAttempt() {
        Pool pool = Pool.of("http://a", "http://b");
        TestVote vote = new TestVote();
        vote.standing = Vote.Standing.TRIAL;
        pool.vote(A, vote);
        List<Request> asked = new ArrayList<>();
        pool.pick(get("/"), (request, members) -> {
            asked.add(request);
            return Optional.of(members.getFirst());
        });
        assertEquals(
                List.of(List.of(), List.of(A)),
                asked.stream().map(Request::tried).toList());
        assertEquals(List.of(1, 1), asked.stream().map(Request::attempt).toList());
    }

    @Test
    void picksALastResortOnlyIfNobodyElseIsLeft() {
        Pool pool = Pool.of("http://a", "http://b");
        TestVote lenient = new TestVote();
        lenient.binding = false;
        pool.vote(A, lenient);
        assertEquals(List.of(B, B), List.of(pick(pool), pick(pool)));
        pool.markDown(B);
        assertEquals(List.of(A, A), List.of(pick(pool), pick(pool)));
        pool.markDown(A);
        assertTrue(pool.pick(get("/"), balancer).isEmpty());
    }

    @Test
    void countsExchangesInFlightAndRemembersTheFirstPick() {
        Pool pool = Pool.of("http://a");
        Member a = pool.member(A).orElseThrow();
        Balance balance = new Balance(pool, ticker);
        assertEquals(OptionalLong.empty(), a.takingSince());
        ticker.advance(Duration.ofNanos(7));
        Response one = balance.handle(get("/"), request -> Exchanges.ok());
        ticker.advance(Duration.ofNanos(7));
        Response two = balance.handle(get("/"), request -> Exchanges.ok());
        assertEquals(OptionalLong.of(7), a.takingSince());
        assertEquals(2, a.inFlight());
        pool.remove(A);
        Exchanges.send(one);
        two.close();
        two.close();
        assertEquals(0, a.inFlight());
        assertThrows(
                IllegalStateException.class,
                () -> new Balance(Pool.of("http://a").upsert(A, 1), ticker).handle(get("/"), request -> {
                    throw new IllegalStateException("bug");
                }));
        pool.upsert(A, 1);
        balance.handle(get("/"), request -> Exchanges.ok()).close();
        Member again = pool.member(A).orElseThrow();
        pool.markDown(A);
        pool.markUp(A);
        assertEquals(OptionalLong.empty(), again.takingSince());
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
    void spreadsRetriesByWeightOverWhoIsLeft() {
        Pool pool = new Pool().upsert(A, 5).upsert(B, 3).upsert(C, 1);
        Request retry = get("/").again(Body.empty(), Optional.of(A));
        Map<Upstream, Integer> taken = new HashMap<>();
        for (int i = 0; i < 4_000; i++) {
            taken.merge(pool.pick(retry, balancer).orElseThrow().upstream(), 1, Integer::sum);
        }
        assertEquals(3_000, taken.get(B), 4);
        assertEquals(1_000, taken.get(C), 4);
        assertEquals(A, pick(pool));
    }

    @Property(tries = 200)
    void avoidsTheTriedAsLongAsAnybodyElseIsThere(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 5) Integer> weights,
            @ForAll @IntRange(max = 6) int tried) {
        Pool pool = new Pool();
        weights.forEach(weight -> pool.upsert("http://m" + pool.members().size(), weight));
        List<Upstream> avoided =
                pool.members().stream().limit(tried).map(Member::upstream).toList();
        Request retry = get("/");
        for (Upstream upstream : avoided) {
            retry = retry.again(Body.empty(), Optional.of(upstream));
        }
        Upstream picked =
                pool.pick(retry, new WeightedRoundRobin()).orElseThrow().upstream();
        assertEquals(avoided.size() == weights.size(), avoided.contains(picked));
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
                assertFalse(taking(pool).contains(own));
            }
        });
        assertEquals(List.of("a 1", "b 1"), weights(pool));
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

    @Test
    void aDrainThatIsEndedLeavesWhatTheOperatorMarked() {
        Upstream a = Upstream.of("http://a");
        Pool pool = Pool.of("http://a");
        pool.drain(a);
        pool.markDown(a);

        assertTrue(pool.undrain(a));
        assertFalse(pool.undrain(a));
        assertEquals(
                List.of("operator"),
                pool.member(a).orElseThrow().votes().stream().map(Vote::judge).toList());
        pool.markUp(a);
        assertEquals(1, pool.taking().size());
    }
}
