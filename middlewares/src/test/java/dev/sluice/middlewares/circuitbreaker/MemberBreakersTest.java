package dev.sluice.middlewares.circuitbreaker;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.Notes;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.GateContract;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemberBreakersTest implements GateContract {
    private static final Upstream A = Upstream.of("http://a");
    private static final Upstream B = Upstream.of("http://b");
    private static final Handler ONLY_B =
            request -> request.upstream().orElseThrow().equals(B)
                    ? Exchanges.ok()
                    : Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL);

    private final ManualTicker ticker = new ManualTicker();
    private final Pool pool = Pool.of("http://a", "http://b");
    private final List<BreakerEvent> events = new ArrayList<>();
    private final Notes notes = new Notes();
    private final MemberBreakers breakers = breakers(pool);
    private final Balance balance =
            new Balance(BalanceOptions.builder(pool).noHealth().build(), Environments.at(ticker));

    @Override
    public MemberBreakers middleware() {
        return breakers(Pool.of("http://a", "http://b"));
    }

    private static CircuitBreakerOptions.Builder options() {
        return CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.5").minimumRequests(1);
    }

    private MemberBreakers breakers(Pool of) {
        CircuitBreakerOptions.Builder options = options().onTripped(events::add).onStandby(events::add);
        return new MemberBreakers(of, options.build(), ticker, notes, Runnable::run);
    }

    private Response answered(Handler upstream) {
        return balance.handle(get("/"), breakers.around(upstream));
    }

    private int exchange(Handler upstream) {
        Response response = answered(upstream);
        Exchanges.send(response);
        return response.status().code();
    }

    private List<Integer> exchanges(int count, Handler upstream) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            statuses.add(exchange(upstream));
        }
        return statuses;
    }

    private static Response refused(Request request) {
        return Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL);
    }

    @Test
    void doesNotPickATrippedMember_oxyAnswersItsShareWith503() {
        assertEquals(502, exchange(ONLY_B));
        assertEquals(Collections.nCopies(60, 200), exchanges(60, ONLY_B));
        assertEquals("http://a (tripped), http://b", pool.toString());
        assertInstanceOf(BreakerState.Tripped.class, breakers.states().get(A));
        assertEquals(new BreakerState.Standby(), breakers.states().get(B));
    }

    @Test
    void answers503OnlyIfNobodyIsLeft() {
        exchanges(2, MemberBreakersTest::refused);
        ticker.advance(Duration.ofMillis(1_500));
        Response response = answered(ONLY_B);
        assertEquals(503, response.status().code());
        assertEquals("9", response.fields().first("Retry-After").orElseThrow());
        assertEquals(Reason.CIRCUIT_OPEN, response.provenance().reason());
    }

    @Test
    void answersByTheFallbackIfNobodyIsLeft() {
        Pool one = Pool.of("http://a");
        MemberBreakers gate = new MemberBreakers(
                one, options().respond(200, "text/plain", "later").build(), ticker);
        Handler handler = new Balance(one, ticker).around(gate.around(MemberBreakersTest::refused));
        assertEquals("Bad Gateway\n", Exchanges.send(handler.handle(get("/"))));
        assertEquals("later", Exchanges.send(handler.handle(get("/"))));
    }

    @Test
    void givesARecoveringMemberItsGrowingShareAndThenAll() {
        exchange(ONLY_B);
        ticker.advance(Duration.ofSeconds(10));
        exchanges(2, request -> Exchanges.ok());
        ticker.advance(Duration.ofSeconds(5));
        List<String> hosts = new ArrayList<>();
        Handler upstream = request -> {
            hosts.add(request.upstream().orElseThrow().host());
            return Exchanges.ok();
        };
        exchanges(400, upstream);
        long recovering = hosts.stream().filter("a"::equals).count();
        assertTrue(recovering > 30 && recovering < 80, "a quarter of its turns, was " + recovering);
        ticker.advance(Duration.ofMillis(5_001));
        hosts.clear();
        exchanges(40, upstream);
        assertEquals(20, Collections.frequency(hosts, "a"));
        assertEquals("http://a, http://b", pool.toString());
    }

    @Test
    void tellsWhichMemberHasTrippedAndStandsByAgain() {
        exchange(ONLY_B);
        assertEquals(
                List.of(new BreakerEvent(
                        Optional.of(A), new BreakerState.Tripped(ticker.now().plusSeconds(10)))),
                events);
        ticker.advance(Duration.ofSeconds(10));
        exchanges(2, request -> Exchanges.ok());
        ticker.advance(Duration.ofMillis(10_001));
        exchanges(2, request -> Exchanges.ok());
        assertEquals(new BreakerEvent(Optional.of(A), new BreakerState.Standby()), events.getLast());
        assertEquals(2, events.size());
        assertEquals(
                List.of(
                        new Decision.Tripped(Optional.of(A), Duration.ofSeconds(10)),
                        new Decision.Recovering(Optional.of(A), Duration.ofSeconds(10)),
                        new Decision.StoodBy(Optional.of(A))),
                notes.decisions());
    }

    @Test
    void trialsWhoseClientsLeaveDoNotKeepAMemberOut() {
        exchange(ONLY_B);
        ticker.advance(Duration.ofSeconds(10));
        exchanges(2, request -> Exchanges.ok());
        ticker.advance(Duration.ofSeconds(9));
        int[] trials = {0};
        for (int i = 0; i < 100; i++) {
            answered(request -> {
                        trials[0] += request.upstream().orElseThrow().equals(A) ? 1 : 0;
                        return Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Provenance.LOCAL);
                    })
                    .close();
        }
        assertTrue(trials[0] > 15, "each gives its place to the next, were " + trials[0]);
        ticker.advance(Duration.ofSeconds(2));
        exchanges(2, request -> Exchanges.ok());
        assertEquals("http://a, http://b", pool.toString());
    }

    @Test
    void isFoundFromThePool() {
        exchange(ONLY_B);
        assertSame(breakers, pool.judges(MemberBreakers.class).getFirst());
        breakers.close();
        assertEquals(List.of(), pool.judges(MemberBreakers.class));
        assertEquals("http://a, http://b", pool.toString());
    }

    @Test
    void forgetsWhoIsNoMemberAnyMore() {
        exchanges(2, ONLY_B);
        for (int i = 0; i < 100; i++) {
            pool.upsert("http://u" + i, 1);
            exchange(request -> Exchanges.ok());
            exchange(request -> Exchanges.ok());
            pool.remove("http://u" + i);
        }
        assertTrue(breakers.states().size() <= 3, breakers.states().toString());
    }

    @Test
    void describesItself() {
        assertEquals("memberBreaker(NetworkErrorRatio() > 0.5)", breakers.describe());
    }

    @Test
    void aMemberWhoseBreakerIsResetIsPickedAgain() {
        exchanges(2, ONLY_B);
        assertInstanceOf(BreakerState.Tripped.class, breakers.states().get(A));
        assertEquals(Optional.of(ticker.now()), breakers.since(A));

        assertTrue(breakers.reset(A));

        assertEquals(new BreakerState.Standby(), breakers.states().get(A));
        assertEquals(2, pool.taking().size());
        assertEquals(false, breakers.reset(Upstream.of("http://nobody")));
    }
}
