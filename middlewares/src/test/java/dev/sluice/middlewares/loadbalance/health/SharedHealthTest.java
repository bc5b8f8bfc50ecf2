package dev.sluice.middlewares.loadbalance.health;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.Notes;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is learned about an address by two pools that have it as a member. */
class SharedHealthTest {
    private static final Upstream A = Upstream.of("http://a");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTicker ticker = new ManualTicker();
    private final Notes notes = new Notes();
    private final Environment environment = Environments.at(ticker).withJournal(notes);
    private final Pool api = Pool.of("http://a", "http://b");
    private final Pool admin = Pool.of("http://a", "http://c");
    private final Map<String, Supplier<Response>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Handler network = this::upstream;

    private Response upstream(Request request) {
        String host = request.upstream().orElseThrow().host();
        asked.add(host);
        return answers.getOrDefault(host, Exchanges::ok).get();
    }

    private static Response refused() {
        return Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL);
    }

    private Balance balance(Pool pool, UnaryOperator<PassiveHealth.Builder> rules) {
        Balance balance = new Balance(
                BalanceOptions.builder(pool)
                        .health(rules.apply(PassiveHealth.builder()).build())
                        .build(),
                environment);
        balance.endsAt(network);
        return balance;
    }

    private Balance balance(Pool pool) {
        return balance(pool, UnaryOperator.identity());
    }

    private void ask(Balance balance, int times) {
        for (int i = 0; i < times; i++) {
            Exchanges.send(balance.around(network).handle(get("/")));
        }
    }

    private List<Decision> changes() {
        return notes.decisions().stream()
                .filter(one -> !(one instanceof Decision.Picked))
                .toList();
    }

    private static Decision ejected(int seconds, String why) {
        return new Decision.Ejected(A, Optional.of(Duration.ofSeconds(seconds)), "passive: " + why);
    }

    @Test
    void whatOnePoolSeesTakesTheAddressOutOfBoth() {
        answers.put("a", SharedHealthTest::refused);
        Balance seeing = balance(api);
        balance(admin);
        ask(seeing, 6);
        assertEquals("http://a (ejected), http://b", api.toString());
        assertEquals("http://a (ejected), http://c", admin.toString());
        Decision out = ejected(1, "3 failed connections in a row");
        assertEquals(List.of(out, out), changes(), "each pool notes it");
    }

    @Test
    void failuresOfBothAddUp() {
        answers.put("a", SharedHealthTest::refused);
        Balance one = balance(api);
        Balance other = balance(admin);
        ask(one, 4);
        assertEquals("http://a, http://b", api.toString());
        ask(other, 2);
        assertEquals("http://a (ejected), http://b", api.toString());
        assertEquals("http://a (ejected), http://c", admin.toString());
    }

    @Test
    void aSuccessInOneEndsTheRowOfTheOther() {
        Balance one = balance(api);
        Balance other = balance(admin);
        for (int i = 0; i < 10; i++) {
            answers.put("a", SharedHealthTest::refused);
            ask(one, 4);
            answers.clear();
            ask(other, 2);
        }
        assertEquals("http://a, http://b", api.toString());
    }

    @Test
    void theTrialOfOneIsThatOfBothAndBringsItBackToBoth() {
        answers.put("a", SharedHealthTest::refused);
        Balance one = balance(api);
        Balance other = balance(admin);
        ask(one, 6);
        asked.clear();
        ticker.advance(SECOND);
        ask(one, 10);
        ask(other, 10);
        assertEquals(1, Collections.frequency(asked, "a"), "one trial, which fails");
        answers.clear();
        asked.clear();
        ticker.advance(Duration.ofSeconds(2));
        ask(other, 10);
        assertEquals("http://a, http://b", api.toString());
        assertEquals("http://a, http://c", admin.toString());
        Decision out = ejected(1, "3 failed connections in a row");
        Decision again = ejected(2, "its trial has failed");
        Decision back = new Decision.Returned(A, "passive: has answered");
        assertEquals(List.of(out, out, again, again, back, back), changes());
    }

    @Test
    void thePoolsThatJudgeByOtherRulesSeeForThemselves() {
        answers.put("a", SharedHealthTest::refused);
        Balance strict = balance(api);
        Balance patient = balance(admin, rules -> rules.failures(5));
        ask(strict, 6);
        assertEquals("http://a (ejected), http://b", api.toString());
        ask(patient, 8);
        assertEquals("http://a, http://c", admin.toString(), "four of its own");
        ask(patient, 2);
        assertEquals("http://a (ejected), http://c", admin.toString());
    }

    @Test
    void thePoolsThatReachItInAnotherWaySeeForThemselves() {
        answers.put("a", SharedHealthTest::refused);
        Balance one = balance(api);
        Balance byTls = balance(admin);
        byTls.endsAt(request -> Exchanges.ok());
        ask(one, 6);
        assertEquals("http://a (ejected), http://b", api.toString());
        assertEquals("http://a, http://c", admin.toString());
    }

    @Test
    void noPoolLosesMoreOfItsMembersForBadAnswersThanItMay() {
        Pool large = Pool.of("http://a", "http://b", "http://c", "http://d");
        Pool small = Pool.of("http://a", "http://b");
        UnaryOperator<PassiveHealth.Builder> rules =
                more -> more.counts(Counted.ERRORS).maxEjected(50);
        Balance busy = balance(large, rules);
        balance(small, rules);
        for (String host : List.of("a", "b")) {
            answers.put(host, () -> Response.of(Status.INTERNAL_SERVER_ERROR_500));
        }
        ask(busy, 100);
        assertEquals("http://a (ejected), http://b", small.toString());
        assertEquals("http://a (ejected), http://b, http://c, http://d", large.toString());
        small.remove("http://b");
        ask(busy, 20);
        assertEquals("http://a (ejected), http://b (ejected), http://c, http://d", large.toString());
    }

    @Test
    void aMemberThatJoinsIsOutAtOnceIfItsAddressIs() {
        answers.put("a", SharedHealthTest::refused);
        Balance one = balance(api);
        Pool late = Pool.of("http://c");
        Balance other = balance(late);
        ask(one, 6);
        asked.clear();
        late.upsert("http://a", 1);
        ask(other, 10);
        assertFalse(asked.contains("a"));
        assertEquals("http://c, http://a (ejected)", late.toString());
    }

    @Test
    void aRestThatItAsksForIsGivenByBoth() {
        answers.put("a", () -> Response.of(Status.SERVICE_UNAVAILABLE_503).withFields(Fields.of("Retry-After", "10")));
        Balance one = balance(api, rules -> rules.retryAfter(Duration.ofMinutes(1)));
        Balance other = balance(admin, rules -> rules.retryAfter(Duration.ofMinutes(1)));
        ask(one, 2);
        assertEquals("http://a (asks for a rest), http://c", admin.toString());
        answers.clear();
        ticker.advance(Duration.ofSeconds(10));
        ask(one, 1);
        ask(other, 1);
        Decision rests = ejected(10, "its Retry-After");
        Decision back = new Decision.Returned(A, "passive: the time of its Retry-After is over");
        assertEquals(List.of(rests, rests, back, back), changes());
    }

    @Test
    void whatNobodyUsesIsForgottenAndItsVotesAreWithdrawn() {
        answers.put("a", SharedHealthTest::refused);
        Balance one = balance(api);
        Balance other = balance(admin);
        ask(one, 6);
        one.close();
        assertEquals("http://a, http://b", api.toString());
        assertEquals("http://a (ejected), http://c", admin.toString());
        admin.remove("http://a");
        admin.upsert("http://a", 1);
        ask(other, 1);
        assertEquals("http://c, http://a", admin.toString(), "it was forgotten with its last member");
        other.close();
        assertEquals(0, PerAddress.in(environment, Conduct.class).size());
    }

    @Test
    void aStepThatTakesTheTurnOfAnotherGoesOnWithWhatIsKnown() {
        answers.put("a", SharedHealthTest::refused);
        Balance before = balance(api);
        ask(before, 4);
        Balance after = balance(api);
        before.close();
        ask(after, 2);
        assertEquals("http://a (ejected), http://b", api.toString());
    }
}
