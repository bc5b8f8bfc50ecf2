package dev.sluice.observe.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.core.Attributes;
import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.AttemptObserver;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.trace.TraceContext;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.observe.Build;
import dev.sluice.observe.Observed;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import io.helidon.http.Status;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MetersTest {
    private static final Upstream A = Upstream.of("http://a:8080");
    private static final Upstream B = Upstream.of("http://b:8080");

    private final ManualTicker ticker = new ManualTicker();
    private final Meters meters = new Meters(ticker);
    private final FakeProgram program = new FakeProgram();

    private Stats stats() {
        return meters.stats(program);
    }

    private static Response answer(int status, String route) {
        return Response.of(Status.create(status)).withProvenance(Provenance.LOCAL.withRoute(route));
    }

    private static Response refused(int status, String route, String step, String reason) {
        return Response.of(Status.create(status))
                .withProvenance(Provenance.local(reason).withRoute(route).withStep(step));
    }

    private void ended(Response response, long received, long sent) {
        meters.ended(Exchanges.get("/"), Outcome.sent(response, received, sent));
    }

    @Test
    void anExchangeIsOneValueOfEachHistogramOfItsRoute() {
        ticker.advance(Duration.ofMillis(3));
        ended(answer(200, "orders"), 10, 3000);
        ended(answer(204, "orders"), 0, 0);
        ended(answer(503, "orders"), 0, 20);
        ended(answer(200, ""), 0, 1);
        Distribution served = stats().one("http.server.request.duration", "orders", "2xx")
                .orElseThrow()
                .distribution()
                .orElseThrow();
        assertThat(served.count()).isEqualTo(2);
        assertThat(served.sum()).isEqualTo(0.006, within(1e-12));
        assertThat(served.buckets().get(1).le()).isEqualTo(0.0025);
        assertThat(served.buckets().get(1).count()).isZero();
        assertThat(served.buckets().get(2).le()).isEqualTo(0.005);
        assertThat(served.buckets().get(2).count()).isEqualTo(2);
        assertThat(served.buckets().getLast().le()).isInfinite();
        assertThat(stats().one("http.server.request.duration", "orders", "5xx")
                        .orElseThrow()
                        .value())
                .isEqualTo(1);
        assertThat(stats().one("http.server.request.duration", "none", "2xx")
                        .orElseThrow()
                        .value())
                .isEqualTo(1);
        Distribution sent = stats().one("http.server.response.body.size", "orders")
                .orElseThrow()
                .distribution()
                .orElseThrow();
        assertThat(sent.sum()).isEqualTo(3020);
        assertThat(sent.buckets().getFirst().le()).as("no body").isZero();
        assertThat(sent.buckets().getFirst().count()).isEqualTo(1);
        assertThat(stats().one("http.server.request.body.size", "orders")
                        .orElseThrow()
                        .distribution()
                        .orElseThrow()
                        .sum())
                .isEqualTo(10);
    }

    @Test
    void aRefusalIsCountedByStepAndReasonAndAnUpstreamsOwn5xxIsNone() {
        ended(refused(429, "orders", "orders/rateLimit#1", Reason.RATE_LIMITED), 0, 0);
        ended(refused(429, "orders", "orders/rateLimit#1", Reason.RATE_LIMITED), 0, 0);
        ended(refused(404, "", "", Reason.NO_ROUTE), 0, 0);
        ended(refused(400, "", "", "refused-400"), 0, 0);
        ended(refused(301, "", "redirect#1", Reason.REDIRECTED), 0, 0);
        Provenance upstreams = new Provenance(Optional.of(A), 1, "", Provenance.Timings.NONE).withRoute("orders");
        ended(Response.of(Status.SERVICE_UNAVAILABLE_503).withProvenance(upstreams), 0, 0);
        assertThat(values("sluice.rejections"))
                .containsExactlyInAnyOrder(
                        "[orders, orders/rateLimit#1, rate-limited] 2",
                        "[none, , no-route] 1",
                        "[none, , refused-400] 1");
        assertThat(values("sluice.failures")).isEmpty();
    }

    private static Response call(int status, Provenance from) {
        Fields fields = Fields.of("Content-Type", "application/grpc", "grpc-status", Integer.toString(status));
        return Response.of(Status.OK_200, fields, Body.empty()).withProvenance(from);
    }

    private void called(Response response) {
        Fields fields = Fields.of("Content-Type", "application/grpc");
        Request request = Exchanges.request("POST", "/s/m", fields, Body.empty());
        meters.ended(request, Outcome.sent(response, 0, 0));
    }

    @Test
    void callsOfGrpcAreCountedByTheirStatusAndFailuresOfServersAre5xx() {
        Provenance upstreams = new Provenance(Optional.of(A), 1, "", Provenance.Timings.NONE).withRoute("orders");
        called(call(0, upstreams));
        called(call(5, upstreams));
        called(call(14, upstreams));
        called(call(77, upstreams));
        called(Response.of(Status.OK_200).withProvenance(upstreams));
        assertThat(values("sluice.grpc.calls"))
                .containsExactlyInAnyOrder(
                        "[orders, 0] 1", "[orders, 5] 1", "[orders, 14] 1", "[orders, 2] 1", "[orders, none] 1");
        assertThat(stats().one("http.server.request.duration", "orders", "5xx")
                        .orElseThrow()
                        .value())
                .isEqualTo(1);
        assertThat(values("sluice.rejections")).isEmpty();
    }

    @Test
    void aRefusalOfACallIsARejection() {
        called(call(
                8,
                refused(429, "orders", "orders/rateLimit#1", Reason.RATE_LIMITED)
                        .provenance()));
        assertThat(values("sluice.rejections")).containsExactly("[orders, orders/rateLimit#1, rate-limited] 1");
    }

    @Test
    void failuresOfTheNetworkBugsAndBrokenTransfersAreCountedByReason() {
        Provenance there =
                new Provenance(Optional.of(A), 1, "connect-failed", Provenance.Timings.NONE).withRoute("orders");
        ended(Response.failed(new Failure.ConnectFailed("refused"), there), 0, 0);
        meters.ended(
                Exchanges.get("/"),
                Outcome.broken(answer(200, "orders"), new Failure.ClientGone(Failure.Sent.ALL), 0, 5));
        meters.ended(Exchanges.get("/"), Outcome.bug(new IllegalStateException("a bug")));
        ended(
                Response.failed(
                        new Failure.NoUpstream("all down"),
                        Provenance.local("no-upstream").withRoute("orders").withStep("pool api/balance#1")),
                0,
                0);
        assertThat(values("sluice.failures"))
                .containsExactlyInAnyOrder(
                        "[orders, connect-failed] 1",
                        "[orders, client-gone] 1",
                        "[none, bug] 1",
                        "[orders, no-upstream] 1");
        assertThat(values("sluice.rejections")).containsExactly("[orders, pool api/balance#1, no-upstream] 1");
        assertThat(stats().one("http.server.request.duration", "orders", "4xx")
                        .orElseThrow()
                        .value())
                .as("499, client gone")
                .isEqualTo(1);
    }

    @Test
    void aSampledTraceIsTheExemplarOfItsBucket() {
        String id = "4bf92f3577b34da6a3ce929d0e0e4736";
        traced(new TraceContext(id, "00f067aa0ba902b7", TraceContext.SAMPLED));
        ticker.advance(Duration.ofSeconds(20));
        traced(new TraceContext("5" + id.substring(1), "00f067aa0ba902b7", 0));
        List<Distribution.Bucket> buckets = stats().series("http.server.request.duration")
                .getFirst()
                .distribution()
                .orElseThrow()
                .buckets();
        assertThat(buckets.getFirst().exemplar()).hasValueSatisfying(exemplar -> {
            assertThat(exemplar.traceId()).isEqualTo(id);
            assertThat(exemplar.value()).isZero();
        });
        assertThat(buckets.getLast().exemplar())
                .as("of a trace that nobody keeps")
                .isEmpty();
    }

    private void traced(TraceContext trace) {
        Request request = Exchanges.get("/").with(Attributes.EMPTY.with(TraceContext.KEY, trace));
        meters.ended(request, Outcome.sent(answer(200, "orders"), 0, 0));
    }

    private List<String> values(String metric) {
        return stats().series(metric).stream()
                .map(series -> series.values() + " " + (long) series.value())
                .toList();
    }

    @Test
    void routesBeyondTheCapAreOneAndNothingIsLost() {
        for (int i = 0; i < 1500; i++) {
            ended(answer(200, "route-" + i), 0, 0);
        }
        assertThat(stats().series("http.server.request.duration")).hasSize(1001);
        assertThat(stats().one("http.server.request.duration", "other", "2xx")
                        .orElseThrow()
                        .value())
                .isEqualTo(500);
        assertThat(stats().total("http.server.request.duration")).isEqualTo(1500);
    }

    @Test
    void reasonsThatAStepInventsAreBounded() {
        for (int i = 0; i < 300; i++) {
            ended(refused(400, "r", "r/own#1", "user-" + i), 0, 0);
        }
        assertThat(stats().series("sluice.rejections")).hasSize(101);
        assertThat(stats().one("sluice.rejections", "r", "r/own#1", "other")
                        .orElseThrow()
                        .value())
                .isEqualTo(200);
    }

    private void attempt(AttemptObserver observer, Upstream upstream, Response response, Duration took) {
        Request begun = observer.begins(Exchanges.get("/").withUpstream(upstream));
        observer.ended(begun, Outcome.sent(response, 0, 0), took.toNanos());
    }

    @Test
    void attemptsOfCallsAreCountedByTheStatusThatTheMemberAnswered() {
        program.pools.put("api", Pool.of("http://a:8080"));
        AttemptObserver observer = meters.attempts().at("pool api/forward");
        Fields fields = Fields.of("Content-Type", "application/grpc");
        Request request = Exchanges.request("POST", "/s/m", fields, Body.empty());
        Request begun = observer.begins(request.withUpstream(A));
        observer.ended(begun, Outcome.sent(call(13, Provenance.LOCAL), 0, 0), 1);
        assertThat(values("sluice.grpc.attempts")).containsExactly("[api, a:8080, 13] 1");
        assertThat(values("http.client.request.duration")).containsExactly("[api, a:8080, 5xx] 1");
    }

    @Test
    void attemptsAreMeasuredByPoolMemberAndStatus() {
        program.pools.put("api", Pool.of("http://a:8080", "http://b:8080"));
        AttemptObserver observer = meters.attempts().at("pool api/forward");
        attempt(observer, A, answer(200, ""), Duration.ofMillis(20));
        attempt(observer, A, answer(503, ""), Duration.ofMillis(1));
        attempt(
                observer,
                B,
                Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL),
                Duration.ofMillis(1));
        Request underWay = observer.begins(Exchanges.get("/").withUpstream(B));
        assertThat(values("http.client.request.duration"))
                .containsExactlyInAnyOrder("[api, a:8080, 2xx] 1", "[api, a:8080, 5xx] 1", "[api, b:8080, error] 1");
        assertThat(values("http.client.active_requests"))
                .containsExactlyInAnyOrder("[api, a:8080] 0", "[api, b:8080] 1");
        assertThat(values("sluice.pool.picks")).containsExactlyInAnyOrder("[api, a:8080] 2", "[api, b:8080] 2");
        observer.ended(underWay, Outcome.discarded(answer(200, "")), 1);
        assertThat(values("http.client.active_requests")).contains("[api, b:8080] 0");
    }

    @Test
    void whatIsCountedOfAMemberVanishesWithItOnceNothingIsUnderWay() {
        Pool pool = Pool.of("http://a:8080", "http://b:8080");
        program.pools.put("api", pool);
        AttemptObserver observer = meters.attempts().at("pool api/forward");
        attempt(observer, A, answer(200, ""), Duration.ofMillis(1));
        Request underWay = observer.begins(Exchanges.get("/").withUpstream(B));
        pool.remove(A);
        pool.remove(B);
        assertThat(values("sluice.pool.picks")).containsExactly("[api, b:8080] 1");
        observer.ended(underWay, Outcome.sent(answer(200, ""), 0, 0), 1);
        assertThat(values("sluice.pool.picks")).isEmpty();
        assertThat(values("sluice.pool.members")).allMatch(line -> line.endsWith(" 0"));
        attempt(observer, A, answer(200, ""), Duration.ofMillis(1));
        pool.upsert(A, 1);
        assertThat(values("sluice.pool.picks")).as("counted anew").containsExactly("[api, a:8080] 1");
    }

    @Test
    void membersBeyondTheCapAreOneAPool() {
        AttemptObserver observer = meters.attempts().at("forward");
        for (int i = 0; i < 1200; i++) {
            attempt(observer, Upstream.of("http://m" + i), answer(200, ""), Duration.ofMillis(1));
        }
        assertThat(stats().series("sluice.pool.picks")).hasSize(1001);
        assertThat(stats().one("sluice.pool.picks", "none", "other")
                        .orElseThrow()
                        .value())
                .isEqualTo(200);
    }

    private void decided(String where, Decision decision) {
        meters.decided(new Journal.Entry(where, 0, Optional.empty(), decision));
    }

    @Test
    void rareDecisionsAreCountedWhereTheyWereTaken() {
        program.pools.put("api", Pool.of("http://a:8080"));
        decided("pool api/retry#1", new Decision.Retried(Optional.of(A), 1, "503"));
        decided("orders/retry#1", new Decision.Retried(Optional.of(A), 1, "503"));
        decided("orders/retry#2", new Decision.Retried(Optional.of(A), 1, "503"));
        decided("retry#1", new Decision.BudgetSpent(1));
        decided("orders/hedge#1", new Decision.Hedged(2, Duration.ZERO));
        decided("circuitBreaker#1", new Decision.Tripped(Optional.empty(), Duration.ofSeconds(1)));
        decided("pool api/balance#1", new Decision.Ejected(A, Optional.empty(), "passive"));
        decided("pool api/balance#1", new Decision.Left(B));
        assertThat(values("sluice.retries")).containsExactlyInAnyOrder("[orders, ] 2", "[, api] 1");
        assertThat(values("sluice.hedges")).containsExactly("[orders, ] 1");
        assertThat(values("sluice.retry.budget.exhausted")).containsExactly("[retry#1] 1");
        assertThat(values("sluice.breaker.trips")).containsExactly("[circuitBreaker#1] 1");
        assertThat(values("sluice.ejections")).containsExactly("[api, a:8080] 1");
    }

    @Test
    void waitsInQueuesAreHistogramsByStep() {
        decided("orders/connLimit#1", new Decision.Waited(Duration.ofMillis(30)));
        decided("pool api/balance#1", new Decision.Waited(Duration.ofMillis(3)));
        decided("pool api/balance#1", new Decision.Waited(Duration.ofMillis(4)));
        assertThat(values("sluice.queue.wait"))
                .containsExactlyInAnyOrder("[orders/connLimit#1] 1", "[pool api/balance#1] 2");
        Distribution times = stats().one("sluice.queue.wait", "pool api/balance#1")
                .orElseThrow()
                .distribution()
                .orElseThrow();
        assertThat(times.sum()).isEqualTo(0.007, within(1e-12));
    }

    @Test
    void theWaitForAConnectionIsMeasuredOfAttemptsThatHadOne() {
        Provenance.Timings waited = new Provenance.Timings(2_000_000, 0, 1_000_000);
        AttemptObserver observer = meters.attempts().at("pool api/forward");
        attempt(observer, A, Exchanges.ok(), Duration.ofMillis(5));
        attempt(
                observer,
                A,
                Exchanges.ok().withProvenance(new Provenance(Optional.of(A), 1, "", waited)),
                Duration.ofMillis(5));
        program.pools.put("api", Pool.of("http://a:8080"));
        assertThat(values("http.client.request.time_in_queue")).containsExactly("[api, a:8080] 1");
        assertThat(stats().one("http.client.request.time_in_queue", "api", "a:8080")
                        .orElseThrow()
                        .distribution()
                        .orElseThrow()
                        .sum())
                .isEqualTo(0.002, within(1e-12));
    }

    @Test
    void connectionsToUpstreamsAreCountedForThePoolsThatHaveThem() {
        program.pools.put("api", Pool.of("http://a:8080"));
        program.pools.put("more", Pool.of("http://a:8080", "http://b:8080"));
        program.connections.add(new Observed.Connections(A, "1.1", 3, 4));
        program.connections.add(new Observed.Connections(B, "1.1", 1, 0));
        program.connections.add(new Observed.Connections(B, "2", 0, 2));
        program.connections.add(new Observed.Connections(Upstream.of("http://c"), "1.1", 0, 5));
        assertThat(values("http.client.open_connections"))
                .containsExactlyInAnyOrder(
                        "[api, idle, 1.1] 3",
                        "[api, active, 1.1] 4",
                        "[more, idle, 1.1] 1",
                        "[more, active, 1.1] 0",
                        "[more, idle, 2] 0",
                        "[more, active, 2] 2",
                        "[none, idle, 1.1] 0",
                        "[none, active, 1.1] 5");
    }

    @Test
    void membersAreToldByTheirGravestVote() {
        Pool pool = Pool.of("http://a:8080", "http://b:8080", "http://c:8080");
        program.pools.put("api", pool);
        pool.drain("http://a:8080");
        pool.drain("http://b:8080");
        pool.markDown("http://b:8080");
        assertThat(values("sluice.pool.members"))
                .containsExactlyInAnyOrder(
                        "[api, down] 1", "[api, tripped] 0", "[api, ejected] 0", "[api, draining] 1", "[api, up] 1");
    }

    @Test
    void numbersOfStepsAndListenersHaveTheirMetrics() {
        program.gauges.add(new Observed.Gauge("orders/connLimit#1", "connLimit.waiting", 4));
        program.gauges.add(new Observed.Gauge("orders/connLimit#2", "connLimit.keys", 2));
        program.gauges.add(new Observed.Gauge("", "gateway.active", 7));
        program.gauges.add(new Observed.Gauge("", "gateway.rolledBack", 1));
        program.gauges.add(new Observed.Gauge("a/adaptiveConcurrency#1", "adaptiveConcurrency.inFlight", 9));
        Map<String, Long> shown =
                Map.of("listener.connections", 5L, "listener.handshakes", 2L, "listener.tls.done", 8L);
        program.listeners.add(new Observed.Listening("web", URI.create("https://a"), true, shown));
        assertThat(values("sluice.queue.depth")).containsExactly("[orders/connLimit#1] 4");
        assertThat(values("sluice.limiter.keys")).containsExactly("[orders/connLimit#2] 2");
        assertThat(values("http.server.active_requests")).containsExactly("[] 7");
        assertThat(values("sluice.applies")).containsExactly("[rolled-back] 1");
        assertThat(values("sluice.adaptive_concurrency.in_flight")).containsExactly("[a/adaptiveConcurrency#1] 9");
        assertThat(values("sluice.connections")).containsExactlyInAnyOrder("[web, open] 3", "[web, handshaking] 2");
        assertThat(values("sluice.tls.handshakes")).containsExactly("[web, done] 8");
        assertThat(stats().get("orders/connLimit.waiting")).isEqualTo(4);
        assertThat(stats().numbers())
                .containsEntry("orders/connLimit.keys#2", 2L)
                .containsEntry("listener.connections", 5L);
        Stats now = stats();
        assertThatThrownBy(() -> now.get("nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"nothing\"")
                .hasMessageContaining("gateway.active");
    }

    @Test
    void threadsThatRecordAtTheSameTimeLoseNothing() throws Exception {
        int each = 20_000;
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        AttemptObserver observer = meters.attempts().at("forward");
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofVirtual().start(() -> {
                awaited(go);
                for (int i = 0; i < each; i++) {
                    ended(answer(i % 2 == 0 ? 200 : 404, "r" + i % 3), 1, 2);
                    attempt(observer, A, answer(200, ""), Duration.ofNanos(1));
                }
            }));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(stats().total("http.server.request.duration")).isEqualTo(4 * each);
        assertThat(stats().series("http.server.response.body.size").stream()
                        .mapToDouble(
                                series -> series.distribution().orElseThrow().sum())
                        .sum())
                .isEqualTo(8 * each);
        assertThat(values("sluice.pool.picks")).containsExactly("[none, a:8080] " + 4 * each);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Java 24 was the first that shows it. */
    @Test
    void theSchedulerOfVirtualThreadsIsShownIfTheJvmKnowsIt() {
        Stats both = Stats.sum(List.of(stats(), stats()));
        if (Runtime.version().feature() >= 24) {
            assertThat(both.series("sluice.vthreads"))
                    .extracting(series -> series.label("state"))
                    .containsExactly("mounted", "queued");
            assertThat(both.total("sluice.vthreads.parallelism"))
                    .as("of one process")
                    .isBetween(1.0, (double) Runtime.getRuntime().availableProcessors());
        } else {
            assertThat(both.series("sluice.vthreads")).isEmpty();
            assertThat(both.series("sluice.vthreads.parallelism")).isEmpty();
        }
    }

    @Test
    void aScrapeTellsTheVersionThatRuns() {
        assertThat(values("sluice.build")).containsExactly("[" + Build.version() + "] 1");
    }

    @Test
    void statsOfSeveralProgramsAreOneSum() {
        ended(answer(200, "a"), 0, 0);
        Stats both = Stats.sum(List.of(stats(), stats()));
        assertThat(both.one("http.server.request.duration", "a", "2xx")
                        .orElseThrow()
                        .value())
                .isEqualTo(2);
        assertThat(both.series("sluice.build"))
                .singleElement()
                .satisfies(build -> assertThat(build.value()).isEqualTo(1));
        assertThat(both.series()).hasSameSizeAs(stats().series());
    }
}
