package dev.sluice.middlewares.connlimit;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.getFrom;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Attributes;
import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.RequestDeadline;
import dev.sluice.core.Response;
import dev.sluice.core.Source;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.FrozenTicker;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.GateContract;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnLimitTest implements GateContract {
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final FrozenTicker frozen = new FrozenTicker();

    @Override
    public Gate middleware() {
        return limit(10);
    }

    private static ConnLimit limit(int max) {
        return new ConnLimit(ConnLimitOptions.builder().max(max).build(), new ManualTicker());
    }

    private ConnLimit queueing(int max, int waiting) {
        return new ConnLimit(
                ConnLimitOptions.builder().max(max).queue(waiting, WAIT).build(), frozen);
    }

    private static Response open(Gate limit) {
        return limit.handle(get("/"), next -> ok());
    }

    @Test
    void isWrittenAsInThePackageComment() {
        Handler handler = request -> ok();
        ConnLimitOptions options = ConnLimitOptions.builder()
                .max(10)
                .by(Source.clientIp())
                .queue(20, Duration.ofMillis(500))
                .build();
        Handler limited = new ConnLimit(options, Ticker.system()).around(handler);
        assertThat(limited.handle(get("/")).status().code()).isEqualTo(200);
    }

    @Test
    void rejectsWhoComesWhenAllPermitsAreOut() {
        ConnLimit limit = limit(2);
        Response first = open(limit);
        open(limit);
        Response rejected = open(limit);
        assertThat(rejected.status().code()).isEqualTo(429);
        assertThat(rejected.provenance().reason()).isEqualTo("connection-limited");
        assertThat(send(rejected)).isEqualTo("max connections reached: 2");
        send(first);
        assertThat(open(limit).status().code()).isEqualTo(200);
    }

    @Test
    void countsEachKeyByItself() {
        ConnLimit limit = limit(1);
        open(limit);
        Response other = limit.handle(getFrom("192.0.2.2", "/"), next -> ok());
        assertThat(other.status().code()).isEqualTo(200);
        assertThat(limit.keys()).isEqualTo(2);
    }

    @Test
    void holdsThePermitUntilTheLastByteHoweverTheExchangeEnds() {
        ConnLimit limit = limit(1);
        send(open(limit));
        open(limit).close();
        Response broken = open(limit);
        broken.end(Outcome.broken(broken, new Failure.ClientGone(Failure.Sent.ALL), 0, 0));
        assertThatThrownBy(() -> limit.handle(get("/"), next -> {
                    throw new IllegalStateException("bug");
                }))
                .hasMessage("bug");
        assertThat(limit.keys()).as("keys remembered without an exchange").isZero();
        open(limit);
        assertThat(open(limit).status().code()).isEqualTo(429);
    }

    @Test
    void givesBackNothingForARejection() {
        ConnLimit limit = limit(1);
        open(limit);
        open(limit).close();
        open(limit).close();
        assertThat(open(limit).status().code()).isEqualTo(429);
    }

    @Test
    void letsRequestsWaitFirstComeFirstServed() throws InterruptedException {
        ConnLimit limit = queueing(1, 2);
        Response first = open(limit);
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch bothServed = new CountDownLatch(2);
        for (String name : List.of("/a", "/b")) {
            int already = limit.waiting();
            Thread.ofVirtual().start(() -> {
                Response response = limit.handle(get(name), next -> ok());
                order.add(name + " " + response.status().code());
                send(response);
                bothServed.countDown();
            });
            awaitWaiting(limit, already + 1);
        }
        assertThat(open(limit).status().code()).as("the queue is full").isEqualTo(429);
        send(first);
        bothServed.await();
        assertThat(order).containsExactly("/a 200", "/b 200");
        assertThat(limit.keys()).isZero();
        assertThat(limit.waiting()).isZero();
    }

    @Test
    void rejectsWhoHasWaitedTooLong() {
        ManualTicker ticker = new ManualTicker();
        ConnLimit limit =
                new ConnLimit(ConnLimitOptions.builder().max(1).queue(1, WAIT).build(), ticker);
        Response first = open(limit);
        assertThat(open(limit).status().code()).isEqualTo(429);
        assertThat(ticker.nanos()).isEqualTo(WAIT.toNanos());
        send(first);
        assertThat(limit.keys()).isZero();
    }

    @Test
    void notesHowLongARequestHasWaited() {
        ManualTicker ticker = new ManualTicker();
        List<Decision> noted = new ArrayList<>();
        ConnLimit limit =
                new ConnLimit(ConnLimitOptions.builder().max(1).queue(1, WAIT).build(), ticker, noting(noted));
        open(limit);
        assertThat(noted).isEmpty();
        open(limit);
        assertThat(noted).containsExactly(new Decision.Waited(WAIT));
    }

    /** Read by nobody but those who count. */
    private static Journal noting(List<Decision> noted) {
        return new Journal() {
            @Override
            public boolean isRead() {
                return false;
            }

            @Override
            public void note(Optional<Request> request, Decision decision) {
                noted.add(decision);
            }
        };
    }

    @Test
    void nobodyWaitsBeyondTheDeadlineOfTheRequest() {
        ManualTicker ticker = new ManualTicker();
        ConnLimit limit =
                new ConnLimit(ConnLimitOptions.builder().max(1).queue(1, WAIT).build(), ticker);
        open(limit);
        Request hurried = get("/").with(Attributes.EMPTY.with(RequestDeadline.KEY, new RequestDeadline(300_000_000)));
        assertThat(limit.handle(hurried, next -> ok()).status().code()).isEqualTo(429);
        assertThat(ticker.nanos()).isEqualTo(300_000_000);
    }

    @Test
    void givesThePlaceOfAClientThatLeftToTheNext() throws InterruptedException {
        ConnLimit limit = queueing(1, 1);
        open(limit);
        FakeClient client = FakeClient.at("192.0.2.1");
        Request request = Request.of(get("/").head(), Body.empty(), client, 0);
        AtomicInteger status = new AtomicInteger();
        Thread waiter = Thread.ofVirtual()
                .start(() ->
                        status.set(limit.handle(request, next -> ok()).status().code()));
        awaitWaiting(limit, 1);
        client.leave();
        waiter.join();
        assertThat(status).hasValue(429);
        assertThat(client.watchers()).isZero();
    }

    @Test
    void rejectsAWaitingRequestWhoseThreadIsInterrupted() throws InterruptedException {
        ConnLimit limit = queueing(1, 1);
        open(limit);
        AtomicInteger status = new AtomicInteger();
        Thread waiter =
                Thread.ofVirtual().start(() -> status.set(open(limit).status().code()));
        awaitWaiting(limit, 1);
        waiter.interrupt();
        waiter.join();
        assertThat(status).hasValue(429);
    }

    @Test
    void neverAdmitsOneTooManyUnderConcurrency() throws InterruptedException {
        ConnLimit limit = queueing(3, 2);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger admitted = new AtomicInteger();
        Thread[] threads = Stream.generate(() -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        send(limit.handle(get("/"), request -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            admitted.incrementAndGet();
                            Thread.onSpinWait();
                            inside.decrementAndGet();
                            return ok();
                        }));
                    }
                }))
                .limit(8)
                .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(admitted.get()).isPositive();
        assertThat(limit.keys()).isZero();
        assertThat(limit.waiting()).isZero();
    }

    @Test
    void namesTheOptionAndTheValueItRefuses() {
        assertThatThrownBy(() -> ConnLimitOptions.builder().max(0).build()).hasMessage("max must be 1 or more, is 0");
        assertThatThrownBy(
                        () -> ConnLimitOptions.builder().max(1).queue(-1, WAIT).build())
                .hasMessage("maxWaiting must be 0 or more, is -1");
        assertThatThrownBy(() -> ConnLimitOptions.builder()
                        .max(1)
                        .queue(1, Duration.ZERO)
                        .build())
                .hasMessage("maxWait must be above 0, is PT0S");
    }

    @Test
    void describesItselfForExplain() {
        assertThat(described(ConnLimitOptions.builder().max(10).queue(20, WAIT)))
                .isEqualTo("connLimit(10 by clientIp(), 20 wait up to 1000ms)");
        assertThat(described(ConnLimitOptions.builder().max(10))).isEqualTo("connLimit(10 by clientIp())");
    }

    private static String described(ConnLimitOptions.Builder options) {
        return ConnLimitType.TYPE.describe(options.build());
    }

    private static void awaitWaiting(ConnLimit limit, int count) {
        Await.until(() -> limit.waiting() == count);
    }
}
