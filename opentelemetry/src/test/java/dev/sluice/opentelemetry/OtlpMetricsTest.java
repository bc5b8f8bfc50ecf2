package dev.sluice.opentelemetry;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.RunningGateway;
import dev.sluice.observe.meters.Stats;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a collector gets, read with the classes of OpenTelemetry's own definition. */
@Timeout(60)
class OtlpMetricsTest {
    private final FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    private volatile ExportMetricsServiceRequest got = ExportMetricsServiceRequest.getDefaultInstance();
    private HttpServer collector;
    private RunningGateway running;

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/metrics", this::receive);
        collector.start();
        running = gateway(g -> g.route("orders", path("/orders"), r -> r.forward(upstream.url())))
                .listen(0);
    }

    @AfterEach
    void stop() {
        running.stop();
        upstream.close();
        collector.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        got = ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes());
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/metrics");
    }

    private void ask(String target) throws IOException {
        try (RawClient client = RawClient.connect(running.port())) {
            client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .answer();
        }
    }

    private Metric metric(String name) {
        List<Metric> all = got.getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
        return all.stream()
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + all));
    }

    private static Map<String, String> labels(List<KeyValue> attributes) {
        Map<String, String> labels = new TreeMap<>();
        attributes.forEach(one -> labels.put(one.getKey(), one.getValue().getStringValue()));
        return labels;
    }

    @Test
    void theLastPushHasAllThatWasCounted() throws IOException {
        try (OtlpMetrics pushed = OtlpMetrics.push(url(), "shop", Duration.ofSeconds(20), running::stats)) {
            ask("/orders");
            ask("/nothing");
            // an exchange ends just after its client has the last byte
            Await.until(() -> running.stats().total("http.server.request.duration") >= 2);
            assertThat(pushed).isNotNull();
        }
        assertThat(labels(got.getResourceMetrics(0).getResource().getAttributesList()))
                .containsEntry("service.name", "shop");
        Metric durations = metric("http.server.request.duration");
        assertThat(durations.getUnit()).isEqualTo("s");
        assertThat(durations.getHistogram().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        HistogramDataPoint orders = durations.getHistogram().getDataPointsList().stream()
                .filter(point -> labels(point.getAttributesList()).equals(Map.of("route", "orders", "status", "2xx")))
                .findFirst()
                .orElseThrow();
        assertThat(orders.getCount()).isEqualTo(1);
        assertThat(orders.getExplicitBoundsCount()).isEqualTo(16);
        assertThat(orders.getBucketCountsList().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1);
        assertThat(orders.getTimeUnixNano()).isGreaterThanOrEqualTo(orders.getStartTimeUnixNano());
        Metric rejections = metric("sluice.rejections");
        assertThat(rejections.getSum().getIsMonotonic()).isTrue();
        assertThat(rejections.getSum().getDataPointsList()).singleElement().satisfies(point -> {
            assertThat(labels(point.getAttributesList())).isEqualTo(Map.of("route", "none", "reason", "no-route"));
            assertThat(point.getAsInt()).isEqualTo(1);
        });
        assertThat(metric("http.server.active_requests").getGauge().getDataPointsList())
                .extracting(NumberDataPoint::getAsInt)
                .containsExactly(0L);
    }

    @Test
    void saysWhatIsWrong() {
        Supplier<Stats> stats = running::stats;
        assertThatThrownBy(() -> OtlpMetrics.push(URI.create("collector:4318"), "shop", Duration.ofSeconds(1), stats))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("collector: 'collector:4318'");
        assertThatThrownBy(() -> OtlpMetrics.push(url(), " ", Duration.ofSeconds(1), stats))
                .hasMessageStartingWith("service:");
        assertThatThrownBy(() -> OtlpMetrics.push(url(), "shop", Duration.ZERO, stats))
                .hasMessageStartingWith("every: PT0S");
    }
}
