package dev.sluice.middlewares.loadbalance;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StickyBalanceTest implements MiddlewareContract {
    private static final Upstream A = Upstream.of("http://a");
    private static final Upstream B = Upstream.of("http://b");

    private final Pool pool = Pool.of("http://a", "http://b");
    private final ManualTicker ticker = new ManualTicker();
    private final Balance balancer = sticky(pool, ticker);
    private final RecordingHandler next = RecordingHandler.ok();

    private static Balance sticky(Pool pool, ManualTicker ticker) {
        BalanceOptions options = BalanceOptions.builder(pool)
                .sticky(StickyOptions.builder().cookie("route").raw().build())
                .build();
        return new Balance(options, Environments.at(ticker));
    }

    @Override
    public Middleware middleware() {
        return sticky(Pool.of("http://a", "http://b"), ticker);
    }

    private static Request stuckTo(String url) {
        return get("/").withFields(Fields.of("Cookie", "route=" + url));
    }

    private String exchange(Request request, Handler upstream) {
        Response response = balancer.handle(request, upstream);
        response.close();
        return response.fields().first("Set-Cookie").orElse("none");
    }

    private List<String> hosts() {
        return next.requests().stream()
                .map(request -> request.upstream().orElseThrow().host())
                .toList();
    }

    @Test
    void goesWhereTheCookieSaysAndDoesNotSetItAgain() {
        for (int i = 0; i < 3; i++) {
            assertEquals("none", exchange(stuckTo("http://b"), next));
        }
        assertEquals(List.of("b", "b", "b"), hosts());
    }

    @Test
    void sticksAClientToItsFirstPick() {
        assertEquals("route=http://a; Path=/; HttpOnly", exchange(get("/"), next));
        assertEquals("route=http://b; Path=/; HttpOnly", exchange(get("/"), next));
        assertEquals("route=http://a; Path=/; HttpOnly", exchange(stuckTo("nonsense"), next));
    }

    @Test
    void goesOnWithAMemberThatDrainsAndStartsNobodyThere() {
        pool.drain(B);
        assertEquals("none", exchange(stuckTo("http://b"), next));
        assertEquals("route=http://a; Path=/; HttpOnly", exchange(get("/"), next));
        assertEquals("route=http://a; Path=/; HttpOnly", exchange(get("/"), next));
        pool.markUp(B);
        pool.upsert(B, 0);
        assertEquals("none", exchange(stuckTo("http://b"), next));
        assertEquals(List.of("b", "a", "a", "b"), hosts());
    }

    @Test
    void sticksAnewWhenTheDrainOfTheMemberIsOver() {
        pool.drain(B, Duration.ofMinutes(5));
        ticker.advance(Duration.ofMinutes(5).minusNanos(1));
        assertEquals("none", exchange(stuckTo("http://b"), next));
        ticker.advance(Duration.ofNanos(1));
        assertEquals("route=http://a; Path=/; HttpOnly", exchange(stuckTo("http://b"), next));
        assertEquals(List.of(A), pool.members().stream().map(Member::upstream).toList());
    }

    @Test
    void sticksAnewWhenTheMemberThatDrainsIsDown() {
        pool.drain(B);
        pool.markDown(B);
        assertEquals("route=http://a; Path=/; HttpOnly", exchange(stuckTo("http://b"), next));
    }

    @Test
    void sticksAnewWhenTheMemberIsGoneOrDown() {
        String stuckToA = "route=http://a; Path=/; HttpOnly";
        pool.markDown(B);
        assertEquals(stuckToA, exchange(stuckTo("http://b"), next));
        pool.remove(B);
        assertEquals(stuckToA, exchange(stuckTo("http://b"), next));
    }

    @Test
    void retriesElsewhereAndSticksThere() {
        Request retry = stuckTo("http://a").again(Body.empty(), Optional.of(A));
        assertEquals("route=http://b; Path=/; HttpOnly", exchange(retry, next));
    }

    @Test
    void doesNotSetTheCookieAgainIfARetryHasNowhereElseToGo() {
        pool.remove(B);
        Request retry = stuckTo("http://a").again(Body.empty(), Optional.of(A));
        assertEquals("none", exchange(retry, next));
        assertEquals(List.of("a"), hosts());
    }

    @Test
    void doesNotStickToWhoFailed_oxyDoes() {
        Handler failing = request -> Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL);
        assertEquals("none", exchange(get("/"), failing));
    }

    @Test
    void sticksToWhoAnswersAnErrorOfItsOwn() {
        Handler broken = request -> Response.of(Status.INTERNAL_SERVER_ERROR_500);
        assertEquals("route=http://a; Path=/; HttpOnly", exchange(get("/"), broken));
    }
}
