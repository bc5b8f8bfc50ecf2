package dev.sluice;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.time.Ticker;
import dev.sluice.observe.meters.Stats;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What whole programs count of their exchanges, whoever answers them. */
@Timeout(30)
class StatsTest {
    /** Answers by its name; {@code http://dead} cannot be reached, and {@code http://ill} answers 503. */
    private static final Handler NETWORK = request -> {
        Upstream upstream = request.upstream().orElseThrow();
        Provenance from = new Provenance(Optional.of(upstream), request.attempt(), "", Provenance.Timings.NONE);
        return switch (upstream.host()) {
            case "dead" -> Response.failed(new Failure.ConnectFailed("refused"), from.withReason("connect-failed"));
            case "ill" -> Response.of(Status.SERVICE_UNAVAILABLE_503).withProvenance(from);
            default ->
                Response.of(Status.OK_200, Fields.EMPTY, Body.of("hello")).withProvenance(from);
        };
    };

    private static Gateway program(Consumer<GatewayScope> written) {
        return gateway(written).in(SystemEnvironment.INSTANCE.withNetwork(NETWORK));
    }

    private static void shop(GatewayScope g) {
        g.pool("api", p -> p.member("http://a").member("http://b"));
        g.route("orders", path("/orders"), r -> r.forwardTo("api"));
        g.route(
                "limited",
                path("/limited"),
                r -> r.rateLimit(1, Duration.ofHours(1)).forward("http://c"));
        g.route(
                "retried",
                path("/retried"),
                r -> r.retry("Attempts() < 3", retry -> retry.budget(100, 10)).forward("http://ill"));
        g.route("dead", path("/dead"), r -> r.forward("http://dead"));
    }

    private static List<String> values(Stats stats, String metric) {
        return stats.series(metric).stream()
                .map(series -> series.values() + " " + (long) series.value())
                .toList();
    }

    private static int status(int port, String request) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            Answer answer = client.send(request).answer();
            return answer.status();
        }
    }

    private static int get(int port, String target) throws IOException {
        return status(port, "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    /** An exchange ends just after its client has the last byte. */
    private static void ended(RunningGateway running, int exchanges) {
        Await.until(() -> running.stats().total("http.server.request.duration") == exchanges);
    }

    @Test
    void everyExchangeIsCountedOnceWhoeverAnswersIt() throws IOException {
        try (RunningGateway running = program(StatsTest::shop).listen(0)) {
            int port = running.port();
            assertThat(get(port, "/orders")).isEqualTo(200);
            assertThat(get(port, "/orders")).isEqualTo(200);
            assertThat(get(port, "/limited")).isEqualTo(200);
            assertThat(get(port, "/limited")).isEqualTo(429);
            assertThat(get(port, "/retried")).isEqualTo(503);
            assertThat(get(port, "/dead")).isEqualTo(502);
            assertThat(get(port, "/nothing")).isEqualTo(404);
            assertThat(status(port, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"))
                    .isEqualTo(400);
            ended(running, 8);
            Stats stats = running.stats();
            assertThat(values(stats, "http.server.request.duration"))
                    .containsExactlyInAnyOrder(
                            "[dead, 5xx] 1",
                            "[limited, 2xx] 1",
                            "[limited, 4xx] 1",
                            "[none, 4xx] 2",
                            "[orders, 2xx] 2",
                            "[retried, 5xx] 1");
            assertThat(values(stats, "sluice.rejections"))
                    .containsExactlyInAnyOrder(
                            "[limited, limited/rateLimit#1, rate-limited] 1",
                            "[none, , no-route] 1",
                            "[none, , refused-400] 1");
            assertThat(values(stats, "sluice.failures")).containsExactly("[dead, connect-failed] 1");
            assertThat(values(stats, "sluice.retries")).containsExactly("[retried, ] 2");
            assertThat(values(stats, "sluice.pool.picks"))
                    .containsExactlyInAnyOrder(
                            "[api, a] 1", "[api, b] 1", "[none, c] 1", "[none, dead] 1", "[none, ill] 3");
            assertThat(values(stats, "http.server.active_requests")).containsExactly("[] 0");
            assertThat(values(stats, "sluice.pool.members")).contains("[api, up] 2");
            assertThat(stats.one("http.server.response.body.size", "orders")
                            .orElseThrow()
                            .distribution()
                            .orElseThrow()
                            .sum())
                    .isEqualTo(10);
        }
    }

    @Test
    void whatIsCountedOfARouteGoesWithIt() throws IOException {
        try (RunningGateway running = program(StatsTest::shop).listen(0)) {
            get(running.port(), "/orders");
            get(running.port(), "/limited");
            running.apply(running.plan(g -> g.route("orders", any(), r -> r.forward("http://c"))));
            ended(running, 1);
            assertThat(values(running.stats(), "http.server.request.duration")).containsExactly("[orders, 2xx] 1");
            assertThat(running.stats().series("sluice.pool.members")).isEmpty();
            assertThat(values(running.stats(), "sluice.pool.picks")).containsExactly("[none, c] 1");
            assertThat(values(running.stats(), "sluice.applies")).contains("[applied] 1", "[rolled-back] 0");
            running.rollback();
            assertThat(values(running.stats(), "sluice.applies")).contains("[applied] 1", "[rolled-back] 1");
        }
    }

    @Test
    void aWaitIsMeasuredWhereItWasThoughNobodyReadsTheJournal() throws Exception {
        CountDownLatch served = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Handler held = request -> {
            served.countDown();
            Ticker.system().await(goOn, Duration.ofSeconds(30));
            return NETWORK.handle(request);
        };
        Gateway gateway = gateway(g -> g.route(
                        "limited",
                        any(),
                        r -> r.connLimit(1, limit -> limit.queue(1, Duration.ofSeconds(30)))
                                .forward("http://c")))
                .in(SystemEnvironment.INSTANCE.withNetwork(held));
        try (RunningGateway running = gateway.listen(0);
                RawClient first = RawClient.connect(running.port());
                RawClient second = RawClient.connect(running.port())) {
            first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            served.await();
            second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Await.until(() -> running.stats().get("limited/connLimit.waiting") > 0);
            goOn.countDown();
            assertThat(List.of(first.answer().status(), second.answer().status()))
                    .containsExactly(200, 200);
            ended(running, 2);
            assertThat(running.stats().series("sluice.queue.wait"))
                    .singleElement()
                    .satisfies(waits -> {
                        assertThat(waits.values()).containsExactly("limited/connLimit#1");
                        assertThat(waits.distribution().orElseThrow().count()).isEqualTo(1);
                        assertThat(waits.distribution().orElseThrow().sum()).isPositive();
                    });
        }
    }

    @Test
    void connectionsToUpstreamsAreCounted() throws IOException {
        try (FakeUpstream upstream = FakeUpstream.answering(Http.OK);
                RunningGateway running = gateway(g -> {
                            g.pool("api", p -> p.member(upstream.url()));
                            g.route("all", any(), r -> r.forwardTo("api"));
                        })
                        .listen("127.0.0.1", 0)) {
            assertThat(values(running.stats(), "http.client.open_connections")).isEmpty();
            assertThat(get(running.port(), "/")).isEqualTo(200);
            ended(running, 1);
            assertThat(values(running.stats(), "http.client.open_connections"))
                    .contains("[api, active, 1.1] 0", "[api, idle, 1.1] 1");
        }
    }

    @Test
    void aPoolWithoutANameHasThePathOfTheStepThatPicks() {
        Proxy program = proxy().roundRobin("http://a", "http://b")
                .forward()
                .in(SystemEnvironment.INSTANCE.withNetwork(NETWORK));
        try (program) {
            Exchanges.send(program.handle(Exchanges.get("/")));
            assertThat(values(program.inUse().stats(), "sluice.pool.picks")).containsExactly("[balance#1, a] 1");
            assertThat(values(program.inUse().stats(), "http.server.request.duration"))
                    .containsExactly("[none, 2xx] 1");
        }
    }
}
