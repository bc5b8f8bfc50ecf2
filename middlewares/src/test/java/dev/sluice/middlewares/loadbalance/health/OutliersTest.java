package dev.sluice.middlewares.loadbalance.health;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OutliersTest {
    private final ManualTicker ticker = new ManualTicker();
    private final Map<String, Supplier<Response>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    private static Response status(int code) {
        return Response.of(Status.create(code));
    }

    private Balance balance(Pool pool, UnaryOperator<PassiveHealth.Builder> rules) {
        BalanceOptions options = BalanceOptions.builder(pool)
                .health(rules.apply(PassiveHealth.builder()).build())
                .build();
        return new Balance(options, Environments.at(ticker));
    }

    private Response upstream(Request request) {
        String host = request.upstream().orElseThrow().host();
        asked.add(host);
        return answers.getOrDefault(host, Exchanges::ok).get();
    }

    private List<String> hosts(Balance balance, int count) {
        asked.clear();
        for (int i = 0; i < count; i++) {
            Exchanges.send(balance.around(this::upstream).handle(get("/")));
        }
        return List.copyOf(asked);
    }

    @Test
    void oneOfThreeThatIsDeadMeetsAtMostFiveRequestsForEachEjection() {
        Pool pool = Pool.of("http://a", "http://b", "http://c");
        Balance balance = balance(pool, rules -> rules);
        answers.put("b", () -> Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL));
        int most = 0;
        for (int second = 0; second < 120; second++) {
            most = Math.max(most, Collections.frequency(hosts(balance, 500), "b"));
            ticker.advance(Duration.ofSeconds(1));
        }
        assertTrue(most <= 5, "met " + most);
    }

    @Test
    void countsStatusesInARowIfAsked() {
        Pool pool = Pool.of("http://a", "http://b", "http://c");
        answers.put("a", () -> status(503));
        hosts(balance(pool, rules -> rules), 60);
        assertEquals("http://a, http://b, http://c", pool.toString());
        Pool counted = Pool.of("http://a", "http://b", "http://c");
        hosts(balance(counted, rules -> rules.counts(Counted.GATEWAY)), 60);
        assertEquals("http://a (ejected), http://b, http://c", counted.toString());
        answers.put("b", () -> status(500));
        hosts(balance(counted, rules -> rules.counts(Counted.GATEWAY)), 60);
        assertEquals("http://a (ejected), http://b, http://c", counted.toString(), "500 is no status of a gateway");
    }

    @Test
    void countsABodyThatBreaksOff() {
        Pool pool = Pool.of("http://a", "http://b", "http://c");
        Balance balance = balance(pool, rules -> rules.counts(Counted.NETWORK).failureRatio(50));
        for (int i = 0; i < 60; i++) {
            Response response = balance.around(this::upstream).handle(get("/"));
            Failure broken = new Failure.UpstreamBroken("reset", Failure.Sent.ALL);
            if (asked.getLast().equals("c")) {
                response.end(Outcome.broken(response, broken, 0, 0));
            } else {
                Exchanges.send(response);
            }
        }
        assertTrue(pool.toString().contains("http://c (ejected)"), pool.toString());
    }

    @Test
    void takesAMemberOutWhoseShareOfFailuresIsTooHigh() {
        Pool pool = Pool.of("http://a", "http://b", "http://c");
        Balance balance = balance(
                pool, rules -> rules.counts(Counted.ERRORS).failureRatio(50).failures(100));
        int[] turn = {0};
        answers.put("b", () -> status(turn[0]++ % 2 == 0 ? 200 : 500));
        hosts(balance, 57);
        assertEquals("http://a, http://b, http://c", pool.toString(), "fewer than 20 requests tell nothing");
        hosts(balance, 6);
        assertEquals("http://a, http://b (ejected), http://c", pool.toString());
    }

    @Test
    void noMoreThanAShareOfTheMembersIsOutForBadAnswersButTheFirstAlways() {
        Pool pool = Pool.of("http://a", "http://b", "http://c", "http://d", "http://e");
        Balance balance = balance(pool, rules -> rules.counts(Counted.ERRORS).maxEjected(40));
        for (String host : List.of("a", "b", "c", "d", "e")) {
            answers.put(host, () -> status(500));
        }
        hosts(balance, 100);
        assertEquals(3, pool.taking().size());
        Pool two = Pool.of("http://a", "http://b");
        hosts(balance(two, rules -> rules.counts(Counted.ERRORS).maxEjected(10)), 100);
        assertEquals(1, two.taking().size());
    }

    @Test
    void picksAmongAllMembersWhenTooFewAreWell() {
        Pool pool = Pool.of("http://a", "http://b", "http://c", "http://d");
        Balance balance = balance(pool, rules -> rules.panicBelow(50));
        for (String host : List.of("a", "b", "c")) {
            answers.put(host, () -> Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL));
        }
        pool.markDown("http://c");
        hosts(balance, 9);
        assertEquals(1, pool.taking().size());
        List<String> panicked = hosts(balance, 30);
        assertTrue(Collections.frequency(panicked, "a") >= 5, "one of three is well, below a half: " + panicked);
        assertFalse(panicked.contains("c"), "an operator's word holds");
        answers.clear();
        hosts(balance, 30);
        ticker.advance(Duration.ofMinutes(1)); // once a is back, b waits for its trial
        hosts(balance, 30);
        assertEquals("http://a, http://b, http://c (down), http://d", pool.toString());
    }

    @Test
    void takesAMemberOutThatIsMuchSlowerThanTheOthersToTheHead() {
        Pool pool = Pool.of("http://a", "http://b", "http://c");
        Balance balance = balance(pool, rules -> rules.slowerThan(5).frozenAfter(Duration.ZERO));
        Map<String, Duration> takes = Map.of("a", Duration.ofMillis(100), "b", Duration.ofMillis(10));
        takes.forEach((host, time) -> answers.put(host, () -> {
            ticker.advance(time);
            return Exchanges.ok();
        }));
        answers.put("c", () -> {
            ticker.advance(Duration.ofMillis(12));
            return Exchanges.ok();
        });
        hosts(balance, 90);
        assertEquals("http://a (ejected), http://b, http://c", pool.toString());
    }

    @Test
    void tunnelsEventStreamsAndLongDownloadsOfAHealthyMemberTripNothing() {
        Pool pool = Pool.of("http://a", "http://b", "http://c");
        Balance balance = balance(
                pool, rules -> rules.slowerThan(2).counts(Counted.ERRORS).failureRatio(10));
        for (String host : List.of("a", "b", "c")) {
            answers.put(host, () -> {
                ticker.advance(Duration.ofMillis(10));
                return Exchanges.ok();
            });
        }
        List<Response> streams = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Response response = balance.around(this::upstream).handle(get("/"));
            if (asked.getLast().equals("a")) {
                streams.add(response);
            } else {
                ticker.advance(Duration.ofMillis(9));
                Exchanges.send(response);
            }
        }
        ticker.advance(Duration.ofMinutes(10));
        for (Response stream : streams) {
            Exchanges.send(stream);
        }
        hosts(balance, 9);
        assertEquals("http://a, http://b, http://c", pool.toString());
        assertEquals(100, streams.size());
    }

    @Test
    void anEjectionLastsLongerForAMemberThatFlapsAndShorterAgainForOneThatStaysGood() {
        PassiveHealth rules = PassiveHealth.builder().build();
        Ejection ejection = new Ejection(rules, ticker, lasts -> {});
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            seconds.add(ejection.eject("test", false).toSeconds());
            ticker.advance(Duration.ofSeconds(10));
            assertTrue(ejection.admits());
            assertTrue(ejection.succeeded(true));
        }
        assertEquals(List.of(1L, 2L, 4L, 8L), seconds);
        ticker.advance(Duration.ofSeconds(25));
        assertEquals(4, ejection.eject("test", false).toSeconds(), "two steps down, one up");
        ejection.succeeded(true);
        ticker.advance(Duration.ofMinutes(10));
        assertEquals(1, ejection.eject("test", false).toSeconds());
    }

    @Test
    void aTrialWhoseClientLeftGivesItsPlaceBack() {
        Pool pool = Pool.of("http://a", "http://b");
        Balance balance = balance(pool, rules -> rules.frozenAfter(Duration.ZERO));
        answers.put("a", () -> Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL));
        hosts(balance, 8);
        ticker.advance(Duration.ofSeconds(1));
        answers.put("a", () -> Response.failed(new Failure.ClientGone(Failure.Sent.NOTHING), Provenance.LOCAL));
        assertTrue(hosts(balance, 2).contains("a"));
        answers.remove("a");
        assertTrue(hosts(balance, 2).contains("a"), "the next one is the trial at once");
        assertEquals("http://a, http://b", pool.toString());
    }

    @Test
    void aMemberThatAsksForARestGetsItUpToALimit() {
        Pool pool = Pool.of("http://a", "http://b");
        Balance balance = balance(pool, rules -> rules.retryAfter(Duration.ofSeconds(30)));
        answers.put("a", () -> Response.of(Status.SERVICE_UNAVAILABLE_503).withFields(Fields.of("Retry-After", "10")));
        hosts(balance, 2);
        assertEquals("http://a (asks for a rest), http://b", pool.toString());
        answers.put(
                "a", () -> Response.of(Status.SERVICE_UNAVAILABLE_503).withFields(Fields.of("Retry-After", "86400")));
        ticker.advance(Duration.ofMillis(9_999));
        assertFalse(hosts(balance, 4).contains("a"));
        ticker.advance(Duration.ofMillis(1));
        assertTrue(hosts(balance, 2).contains("a"));
        ticker.advance(Duration.ofMillis(29_999));
        assertFalse(hosts(balance, 4).contains("a"));
        ticker.advance(Duration.ofMillis(1));
        answers.put(
                "a",
                () -> Response.of(Status.SERVICE_UNAVAILABLE_503)
                        .withFields(Fields.of("Retry-After", "Thu, 01 Jan 2026 00:00:45 GMT")));
        assertTrue(hosts(balance, 2).contains("a"));
        ticker.advance(Duration.ofSeconds(4));
        assertFalse(hosts(balance, 4).contains("a"));
        ticker.advance(Duration.ofSeconds(1));
        answers.remove("a");
        assertTrue(hosts(balance, 2).contains("a"), "the date has come");
    }

    @Test
    void withoutTheOptionARetryAfterMeansNothing() {
        Pool pool = Pool.of("http://a", "http://b");
        answers.put("a", () -> Response.of(Status.SERVICE_UNAVAILABLE_503).withFields(Fields.of("Retry-After", "10")));
        hosts(balance(pool, rules -> rules), 20);
        assertEquals("http://a, http://b", pool.toString());
    }
}
