package dev.sluice.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.core.Attributes;
import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.AttemptObserver;
import dev.sluice.core.trace.TraceContext;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.observe.Observed;
import dev.sluice.observe.meters.FakeProgram;
import dev.sluice.observe.meters.Meters;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Timer;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a service's own {@code /observe/metrics} says about programs in the same process. */
@Timeout(60)
class ExposedTest {
    private static final Upstream A = Upstream.of("http://a:8080");
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final ManualTicker ticker = new ManualTicker();
    private final Meters meters = new Meters(ticker);
    private final FakeProgram program = new FakeProgram();
    private final MeterRegistry registry = MeterRegistry.create();
    private final WebServer server = WebServer.builder()
            .port(0)
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .addFeature(ObserveFeature.just(
                    MetricsObserver.builder().meterRegistry(registry).build()))
            .build();
    private Registration shown = () -> {};

    @BeforeEach
    void start() {
        shown = Exposed.show(() -> meters.stats(program));
        server.start();
    }

    @AfterEach
    void stop() {
        shown.cancel();
        server.stop();
    }

    private String scraped(String accept, String query) throws IOException {
        try (RawClient client = RawClient.connect(server.port())) {
            Answer answer = client.send("GET /observe/metrics" + query + " HTTP/1.1\r\nHost: a\r\nAccept: " + accept
                            + "\r\nConnection: close\r\n\r\n")
                    .answer();
            assertThat(answer.status()).isEqualTo(200);
            return answer.body();
        }
    }

    private Scrape prometheus() throws IOException {
        return Scrape.prometheus(scraped("text/plain", ""));
    }

    private Scrape openMetrics() throws IOException {
        return Scrape.openMetrics(scraped("application/openmetrics-text", ""));
    }

    private void served(String route, int status, String reason) {
        Provenance from =
                reason.isEmpty() ? Provenance.LOCAL : Provenance.local(reason).withStep(route + "/rateLimit#1");
        Response response = Response.of(Status.create(status)).withProvenance(from.withRoute(route));
        Request request = Exchanges.get("/")
                .with(Attributes.EMPTY.with(
                        TraceContext.KEY, new TraceContext(TRACE, "00f067aa0ba902b7", TraceContext.SAMPLED)));
        meters.ended(request, Outcome.sent(response, 0, 10));
    }

    @Test
    void prometheusTextHasHistogramsCountersAndGaugesOfEveryProgram() throws IOException {
        ticker.advance(Duration.ofMillis(3));
        served("orders", 200, "");
        served("orders", 200, "");
        served("orders", 429, Reason.RATE_LIMITED);
        program.gauges.add(new Observed.Gauge("", "gateway.active", 7));
        Scrape scrape = prometheus();
        assertThat(scrape.types())
                .containsEntry("http_server_request_duration_seconds", "histogram")
                .containsEntry("http_server_response_body_size_bytes", "histogram")
                .containsEntry("sluice_rejections_total", "counter")
                .containsEntry("http_server_active_requests", "gauge");
        String labels = "{route=orders, scope=sluice, status=2xx}";
        assertThat(scrape.value("http_server_request_duration_seconds_count" + labels))
                .isEqualTo(2);
        assertThat(scrape.value("http_server_request_duration_seconds_sum" + labels))
                .isEqualTo(0.006);
        assertThat(
                        scrape.value(
                                "http_server_request_duration_seconds_bucket{le=0.0025, route=orders, scope=sluice, status=2xx}"))
                .isZero();
        assertThat(
                        scrape.value(
                                "http_server_request_duration_seconds_bucket{le=0.005, route=orders, scope=sluice, status=2xx}"))
                .isEqualTo(2);
        assertThat(scrape.value("sluice_rejections_total"
                        + "{reason=rate-limited, route=orders, scope=sluice, step=orders/rateLimit#1}"))
                .isEqualTo(1);
        assertThat(scrape.value("http_server_active_requests{scope=sluice}")).isEqualTo(7);
    }

    @Test
    void openMetricsHaveExemplarsAndEndWithEof() throws IOException {
        ticker.advance(Duration.ofMillis(3));
        served("orders", 200, "");
        Scrape scrape = openMetrics();
        assertThat(scrape.types()).containsEntry("http_server_request_duration_seconds", "histogram");
        assertThat(scrape.exemplars())
                .containsEntry(
                        "http_server_request_duration_seconds_bucket{le=0.005, route=orders, scope=sluice, status=2xx}",
                        "span_id=\"00f067aa0ba902b7\",trace_id=\"" + TRACE + "\"");
    }

    @Test
    void eachScrapeIsOfNowAndWhatIsGoneIsGone() throws IOException {
        Pool pool = Pool.of("http://a:8080");
        program.pools.put("api", pool);
        AttemptObserver observer = meters.attempts().at("pool api/forward");
        Request begun = observer.begins(Exchanges.get("/").withUpstream(A));
        assertThat(prometheus().value("http_client_active_requests{member=a:8080, pool=api, scope=sluice}"))
                .isEqualTo(1);
        observer.ended(begun, Outcome.sent(Exchanges.ok(), 0, 0), 1000);
        Scrape after = prometheus();
        assertThat(after.value("http_client_active_requests{member=a:8080, pool=api, scope=sluice}"))
                .isZero();
        assertThat(after.keys("http_client_request_duration_seconds_count")).hasSize(1);
        pool.remove(A);
        Scrape gone = prometheus();
        assertThat(gone.keys("http_client_")).isEmpty();
        assertThat(gone.keys("sluice_pool_picks_total")).isEmpty();
        assertThat(gone.value("sluice_pool_members{pool=api, scope=sluice, state=up}"))
                .isZero();
        program.pools.clear();
        assertThat(prometheus().keys("sluice_pool_members")).isEmpty();
        pool.upsert(A, 1);
        program.pools.put("api", pool);
        assertThat(prometheus().value("sluice_pool_members{pool=api, scope=sluice, state=up}"))
                .as("and comes back")
                .isEqualTo(1);
    }

    @Test
    void theServicesOwnMetersAreInTheSameScrape() throws IOException {
        registry.getOrCreate(Counter.builder("shop.orders")).increment();
        served("orders", 200, "");
        Scrape scrape = prometheus();
        assertThat(scrape.value("shop_orders_total{scope=application}")).isEqualTo(1);
        assertThat(scrape.keys("http_server_request_duration_seconds_count")).hasSize(1);
    }

    @Test
    void aHistogramThatTheServiceHasItselfStaysTheServices() throws IOException {
        Timer own = registry.getOrCreate(Timer.builder("http.server.request.duration"));
        try {
            own.record(Duration.ofSeconds(1));
            served("orders", 200, "");
            assertThat(prometheus().keys("http_server_request_duration_seconds_count"))
                    .singleElement()
                    .satisfies(key -> assertThat(key).doesNotContain("orders"));
        } finally {
            registry.remove(own);
        }
        assertThat(prometheus().keys("http_server_request_duration_seconds_count"))
                .singleElement()
                .satisfies(key -> assertThat(key).contains("orders"));
    }

    @Test
    void registriesOfOneProcessShowTheSame() throws IOException {
        MeterRegistry other = MeterRegistry.create();
        served("orders", 429, Reason.RATE_LIMITED);
        Exposed.refresh(other);
        served("orders", 429, Reason.RATE_LIMITED);
        String key = "sluice_rejections_total"
                + "{reason=rate-limited, route=orders, scope=sluice, step=orders/rateLimit#1}";
        assertThat(prometheus().value(key)).isEqualTo(2);
        shown.cancel();
        prometheus();
        shown = Exposed.show(() -> meters.stats(program));
        Exposed.refresh(other);
        assertThat(other.meters(meter -> meter.id().name().equals("sluice.rejections")))
                .singleElement()
                .isInstanceOfSatisfying(
                        FunctionalCounter.class,
                        rejections -> assertThat(rejections.count()).isEqualTo(2));
    }

    @Test
    void severalProgramsAreSummedUpAndOneThatHasEndedIsSubtracted() throws IOException {
        served("orders", 200, "");
        Registration second = Exposed.show(() -> meters.stats(program));
        String key = "http_server_request_duration_seconds_count{route=orders, scope=sluice, status=2xx}";
        assertThat(prometheus().value(key)).isEqualTo(2);
        second.cancel();
        assertThat(prometheus().value(key)).isEqualTo(1);
        shown.cancel();
        Scrape none = prometheus();
        assertThat(none.keys("http_server_")).isEmpty();
        assertThat(none.keys("sluice_")).isEmpty();
        assertThat(registry.meters(
                        meter -> meter.scope().filter("sluice"::equals).isPresent()))
                .extracting(Meter::id)
                .isEmpty();
    }

    @Test
    void jsonHasHistogramsAsHelidonWritesItsOwn() throws IOException {
        ticker.advance(Duration.ofMillis(3));
        served("orders", 200, "");
        served("orders", 429, Reason.RATE_LIMITED);
        JsonNode all = new ObjectMapper().readTree(scraped("application/json", ""));
        JsonNode ours = all.get("sluice");
        JsonNode durations = ours.get("http.server.request.duration");
        assertThat(durations.get("count;route=orders;status=2xx").asLong()).isEqualTo(1);
        assertThat(durations.get("elapsedTime;route=orders;status=2xx").asDouble())
                .isEqualTo(0.003);
        assertThat(durations.get("b0.005;route=orders;status=2xx").asLong()).isEqualTo(1);
        assertThat(ours.get("sluice.rejections;reason=rate-limited;route=orders;step=orders/rateLimit#1")
                        .asLong())
                .isEqualTo(1);
        JsonNode one = new ObjectMapper().readTree(scraped("application/json", "?scope=sluice"));
        assertThat(one.has("http.server.request.duration")).isTrue();
        JsonNode named = new ObjectMapper().readTree(scraped("application/json", "?scope=sluice&name=sluice.build"));
        assertThat(named.has("http.server.request.duration")).isFalse();
    }
}
