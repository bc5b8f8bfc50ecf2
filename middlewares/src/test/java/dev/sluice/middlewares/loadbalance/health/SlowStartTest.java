package dev.sluice.middlewares.loadbalance.health;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.Notes;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlowStartTest {
    private static final Upstream C = Upstream.of("http://c");

    private final ManualTicker ticker = new ManualTicker();
    private final Notes notes = new Notes();
    private final Pool pool = Pool.of("http://a", "http://b");
    private final Balance balance = new Balance(
            BalanceOptions.builder(pool)
                    .health(PassiveHealth.builder()
                            .slowStart(Duration.ofSeconds(100))
                            .build())
                    .build(),
            Environments.at(ticker).withJournal(notes));
    private final List<String> asked = new ArrayList<>();

    private Response upstream(Request request) {
        asked.add(request.upstream().orElseThrow().host());
        return Exchanges.ok();
    }

    private int picksOf(String host, int requests) {
        asked.clear();
        for (int i = 0; i < requests; i++) {
            Exchanges.send(balance.around(this::upstream).handle(get("/")));
        }
        return Collections.frequency(asked, host);
    }

    @Test
    void membersThatAreThereFromTheBeginningHaveTheirWholeShare() {
        assertEquals(50, picksOf("a", 100));
    }

    @Test
    void aNewMemberGetsAShareThatGrowsWithTimeAndNoBurst() {
        picksOf("a", 10);
        pool.upsert("http://c", 1);
        assertEquals(10, picksOf("c", 300), 2, "a tenth of a third");
        ticker.advance(Duration.ofSeconds(25));
        assertEquals(25, picksOf("c", 300), 3);
        ticker.advance(Duration.ofSeconds(25));
        assertEquals(50, picksOf("c", 300), 3);
        ticker.advance(Duration.ofSeconds(40));
        assertEquals(90, picksOf("c", 300), 3);
        ticker.advance(Duration.ofSeconds(10));
        assertEquals(100, picksOf("c", 300), 1);
        assertEquals("http://a, http://b, http://c", pool.toString());
    }

    @Test
    void aMemberThatComesBackStartsSlowly() {
        picksOf("a", 10);
        pool.markDown("http://b");
        assertEquals(0, picksOf("b", 100));
        pool.markUp("http://b");
        assertEquals(10, picksOf("b", 200), 2);
        assertEquals("http://a, http://b (warming up)", pool.toString());
        ticker.advance(Duration.ofSeconds(100));
        assertEquals(50, picksOf("b", 100), 1);
    }

    @Test
    void aPolicyThatPrefersTheFreshMemberCannotSendItMore() {
        picksOf("a", 10);
        SlowStart slow = new SlowStart(pool, Duration.ofSeconds(100), ticker, Journal.NONE);
        slow.beforePick();
        pool.upsert("http://c", 1);
        int picked = 0;
        for (int i = 0; i < 300; i++) {
            slow.beforePick();
            picked += pool.pick(get("/"), (request, members) -> Optional.of(members.getLast()))
                            .orElseThrow()
                            .upstream()
                            .host()
                            .equals("c")
                    ? 1
                    : 0;
        }
        assertEquals(10, picked, 2);
    }

    @Test
    void aFreshMemberIsAskedIfNoOtherIsLeft() {
        picksOf("a", 10);
        pool.upsert("http://c", 1);
        pool.markDown("http://a");
        pool.markDown("http://b");
        assertEquals(20, picksOf("c", 20));
    }

    @Test
    void beginningAndEndAreNoted() {
        picksOf("a", 10);
        pool.upsert("http://c", 1);
        picksOf("c", 1);
        ticker.advance(Duration.ofSeconds(100));
        picksOf("c", 1);
        picksOf("c", 1);
        assertEquals(
                List.of(
                        new Decision.Joined(C, 1),
                        new Decision.Warming(C, Duration.ofSeconds(100)),
                        new Decision.Returned(C, "slow start: has all of its share")),
                notes.decisions().stream()
                        .filter(one -> !(one instanceof Decision.Picked))
                        .toList());
    }

    @Test
    void aMemberThatGoesOutWhileItStartsBeginsAnew() {
        picksOf("a", 10);
        pool.upsert("http://c", 1);
        assertEquals(10, picksOf("c", 300), 2);
        pool.markDown("http://c");
        assertEquals(0, picksOf("c", 30));
        pool.markUp("http://c");
        assertEquals(10, picksOf("c", 300), 2);
        assertEquals("http://a, http://b, http://c (warming up)", pool.toString());
    }
}
