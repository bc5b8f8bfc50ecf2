package dev.sluice.middlewares.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What provably did not reach its upstream goes to another member, outside the budget. */
class NewPickTest {
    private final ManualTicker ticker = new ManualTicker();
    private final List<String> asked = new ArrayList<>();

    private Handler program(RetryOptions.Builder options, Set<String> dead, String... members) {
        Balance balance =
                new Balance(BalanceOptions.builder(Pool.of(members)).noHealth().build(), Environments.at(ticker));
        return new Retry(options.build(), ticker, new Random(1))
                .around(balance.around(request -> answer(request, dead)));
    }

    private Response answer(Request request, Set<String> dead) {
        String host = request.upstream().orElseThrow().host();
        asked.add(host);
        return dead.contains(host)
                ? Response.failed(
                        new Failure.ConnectFailed("refused"),
                        new Provenance(request.upstream(), 1, "", Provenance.Timings.NONE))
                : Response.of(Status.OK_200, Exchanges.text(request.body()));
    }

    private static RetryOptions.Builder withoutBudget() {
        return RetryOptions.builder("IsNetworkError() && Attempts() < 5").budget(0, 0);
    }

    @Test
    void losesNothingBesideAHealthyMemberHoweverSmallTheBudget() {
        Handler handler = program(withoutBudget(), Set.of("a", "b"), "http://a", "http://b", "http://c");
        for (int i = 0; i < 1_000; i++) {
            assertThat(handler.handle(Exchanges.get("/")).status().code()).isEqualTo(200);
        }
    }

    @Test
    void isMadeAtOnceWithoutABackoff() {
        Handler handler = program(
                withoutBudget().backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                Set.of("a"),
                "http://a",
                "http://b");
        handler.handle(Exchanges.get("/"));
        assertThat(asked).containsExactly("a", "b");
        assertThat(ticker.nanos()).isZero();
    }

    @Test
    void needsTheConditionAndTheNumberOfAttempts() {
        program(RetryOptions.builder("ResponseCode() == 503"), Set.of("a"), "http://a", "http://b")
                .handle(Exchanges.get("/"));
        assertThat(asked).containsExactly("a");
        asked.clear();
        program(withoutBudget().maxAttempts(2), Set.of("a", "b", "c"), "http://a", "http://b", "http://c")
                .handle(Exchanges.get("/"));
        assertThat(asked).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void isMadeOnceForEachMember() {
        program(withoutBudget(), Set.of("a", "b"), "http://a", "http://b").handle(Exchanges.get("/"));
        assertThat(asked).hasSize(3).startsWith("a", "b");
    }

    @Test
    void sendsABodyThatNobodyHasRead() {
        Handler handler = program(withoutBudget(), Set.of("a"), "http://a", "http://b");
        Request post = Exchanges.post("/", "").withBody(TrackedBody.of("order"));
        assertThat(Exchanges.send(handler.handle(post))).isEqualTo("order");
    }

    @Test
    void doesNotMultiplyTheLoadWhenNobodyCanBeReached() {
        Handler handler = program(withoutBudget(), Set.of("a", "b"), "http://a", "http://b");
        for (int i = 0; i < 10_000; i++) {
            handler.handle(Exchanges.get("/"));
        }
        assertThat(asked).hasSize(10_000 + 8);
    }

    @Test
    void isFreeAgainWhenNewPicksHelp() {
        Set<String> dead = new HashSet<>(Set.of("a", "b"));
        Handler handler = program(
                RetryOptions.builder("IsNetworkError() && Attempts() < 5").budget(0, 1), dead, "http://a", "http://b");
        for (int i = 0; i < 100; i++) {
            handler.handle(Exchanges.get("/"));
        }
        dead.remove("b");
        for (int i = 0; i < 100; i++) {
            assertThat(handler.handle(Exchanges.get("/")).status().code()).isEqualTo(200);
        }
    }

    @Test
    void aRequestThatMayHaveArrivedStaysInTheBudget() {
        Retry retry = new Retry(withoutBudget().build(), ticker, new Random(1));
        Handler reset = retry.around(request -> {
            asked.add("a");
            return Response.failed(
                    new Failure.UpstreamBroken("reset", Failure.Sent.HEAD),
                    new Provenance(request.upstream(), 1, "", Provenance.Timings.NONE));
        });
        assertThat(reset.handle(Exchanges.request("GET", "/", Fields.EMPTY, Body.empty()))
                        .status()
                        .code())
                .isEqualTo(502);
        assertThat(asked).hasSize(1);
    }
}
