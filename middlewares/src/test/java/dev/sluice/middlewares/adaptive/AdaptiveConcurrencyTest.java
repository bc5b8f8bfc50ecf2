package dev.sluice.middlewares.adaptive;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.Notes;
import dev.sluice.routing.Predicates;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.MiddlewareContract;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdaptiveConcurrencyTest implements MiddlewareContract {
    private static final Duration LATE = Duration.ofMillis(100);

    private final ManualTicker ticker = new ManualTicker();
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    @Override
    public Middleware middleware() {
        return limit(fixed(10));
    }

    private AdaptiveConcurrency limit(AdaptiveConcurrencyOptions.Builder options) {
        return new AdaptiveConcurrency(options.build(), ticker, random);
    }

    private static AdaptiveConcurrencyOptions.Builder fixed(int limit) {
        return AdaptiveConcurrencyOptions.builder().fixed(limit);
    }

    private static AdaptiveConcurrencyOptions.Builder aimd() {
        return AdaptiveConcurrencyOptions.builder().aimd(LATE);
    }

    /** What a request sees while so many others wait for their heads. */
    private static Response behind(AdaptiveConcurrency limit, int others, Request last) {
        if (others == 0) {
            return limit.handle(last, next -> ok());
        }
        List<Response> seen = new ArrayList<>();
        limit.handle(critical(), next -> {
            seen.add(behind(limit, others - 1, last));
            return ok();
        });
        return seen.getFirst();
    }

    private static Request critical() {
        return get("/pay");
    }

    @Test
    void isWrittenAsInThePackageComment() {
        Handler handler = request -> ok();
        AdaptiveConcurrencyOptions options = AdaptiveConcurrencyOptions.builder()
                .gradient()
                .sheddable(Predicates.header("X-Priority", "batch"))
                .build();
        Handler limited = new AdaptiveConcurrency(options, ticker, random).around(handler);
        assertThat(limited.handle(get("/")).status().code()).isEqualTo(200);
    }

    @Test
    void refusesWithRetryAfterWhoComesWhenTheLimitIsReached() {
        AdaptiveConcurrency limit = limit(fixed(2).retryAfter(Duration.ofMillis(1_500)));
        assertThat(behind(limit, 1, get("/")).status().code()).isEqualTo(200);
        Response refused = behind(limit, 2, get("/"));
        assertThat(refused.status().code()).isEqualTo(503);
        assertThat(refused.fields().first("Retry-After")).hasValue("2");
        assertThat(refused.provenance().reason()).isEqualTo("overloaded");
        assertThat(refused.failure()).containsInstanceOf(Failure.Overloaded.class);
        assertThat(limit.refused()).isEqualTo(1);
        assertThat(limit.inFlight()).isZero();
    }

    @Test
    void givesThePlaceBackAtTheHeadSoThatASlowClientHoldsNothing() {
        AdaptiveConcurrency limit = limit(fixed(1));
        Response unsent = limit.handle(get("/"), next -> ok());
        assertThat(limit.inFlight()).isZero();
        assertThat(limit.handle(get("/"), next -> ok()).status().code()).isEqualTo(200);
        send(unsent);
        assertThat(limit.inFlight()).isZero();
    }

    @Test
    void givesThePlaceBackHoweverTheExchangeFails() {
        AdaptiveConcurrency limit = limit(fixed(1));
        assertThatThrownBy(() -> limit.handle(get("/"), next -> {
                    throw new IllegalStateException("bug");
                }))
                .hasMessage("bug");
        Stream.of(
                        new Failure.ClientGone(Failure.Sent.ALL),
                        new Failure.ConnectFailed("refused"),
                        new Failure.TimedOut(Failure.Phase.RESPONSE, Failure.Sent.ALL),
                        new Failure.NoUpstream("none"))
                .forEach(failure -> limit.handle(get("/"), next -> Response.failed(failure, Provenance.LOCAL))
                        .close());
        assertThat(limit.inFlight()).isZero();
        assertThat(limit.handle(get("/"), next -> ok()).status().code()).isEqualTo(200);
    }

    @Test
    void refusesSheddableRequestsFirstThenNormalOnesAndCriticalOnesLast() {
        AdaptiveConcurrency limit = limit(fixed(10).critical("Path(\"/pay\")").sheddable("PathPrefix(\"/reports\")"));
        assertThat(behind(limit, 6, get("/reports")).status().code()).isEqualTo(200);
        Response shed = behind(limit, 7, get("/reports"));
        assertThat(shed.status().code()).isEqualTo(503);
        assertThat(shed.provenance().reason()).isEqualTo(Reason.SHED);
        assertThat(behind(limit, 8, get("/")).status().code()).isEqualTo(200);
        assertThat(behind(limit, 9, get("/")).provenance().reason()).isEqualTo(Reason.SHED);
        assertThat(behind(limit, 9, critical()).status().code()).isEqualTo(200);
        assertThat(behind(limit, 10, critical()).provenance().reason()).isEqualTo("overloaded");
    }

    @Test
    void letsNormalRequestsUseTheWholeLimitIfNoneAreCritical() {
        AdaptiveConcurrency limit = limit(fixed(10).sheddable("PathPrefix(\"/reports\")"));
        assertThat(behind(limit, 9, get("/")).status().code()).isEqualTo(200);
    }

    @Test
    void growsAndShrinksWithWhatItMeasures() {
        AdaptiveConcurrency limit = limit(aimd());
        limit.handle(get("/"), next -> {
            ticker.advance(LATE.plusNanos(1));
            return ok();
        });
        assertThat(limit.limit()).isEqualTo(18);
    }

    @Test
    void shrinksWhenTheUpstreamFails() {
        AdaptiveConcurrency limit = limit(aimd());
        limit.handle(get("/"), next -> Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL));
        assertThat(limit.limit()).isEqualTo(18);
        limit.handle(get("/"), next -> Response.of(Status.SERVICE_UNAVAILABLE_503));
        assertThat(limit.limit()).isEqualTo(16);
    }

    @Test
    void learnsNothingFromClientsBugsAndAnswersOfStepsInside() {
        AdaptiveConcurrency limit = limit(aimd().initial(3));
        List<Handler> handlers = List.of(
                next -> Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Provenance.LOCAL),
                next -> Response.failed(new Failure.NoUpstream("tripped"), Provenance.LOCAL),
                next -> Response.problem(Status.TOO_MANY_REQUESTS_429, Reason.RATE_LIMITED, "slow down"),
                next -> {
                    throw new IllegalStateException("bug");
                });
        for (int i = 0; i < 400; i++) {
            Handler handler = handlers.get(i % 4);
            behindTwo(limit, handler);
        }
        assertThat(limit.limit()).isEqualTo(3);
    }

    /** The two others are in flight so that the limit is in use, and answer nothing that counts. */
    private static void behindTwo(AdaptiveConcurrency limit, Handler handler) {
        Handler nothing = next -> Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Provenance.LOCAL);
        limit.handle(get("/"), one -> {
            limit.handle(get("/"), two -> {
                try {
                    limit.handle(get("/"), handler).close();
                } catch (IllegalStateException bug) {
                    assertThat(bug).hasMessage("bug");
                }
                return nothing.handle(two);
            });
            return nothing.handle(one);
        });
    }

    @Test
    void measuresTheTimeToTheHeadOfTheLastAttempt() {
        AdaptiveConcurrency limit = limit(aimd());
        Provenance quick =
                new Provenance(Optional.of(Upstream.of("http://a")), 1, "", new Provenance.Timings(0, 0, 1_000));
        limit.handle(get("/"), next -> {
            ticker.advance(LATE.multipliedBy(3)); // an upload, an earlier attempt, a buffered body
            return ok().withProvenance(quick);
        });
        assertThat(limit.limit()).isEqualTo(20);
    }

    @Test
    void notesItsDecisions() {
        Notes notes = new Notes();
        AdaptiveConcurrencyOptions options =
                aimd().initial(3).sheddable("Path(\"/s\")").build();
        AdaptiveConcurrency limit = new AdaptiveConcurrency(options, ticker, random, notes);
        behind(limit, 2, get("/s"));
        limit.handle(get("/"), next -> {
            ticker.advance(LATE.multipliedBy(2));
            return ok();
        });
        assertThat(notes.lines())
                .contains("/s Shed[priority=sheddable, why=70 % of the concurrency limit of 3]")
                .noneMatch(note -> note.contains("Limited")); // it is the minimum already
        AdaptiveConcurrency higher = new AdaptiveConcurrency(aimd().build(), ticker, random, notes);
        higher.handle(get("/"), next -> {
            ticker.advance(LATE.multipliedBy(2));
            return ok();
        });
        assertThat(notes.lines()).last().isEqualTo("- Limited[limit=18, why=200000 µs to the head with 1 in flight]");
    }

    @Test
    void letsRequestsWaitHighestPriorityFirst() throws InterruptedException {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(
                fixed(1).critical("Path(\"/pay\")")
                        .queue(2, Duration.ofMinutes(1))
                        .build(),
                Ticker.system(),
                random);
        List<String> order = new CopyOnWriteArrayList<>();
        List<Thread> waiters = new ArrayList<>();
        limit.handle(get("/"), first -> {
            for (String target : List.of("/", "/pay")) {
                long already = limit.waiting();
                waiters.add(Thread.ofVirtual()
                        .start(() -> limit.handle(get(target), next -> {
                            order.add(target);
                            return ok();
                        })));
                awaitWaiting(limit, already + 1);
            }
            assertThat(limit.handle(get("/"), next -> ok()).status().code())
                    .as("the queue is full")
                    .isEqualTo(503);
            return ok();
        });
        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertThat(order).containsExactly("/pay", "/");
        assertThat(limit.waiting()).isZero();
        assertThat(limit.inFlight()).isZero();
    }

    private static void awaitWaiting(AdaptiveConcurrency limit, long count) {
        Await.until(() -> limit.waiting() >= count);
    }

    @Test
    void refusesWhoHasWaitedTooLong() {
        AdaptiveConcurrency limit = limit(fixed(1).queue(1, LATE));
        assertThat(behind(limit, 1, get("/")).status().code()).isEqualTo(503);
        assertThat(ticker.nanos()).isEqualTo(LATE.toNanos());
        assertThat(limit.waiting()).isZero();
        assertThat(limit.inFlight()).isZero();
    }

    @Test
    void givesUpThePlaceInTheQueueOfAClientThatLeft() throws InterruptedException {
        AdaptiveConcurrency limit =
                new AdaptiveConcurrency(fixed(1).queue(1, Duration.ofMinutes(1)).build(), Ticker.system(), random);
        FakeClient client = FakeClient.at("192.0.2.1");
        Request request = Request.of(get("/").head(), Body.empty(), client, 0);
        AtomicInteger status = new AtomicInteger();
        CountDownLatch answered = new CountDownLatch(1);
        limit.handle(get("/"), first -> {
            Thread.ofVirtual().start(() -> {
                status.set(limit.handle(request, next -> ok()).status().code());
                answered.countDown();
            });
            awaitWaiting(limit, 1);
            client.leave();
            assertThat(Ticker.system().await(answered, Duration.ofSeconds(30))).isTrue();
            return ok();
        });
        assertThat(status).hasValue(503);
        assertThat(client.watchers()).isZero();
        assertThat(limit.waiting()).isZero();
        assertThat(limit.inFlight()).isZero();
    }

    @Test
    void neverAdmitsOneTooManyUnderConcurrency() throws InterruptedException {
        AdaptiveConcurrency limit =
                new AdaptiveConcurrency(fixed(3).queue(2, Duration.ofSeconds(1)).build(), Ticker.system(), random);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Thread[] threads = Stream.generate(() -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        limit.handle(get("/"), request -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            Thread.onSpinWait();
                            inside.decrementAndGet();
                            return ok();
                        });
                    }
                }))
                .limit(8)
                .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(limit.inFlight()).isZero();
        assertThat(limit.waiting()).isZero();
    }

    @Test
    void namesTheOptionsAndValuesItRefuses() {
        assertThatThrownBy(() -> AdaptiveConcurrencyOptions.builder()
                        .min(0)
                        .max(10)
                        .initial(11)
                        .queue(1, Duration.ZERO)
                        .retryAfter(Duration.ZERO)
                        .normalPercent(0)
                        .sheddablePercent(101)
                        .build())
                .hasMessageContainingAll(
                        "min must be 1 or more, is 0",
                        "initial must be 0..10, is 11",
                        "maxWait must be above 0, is PT0S",
                        "retryAfter must be above 0, is PT0S",
                        "normalPercent must be 1..100, is 0",
                        "sheddablePercent must be 1..100, is 101");
        assertThatThrownBy(() -> aimd().max(2).build())
                .hasMessageContaining("max must be min or more, is 2 with min 3");
        assertThatThrownBy(() -> fixed(1).maxWaiting(-1).build()).hasMessage("maxWaiting must be 0 or more, is -1");
        assertThatThrownBy(() -> AdaptiveConcurrencyOptions.builder().aimd(Duration.ZERO))
                .hasMessage("aimd's latency must be above 0, is PT0S");
        assertThatThrownBy(() -> new LimitAlgorithm.Gradient(Duration.ZERO, -1, Duration.ZERO, 0))
                .hasMessageContainingAll(
                        "gradient's period must be above 0, is PT0S",
                        "gradient's tolerancePercent must be 0 or more, is -1",
                        "gradient's baselineEvery must be above 0, is PT0S",
                        "gradient's baselineSamples must be 1..1000, is 0");
    }

    @Test
    void describesItselfForExplain() {
        assertThat(limit(AdaptiveConcurrencyOptions.builder()).describe())
                .isEqualTo("adaptiveConcurrency(gradient, 3..1000)");
        assertThat(limit(aimd().max(50)).describe()).isEqualTo("adaptiveConcurrency(aimd 100ms, 3..50)");
        assertThat(limit(fixed(7).sheddable("Path(\"/s\")")).describe())
                .isEqualTo("adaptiveConcurrency(fixed 7, sheddable Path(\"/s\"))");
    }

    @Test
    void aLimitThatIsResetStartsAgain() {
        AdaptiveConcurrency limit = limit(aimd().initial(10));
        limit.handle(get("/"), next -> {
            ticker.advance(LATE.multipliedBy(2));
            return ok();
        });
        assertThat(limit.limit()).isLessThan(10);

        limit.reset();

        assertThat(limit.limit()).isEqualTo(10);
        assertThat(limit.inFlight()).isZero();
    }
}
