package dev.sluice.middlewares.loadbalance.limit;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Attributes;
import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.RequestDeadline;
import dev.sluice.core.Response;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.FrozenTicker;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemberPlacesTest {
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Pool pool = Pool.of("http://a", "http://b");
    private final Handler upstream = request ->
            ok().withFields(Fields.of("By", request.upstream().orElseThrow().host()));

    private Balance limited(MemberLimit limit, Ticker ticker) {
        return new Balance(BalanceOptions.builder(pool).limit(limit).build(), Environments.at(ticker));
    }

    private Response open(Balance balance) {
        return balance.handle(get("/"), upstream);
    }

    private static String by(Response response) {
        return response.fields().first("By").orElse("nobody");
    }

    private void awaitWaiting(int count) {
        Await.until(() -> pool.line().length() == count);
    }

    @Test
    void passesOverAMemberThatIsFullAndRefusesWhenAllAre() {
        Balance balance = limited(new MemberLimit(2), new ManualTicker());
        Response first = open(balance);
        assertThat(List.of(by(first), by(open(balance)))).containsExactly("a", "b");
        pool.upsert("http://b", 0);
        assertThat(by(open(balance))).isEqualTo("a");
        Response refused = open(balance);
        assertThat(refused.status().code()).isEqualTo(503);
        assertThat(refused.fields().first("Retry-After")).contains("1");
        assertThat(refused.failure()).containsInstanceOf(Failure.Overloaded.class);
        assertThat(refused.failure().orElseThrow().sent()).isEqualTo(Failure.Sent.NOTHING);
        send(first);
        assertThat(by(open(balance))).isEqualTo("a");
    }

    @Test
    void givesBackAPlaceWhenAHandlerOrAListenerThrows() {
        Balance balance = new Balance(
                BalanceOptions.builder(pool)
                        .limit(new MemberLimit(1))
                        .onPick((before, after) -> {
                            if (before.path().equals("/listener")) {
                                throw new IllegalStateException("a bug of the listener's");
                            }
                        })
                        .build(),
                Environments.at(new ManualTicker()));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> balance.handle(get("/listener"), upstream))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> balance.handle(get("/"), request -> {
                        throw new IllegalStateException("a bug of the handler's");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(pool.members()).extracting(Member::inFlight).containsOnly(0);
    }

    @Test
    void letsRequestsWaitFirstComeFirstServedForAnyMember() throws InterruptedException {
        Balance balance = limited(new MemberLimit(1, 2, WAIT), new FrozenTicker());
        Response first = open(balance);
        Response second = open(balance);
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch both = new CountDownLatch(2);
        for (String name : List.of("/1", "/2")) {
            int already = pool.line().length();
            Thread.ofVirtual().start(() -> {
                Response response = balance.handle(get(name), upstream);
                order.add(name + " by " + by(response));
                send(response);
                both.countDown();
            });
            awaitWaiting(already + 1);
        }
        assertThat(open(balance).status().code()).as("two wait already").isEqualTo(503);
        send(second);
        both.await();
        assertThat(order).containsExactly("/1 by b", "/2 by b");
        assertThat(pool.line().length()).isZero();
        send(first);
        assertThat(pool.members()).extracting(Member::inFlight).containsOnly(0);
    }

    @Test
    void refusesWhoHasWaitedTooLong() {
        ManualTicker ticker = new ManualTicker();
        Balance balance = limited(new MemberLimit(1, 1, WAIT), ticker);
        open(balance);
        open(balance);
        assertThat(open(balance).status().code()).isEqualTo(503);
        assertThat(ticker.nanos()).isEqualTo(WAIT.toNanos());
        assertThat(pool.line().length()).isZero();
    }

    @Test
    void nobodyWaitsBeyondTheDeadlineOfTheRequest() {
        ManualTicker ticker = new ManualTicker();
        Balance balance = limited(new MemberLimit(1, 1, WAIT), ticker);
        open(balance);
        open(balance);
        Request hurried = get("/").with(Attributes.EMPTY.with(RequestDeadline.KEY, new RequestDeadline(300_000_000)));
        assertThat(balance.handle(hurried, upstream).status().code()).isEqualTo(503);
        assertThat(ticker.nanos()).isEqualTo(300_000_000);
    }

    @Test
    void givesThePlaceInTheLineOfAClientThatLeftToTheNext() throws InterruptedException {
        Balance balance = limited(new MemberLimit(1, 1, WAIT), new FrozenTicker());
        open(balance);
        open(balance);
        FakeClient client = FakeClient.at("192.0.2.1");
        Request request = Request.of(get("/").head(), Body.empty(), client, 0);
        AtomicInteger status = new AtomicInteger();
        Thread waiter = Thread.ofVirtual()
                .start(() ->
                        status.set(balance.handle(request, upstream).status().code()));
        awaitWaiting(1);
        client.leave();
        waiter.join();
        assertThat(status).hasValue(499);
        assertThat(client.watchers()).isZero();
        assertThat(pool.line().length()).isZero();
    }

    @Test
    void aStickyClientWhoseMemberIsFullGoesElsewhereOnceAndKeepsItsCookie() {
        Balance balance = new Balance(
                BalanceOptions.builder(pool)
                        .limit(new MemberLimit(1))
                        .sticky(StickyOptions.builder().cookie("to").raw().build())
                        .build(),
                Environments.at(new ManualTicker()));
        Request stuckToA = get("/").withFields(Fields.of("Cookie", "to=http://a"));
        Response first = balance.handle(stuckToA, upstream);
        Response second = balance.handle(stuckToA, upstream);
        assertThat(List.of(by(first), by(second))).containsExactly("a", "b");
        assertThat(second.fields().first("Set-Cookie")).isEmpty();
    }

    @Test
    void neverHasMoreInFlightThanTheLimitAndServesAllWhoMayWait() throws InterruptedException {
        Balance balance = limited(new MemberLimit(3, 100, WAIT), new FrozenTicker());
        AtomicInteger most = new AtomicInteger();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        List<Thread> clients = IntStream.range(0, 20)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    for (int n = 0; n < 200; n++) {
                        Response response = balance.handle(get("/"), request -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            Thread.onSpinWait();
                            return ok();
                        });
                        inside.decrementAndGet();
                        served.addAndGet(response.status().code() == 200 ? 1 : 0);
                        send(response);
                    }
                }))
                .toList();
        for (Thread client : clients) {
            client.join();
        }
        assertThat(most.get()).isLessThanOrEqualTo(6);
        assertThat(served).hasValue(4_000);
        assertThat(pool.line().length()).isZero();
        assertThat(pool.members()).extracting(Member::inFlight).containsOnly(0);
    }

    @Test
    void saysWhatIsWrongWithALimit() {
        assertThatThrownBy(() -> new MemberLimit(0, -1, Duration.ZERO))
                .hasMessageContainingAll("maxInFlight must be 1 or more, is 0", "maxWaiting must be 0 or more, is -1");
        assertThatThrownBy(() -> new MemberLimit(1, 1, Duration.ZERO)).hasMessage("maxWait must be above 0, is PT0S");
    }
}
