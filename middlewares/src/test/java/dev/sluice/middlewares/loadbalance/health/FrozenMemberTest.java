package dev.sluice.middlewares.loadbalance.health;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.core.Failure;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.SimulatedTime;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A member that takes connections and requests and answers none, as after SIGSTOP, in virtual time. */
class FrozenMemberTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final SimulatedTime time = new SimulatedTime();
    private final Pool pool = Pool.of("http://a", "http://b", "http://c");
    private final Balance balance = new Balance(
            BalanceOptions.builder(pool).build(),
            Environment.of(time, time, new SplittableRandom(1), new SplittableRandom(2)));
    private final TreeMap<Long, String> picks = new TreeMap<>();
    private long frozenFrom = Long.MAX_VALUE;
    private long frozenTo = Long.MAX_VALUE;

    private Response upstream(Request request) {
        String host = request.upstream().orElseThrow().host();
        picks.merge(time.nanos() / 1_000_000, host, (one, other) -> one + other);
        long now = time.nanos() / 1_000_000;
        if (host.equals("b") && now >= frozenFrom && now < frozenTo) {
            Duration left = Duration.ofMillis(frozenTo - now);
            boolean late = left.compareTo(TIMEOUT) > 0;
            time.sleep(late ? TIMEOUT : left);
            if (late) {
                Failure failure = new Failure.TimedOut(Failure.Phase.RESPONSE, Failure.Sent.ALL);
                return Response.failed(failure, Provenance.LOCAL);
            }
        }
        time.sleep(Duration.ofMillis(request.target().equals("/report") ? 3_000 : 5));
        return Exchanges.ok();
    }

    private void load(Duration length, Duration gap, String target) {
        for (long at = 1; at < length.toMillis(); at += gap.toMillis()) {
            time.after(
                    Duration.ofMillis(at),
                    () -> Exchanges.send(balance.around(this::upstream).handle(get(target))));
        }
    }

    private long picksOfB(long from, long to) {
        return picks.subMap(from, to).values().stream()
                .filter(hosts -> hosts.contains("b"))
                .count();
    }

    @Test
    void isOutOfThePicksWithinASecondAndBackWhenItAnswers() {
        frozenFrom = 2_000;
        frozenTo = 12_000;
        load(Duration.ofSeconds(20), Duration.ofMillis(2), "/");
        time.run();
        assertTrue(picksOfB(0, 2_000) > 300);
        assertTrue(picksOfB(2_600, 12_000) <= 5, "trials only, were " + picksOfB(2_600, 12_000));
        assertTrue(picksOfB(12_100, 13_100) > 100, "back at once, as its requests are answered");
    }

    @Test
    void staysOutWhenItsRequestsTimeOut() {
        frozenFrom = 2_000;
        frozenTo = 200_000;
        load(Duration.ofSeconds(100), Duration.ofMillis(10), "/");
        time.run();
        assertTrue(picksOfB(2_600, 100_000) <= 12, "trials only, were " + picksOfB(2_600, 100_000));
        assertTrue(pool.toString().contains("http://b (ejected)"));
    }

    @Test
    void slowRequestsAmongQuickOnesAreNoFrozenMember() {
        load(Duration.ofSeconds(30), Duration.ofMillis(10), "/");
        load(Duration.ofSeconds(30), Duration.ofMillis(95), "/report");
        time.run();
        assertEquals("http://a, http://b, http://c", pool.toString());
    }

    @Test
    void aPoolThatIsSlowAsAWholeHasNoFrozenMember() {
        load(Duration.ofSeconds(30), Duration.ofMillis(50), "/report");
        time.run();
        assertEquals("http://a, http://b, http://c", pool.toString());
    }
}
