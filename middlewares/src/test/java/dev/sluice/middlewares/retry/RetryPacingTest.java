package dev.sluice.middlewares.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Attributes;
import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.RequestDeadline;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.time.Ticker;
import dev.sluice.expression.Expression;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.Notes;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.RecordingHandler;
import io.helidon.http.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a retry comes, and when it is one too many. */
class RetryPacingTest {
    private static final RandomGenerator LONGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return -1;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    private final ManualTicker ticker = new ManualTicker();

    private Retry retry(RetryOptions.Builder options) {
        return new Retry(options.build(), ticker, LONGEST);
    }

    private static RetryOptions.Builder always() {
        return RetryOptions.builder("Attempts() < 100");
    }

    private static Handler busy(String retryAfter) {
        return request ->
                Response.of(Status.SERVICE_UNAVAILABLE_503, Fields.of("Retry-After", retryAfter), Body.empty());
    }

    @Test
    void doesNotWaitByDefault() {
        RecordingHandler next = RecordingHandler.answering(busy("5"));
        retry(always().maxAttempts(3)).handle(Exchanges.get("/"), next).close();
        assertThat(next.requests()).hasSize(3);
        assertThat(ticker.nanos()).isZero();
    }

    @Test
    void doublesTheLongestWaitUpToTheMost() {
        RecordingHandler next = RecordingHandler.answering(busy("0"));
        retry(always().maxAttempts(5).backoff(Duration.ofMillis(100), Duration.ofMillis(300)))
                .handle(Exchanges.get("/"), next)
                .close();
        assertThat(Duration.ofNanos(ticker.nanos())).isEqualTo(Duration.ofMillis(100 + 200 + 300 + 300));
    }

    @Property(tries = 100)
    void jitterStaysBetweenZeroAndTheMost(@ForAll @IntRange(min = 2, max = 1000) int attempt, @ForAll long seed) {
        Duration most = Duration.ofSeconds(2);
        assertThat(new Backoff(Duration.ofMillis(7), most).before(attempt, new Random(seed)))
                .isBetween(Duration.ZERO, most);
    }

    @Test
    void waitsAsLongAsTheUpstreamAsks() {
        RecordingHandler next = RecordingHandler.inTurn(busy("2"), request -> Exchanges.ok());
        retry(always().maxAttempts(2).honourRetryAfter(Duration.ofSeconds(5)))
                .handle(Exchanges.get("/"), next)
                .close();
        assertThat(Duration.ofNanos(ticker.nanos())).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void understandsADateInRetryAfter() {
        RecordingHandler next =
                RecordingHandler.inTurn(busy("Thu, 01 Jan 2026 00:00:03 GMT"), request -> Exchanges.ok());
        retry(always().maxAttempts(2).honourRetryAfter(Duration.ofSeconds(5)))
                .handle(Exchanges.get("/"), next)
                .close();
        assertThat(Duration.ofNanos(ticker.nanos())).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void leavesAnUpstreamAloneThatAsksForMoreThanWeWait() {
        RecordingHandler next = RecordingHandler.answering(busy("6"));
        Response response =
                retry(always().honourRetryAfter(Duration.ofSeconds(5))).handle(Exchanges.get("/"), next);
        assertThat(response.status().code()).isEqualTo(503);
        assertThat(next.requests()).hasSize(1);
    }

    @Test
    void startsNoAttemptAfterTheDeadline() {
        RecordingHandler next = RecordingHandler.answering(request -> {
            ticker.advance(Duration.ofSeconds(1));
            return Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL);
        });
        retry(always().deadline(Duration.ofMillis(2500)))
                .handle(Exchanges.get("/"), next)
                .close();
        assertThat(next.requests()).hasSize(3);
    }

    @Test
    void answersClientGoneWhenTheClientLeavesDuringTheWait() {
        FakeClient client = FakeClient.at("192.0.2.1");
        Request template = Exchanges.get("/");
        ManualTicker leaving = new ManualTicker();
        RecordingHandler next = RecordingHandler.answering(busy("0"));
        Retry retry = new Retry(
                always().backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)).build(),
                new Ticker() {
                    @Override
                    public long nanos() {
                        return leaving.nanos();
                    }

                    @Override
                    public Instant now() {
                        return leaving.now();
                    }

                    @Override
                    public void sleep(Duration duration) {
                        client.leave();
                    }

                    @Override
                    public boolean await(CountDownLatch latch, Duration atMost) {
                        return leaving.await(latch, atMost);
                    }
                },
                LONGEST);
        Response response = retry.handle(Request.of(template.head(), Body.empty(), client, 0), next);
        assertThat(response.status().code()).isEqualTo(499);
        assertThat(next.requests()).hasSize(1);
    }

    @Test
    void keepsRetriesWithinAShareOfTheActiveRequestsButAllowsAFew() {
        Ledger ledger = new Ledger(RetryBudget.DEFAULT, ticker);
        for (int i = 0; i < 20; i++) {
            ledger.begin();
        }
        for (int i = 0; i < 4; i++) {
            assertThat(ledger.beginRetry()).isTrue();
        }
        assertThat(ledger.beginRetry()).isFalse();
        ledger.end(true);
        assertThat(ledger.beginRetry()).as("19 active, 20 % are 3").isFalse();
        ledger.end(true);
        assertThat(ledger.beginRetry()).as("2 retry, 3 always may").isTrue();
    }

    @Test
    void retriesAllThatAMemberHadInFlightWhenItDiesButOnlyAShareOfTheRequestsInTheLongRun() {
        Ledger ledger = new Ledger(RetryBudget.DEFAULT, ticker);
        for (int i = 0; i < 1_000; i++) {
            ledger.begin();
            ledger.end(false);
        }
        for (int i = 0; i < 90; i++) {
            ledger.begin();
        }
        int atOnce = 0;
        while (atOnce < 1_000 && ledger.beginRetry()) {
            atOnce++;
        }
        assertThat(atOnce).as("20 % of 90 active, and the reserve").isEqualTo(18 + 100);
        for (int i = 0; i < 10; i++) {
            ledger.begin();
            ledger.end(false);
        }
        List<Boolean> later = Stream.generate(ledger::beginRetry).limit(3).toList();
        assertThat(later).as("ten requests save two retries").containsExactly(true, true, false);
    }

    @Test
    void savesNoRetriesForAnOutageOfAllMembers() {
        Ledger ledger = new Ledger(new RetryBudget(20, 0, 100), ticker);
        for (int i = 0; i < 1_000; i++) {
            ledger.begin();
            ledger.end(false);
        }
        ledger.begin();
        int retries = 0;
        while (retries < 1_000 && ledger.beginRetry()) {
            ledger.inVain();
            retries++;
        }
        assertThat(retries).as("of a hundred, eleven for each").isEqualTo(10);
    }

    @Test
    void aRetryThatWaitsInItsBackoffCountsInTheBudget() {
        RecordingHandler inner = RecordingHandler.answering(busy("0"));
        List<Retry> waiting = new ArrayList<>();
        Ticker time = new Ticker() {
            private final ManualTicker manual = new ManualTicker();

            @Override
            public long nanos() {
                return manual.nanos();
            }

            @Override
            public Instant now() {
                return manual.now();
            }

            @Override
            public void sleep(Duration duration) {
                if (inner.requests().isEmpty()) {
                    waiting.getFirst().handle(Exchanges.get("/inner"), inner).close();
                }
                manual.sleep(duration);
            }

            @Override
            public boolean await(CountDownLatch latch, Duration atMost) {
                return manual.await(latch, atMost);
            }
        };
        Retry retry = new Retry(
                always().maxAttempts(2)
                        .budget(0, 1)
                        .backoff(Duration.ofSeconds(1), Duration.ofSeconds(1))
                        .build(),
                time,
                new Random(1));
        waiting.add(retry);
        RecordingHandler outer = RecordingHandler.answering(busy("0"));
        retry.handle(Exchanges.get("/outer"), outer).close();
        assertThat(outer.requests()).hasSize(2);
        assertThat(inner.requests())
                .as("the one place is taken while the other waits")
                .hasSize(1);
    }

    @Test
    void notesEachRetryInTheJournal() {
        Notes notes = new Notes();
        Environment environment = Environments.at(new ManualTicker()).withJournal(notes);
        RecordingHandler refused = RecordingHandler.answering(
                request -> Response.failed(new Failure.UpstreamBroken("reset", Failure.Sent.ALL), Provenance.LOCAL));
        new Retry(RetryOptions.builder("IsNetworkError() && Attempts() < 2").build(), environment)
                .handle(Exchanges.get("/"), refused)
                .close();
        assertThat(notes.decisions()).containsExactly(new Decision.Retried(Optional.empty(), 1, "upstream-broken"));
    }

    @Test
    void notesOnceThatTheBudgetIsSpent() {
        Notes notes = new Notes();
        Environment environment = Environments.at(ticker).withJournal(notes);
        Retry retry = new Retry(always().maxAttempts(2).budget(0, 1).build(), environment);
        RecordingHandler inner = RecordingHandler.answering(request ->
                Response.failed(new Failure.UpstreamBroken("reset", Failure.Sent.NOTHING), Provenance.LOCAL));
        RecordingHandler outer = RecordingHandler.answering(request -> {
            if (request.attempt() == 2) {
                retry.handle(Exchanges.get("/inner"), inner).close();
            }
            return busy("0").handle(request);
        });
        retry.handle(Exchanges.get("/outer"), outer).close();
        assertThat(notes.lines())
                .containsExactly(
                        "/outer " + new Decision.Retried(Optional.empty(), 1, "503"),
                        "/inner " + new Decision.BudgetSpent(1));
    }

    @Test
    void doesNotRetryBeyondTheBudgetAndGivesItsPlaceBack() {
        Retry retry = retry(always().maxAttempts(2).budget(0, 1));
        RecordingHandler inner = RecordingHandler.answering(busy("0"));
        RecordingHandler outer = RecordingHandler.answering(request -> {
            if (request.attempt() == 2) {
                retry.handle(Exchanges.get("/inner"), inner).close();
            }
            return busy("0").handle(request);
        });
        retry.handle(Exchanges.get("/outer"), outer).close();
        assertThat(outer.requests()).hasSize(2);
        assertThat(inner.requests()).as("the one place was taken").hasSize(1);
        retry.handle(Exchanges.get("/later"), inner).close();
        assertThat(inner.requests()).as("and given back").hasSize(3);
    }

    @Test
    void programOfThePackageCommentCompiles() {
        Expression<Attempt> condition =
                RetryWhen.networkError().and(RetryWhen.attempts().lessThan(3));
        Retry retry = new Retry(
                RetryOptions.builder(condition)
                        .backoff(Duration.ofMillis(20), Duration.ofSeconds(1))
                        .build(),
                ticker,
                new Random());
        Handler patient = retry.around(request -> Exchanges.ok());
        assertThat(patient.handle(Exchanges.get("/")).status().code()).isEqualTo(200);
    }

    private static Request until(Duration deadline) {
        return Exchanges.get("/")
                .with(Attributes.EMPTY.with(RequestDeadline.KEY, new RequestDeadline(deadline.toNanos())));
    }

    @Test
    void startsNoAttemptThatWouldBeginBehindTheDeadlineOfTheRequest() {
        RecordingHandler next = RecordingHandler.answering(busy("0"));
        Retry retry = retry(always().backoff(Duration.ofMillis(100), Duration.ofMillis(100)));
        Response last = retry.handle(until(Duration.ofMillis(300)), next);
        assertThat(last.status().code()).as("the answer as it came").isEqualTo(503);
        assertThat(next.requests()).as("at 0, 100 and 200 ms").hasSize(3);
        assertThat(ticker.nanos()).isEqualTo(Duration.ofMillis(200).toNanos());
    }

    @Test
    void doesNotPickAnewWhenTheDeadlineOfTheRequestHasPassed() {
        RecordingHandler next = RecordingHandler.answering(request -> {
            ticker.advance(Duration.ofSeconds(1));
            Provenance there = new Provenance(
                    Optional.of(Upstream.of("http://a")), request.attempt(), "", Provenance.Timings.NONE);
            return Response.failed(new Failure.ConnectFailed("refused"), there);
        });
        retry(always()).handle(until(Duration.ofSeconds(1)), next).close();
        assertThat(next.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Attempts() < 3, 3",
        "Attempts() <= 3, 4",
        "IsNetworkError() && Attempts() < 3, 3",
        "IsNetworkError() || Attempts() < 3, 10",
        "Attempts() < 3 || Attempts() < 5, 5",
        "!(Attempts() >= 4), 4",
        "!(Attempts() >= 4 || IsNetworkError()), 4",
        "IsNetworkError(), 10",
        "Attempts() == 1 && ResponseCode() == 503, 2",
        "Attempts() > 3, 1",
        "Attempts() != 2, 2",
        "Attempts() < 100, 10"
    })
    void aConditionBoundsTheNumberOfAttempts(String condition, int most) {
        assertThat(AttemptBound.of(RetryWhen.parse(condition), 10)).isEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 100", "3, 300", "4, 700", "5, 1200", "8, 2700"})
    void knowsTheLongestTimeOfAllWaits(int attempts, long millis) {
        assertThat(new Backoff(Duration.ofMillis(100), Duration.ofMillis(500)).longest(attempts))
                .isEqualTo(Duration.ofMillis(millis));
        assertThat(Backoff.NONE.longest(attempts)).isZero();
    }
}
