package dev.sluice.middlewares.loadbalance.health;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.options.MistakesException;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.retry.Retry;
import dev.sluice.middlewares.retry.RetryOptions;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassiveHealthTest {
    private final ManualTicker ticker = new ManualTicker();
    private final Pool pool = Pool.of("http://a", "http://b");
    private final Balance balance = new Balance(pool, ticker);
    private final Set<String> dead = new HashSet<>(Set.of("a"));
    private final List<String> asked = new ArrayList<>();

    private Response upstream(Request request) {
        String host = request.upstream().orElseThrow().host();
        asked.add(host);
        return dead.contains(host) ? failed(request, new Failure.ConnectFailed("refused")) : Exchanges.ok();
    }

    private static Response failed(Request request, Failure failure) {
        return Response.failed(failure, new Provenance(request.upstream(), 1, "", Provenance.Timings.NONE));
    }

    private int exchange(Handler handler) {
        Response response = handler.handle(get("/"));
        Exchanges.send(response);
        return response.status().code();
    }

    private List<String> hosts(int count) {
        asked.clear();
        for (int i = 0; i < count; i++) {
            exchange(balance.around(this::upstream));
        }
        return List.copyOf(asked);
    }

    @Test
    void takesAMemberOutAfterSomeFailedConnectionsInARow() {
        assertEquals(List.of("a", "b", "a", "b", "a", "b", "b", "b", "b"), hosts(9));
        assertEquals("http://a (ejected), http://b", pool.toString());
    }

    @Test
    void countsOnlyFailuresInARow() {
        for (int i = 0; i < 10; i++) {
            hosts(4);
            dead.clear();
            hosts(2);
            dead.add("a");
        }
        assertEquals("http://a, http://b", pool.toString());
    }

    @Test
    void blamesAMemberForConnectionsOnly() {
        for (Failure failure : List.of(
                new Failure.UpstreamBroken("reset", Failure.Sent.HEAD),
                new Failure.TimedOut(Failure.Phase.RESPONSE, Failure.Sent.ALL),
                new Failure.TimedOut(Failure.Phase.POOL, Failure.Sent.NOTHING),
                new Failure.ClientGone(Failure.Sent.NOTHING))) {
            for (int i = 0; i < 10; i++) {
                exchange(balance.around(request -> failed(request, failure)));
            }
        }
        assertEquals("http://a, http://b", pool.toString());
        for (int i = 0; i < 6; i++) {
            exchange(balance.around(
                    request -> failed(request, new Failure.TimedOut(Failure.Phase.CONNECT, Failure.Sent.NOTHING))));
        }
        assertEquals("http://a (ejected), http://b (ejected)", pool.toString());
    }

    @Test
    void stepsThatPickFromOnePoolShareWhatTheyLearn() {
        Environment environment = Environments.at(ticker);
        BalanceOptions options = BalanceOptions.builder(pool).build();
        Balance one = new Balance(options, environment);
        Balance another = new Balance(options, environment);
        for (int i = 0; i < 4; i++) {
            exchange(one.around(this::upstream));
        }
        for (int i = 0; i < 4; i++) {
            exchange(another.around(this::upstream));
        }
        assertEquals("http://a (ejected), http://b", pool.toString());
    }

    @Test
    void triesItWithOneRequestWhenItsTimeIsOverAndWaitsLongerIfThatFails() {
        hosts(6);
        List<Integer> meetings = new ArrayList<>();
        for (int second = 1; second <= 20; second++) {
            ticker.advance(Duration.ofSeconds(1));
            if (hosts(10).contains("a")) {
                assertEquals(1, Collections.frequency(asked, "a"));
                meetings.add(second);
            }
        }
        assertEquals(List.of(1, 3, 7, 15), meetings);
    }

    @Test
    void isOutForNoLongerThanItMay() {
        PassiveHealth health = PassiveHealth.builder()
                .failures(1)
                .longest(Duration.ofSeconds(10))
                .build();
        assertEquals(Duration.ofSeconds(1), health.out(1));
        assertEquals(Duration.ofSeconds(8), health.out(4));
        assertEquals(Duration.ofSeconds(10), health.out(5));
        assertEquals(Duration.ofSeconds(10), health.out(1_000_000));
    }

    @Test
    void comesBackByItself() {
        hosts(6);
        dead.clear();
        ticker.advance(Duration.ofMillis(999));
        assertEquals(0, Collections.frequency(hosts(6), "a"));
        ticker.advance(Duration.ofMillis(1));
        assertTrue(hosts(2).contains("a"));
        assertEquals("http://a, http://b", pool.toString());
        assertEquals(5, Collections.frequency(hosts(10), "a"));
    }

    @Test
    void goesOnAskingIfNobodyElseIsLeft() {
        dead.add("b");
        assertEquals(10, Collections.frequency(hosts(20), "a"), 3);
        dead.clear();
        hosts(1);
        assertEquals(1, pool.taking().size());
        ticker.advance(Duration.ofMinutes(1));
        hosts(4);
        assertEquals("http://a, http://b", pool.toString());
    }

    @Test
    void isSwitchedOff() {
        Balance without = new Balance(BalanceOptions.builder(pool).noHealth().build(), Environments.at(ticker));
        for (int i = 0; i < 10; i++) {
            exchange(without.around(this::upstream));
        }
        assertEquals(5, Collections.frequency(asked, "a"));
    }

    /** Spring Cloud Gateway 773: each request met the dead member first. */
    @Test
    void theRequestsOfTheFirstSecondMeetADeadMemberAtMost() {
        Handler handler = new Retry(
                        RetryOptions.builder("IsNetworkError() && Attempts() < 3")
                                .build(),
                        ticker,
                        new Random(1))
                .around(balance.around(this::upstream));
        int met = 0;
        for (int i = 0; i < 2_000; i++) {
            asked.clear();
            assertEquals(200, exchange(handler));
            met += asked.contains("a") ? 1 : 0;
            ticker.advance(Duration.ofMillis(10));
        }
        assertTrue(met <= 8, "three, and a trial after 1, 2, 4 and 8 seconds; were " + met);
    }

    @Test
    void aRetryTakesNoTurnAndGoesElsewhere() {
        Handler handler = new Retry(
                        RetryOptions.builder("IsNetworkError() && Attempts() < 3")
                                .build(),
                        ticker,
                        new Random(1))
                .around(new Balance(BalanceOptions.builder(pool).noHealth().build(), Environments.at(ticker))
                        .around(this::upstream));
        for (int i = 0; i < 4; i++) {
            assertEquals(200, exchange(handler));
        }
        assertEquals(List.of("a", "b", "b", "a", "b", "b"), asked);
    }

    @Test
    void namesEveryMistake() {
        assertEquals(
                List.of(
                        "failures must be 1 or more, is 0",
                        "ejection must be positive, is PT0S",
                        "longest must be PT0S or more, is PT-1S",
                        "failureRatio must be 0 to 100 percent, is 101",
                        "minimumRequests must be 1 or more, is 0",
                        "window must be 10 ms or more, is PT0S",
                        "slowerThan must be 0, or 2 or more, is 1",
                        "frozenAfter must not be negative, is PT-1S",
                        "maxEjected must be 0 to 100 percent, is 101",
                        "panicBelow must be 0 to 100 percent, is -1",
                        "slowStart must not be negative, is PT-1S",
                        "retryAfter must not be negative, is PT-1S"),
                assertThrows(
                                MistakesException.class,
                                () -> PassiveHealth.builder()
                                        .failures(0)
                                        .ejection(Duration.ZERO)
                                        .longest(Duration.ofSeconds(-1))
                                        .failureRatio(101)
                                        .minimumRequests(0)
                                        .window(Duration.ZERO)
                                        .slowerThan(1)
                                        .frozenAfter(Duration.ofSeconds(-1))
                                        .maxEjected(101)
                                        .panicBelow(-1)
                                        .slowStart(Duration.ofSeconds(-1))
                                        .retryAfter(Duration.ofSeconds(-1))
                                        .build())
                        .mistakes());
    }
}
