package dev.sluice;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Response;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program in a Helidon service: one registry, one scrape, and no line of code for it. */
@Timeout(60)
class EmbeddedMetricsTest {
    private static WebServer service(Gateway gateway) {
        MeterRegistry registry = MeterRegistry.create();
        Counter own = registry.getOrCreate(Counter.builder("shop.visits"));
        return WebServer.builder()
                .port(0)
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .addFeature(ObserveFeature.just(
                        MetricsObserver.builder().meterRegistry(registry).build()))
                .routing(routing -> routing.get("/visit", (request, response) -> {
                            own.increment();
                            response.send("hi");
                        })
                        .addFeature(gateway))
                .build()
                .start();
    }

    private static String get(int port, String target, String accept) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\nAccept: " + accept
                            + "\r\nConnection: close\r\n\r\n")
                    .answer()
                    .body();
        }
    }

    private static Gateway shop() {
        return gateway(g -> g.route("embedded-orders", path("/orders"), r -> r.forward("http://a")))
                .in(SystemEnvironment.INSTANCE.withNetwork(request -> Response.of(Status.OK_200)));
    }

    @Test
    void theServicesScrapeHasItsOwnMetersAndTheProgramsAndLosesTheseWithIt() throws IOException {
        WebServer server = service(shop());
        try {
            get(server.port(), "/visit", "*/*");
            get(server.port(), "/orders", "*/*");
            get(server.port(), "/orders", "*/*");
            String durations =
                    "http_server_request_duration_seconds_count{route=\"embedded-orders\",status=\"2xx\",scope=\"sluice\",} 2.0\n";
            // an exchange ends just after its client has the last byte
            Await.until(
                    () -> get(server.port(), "/observe/metrics", "text/plain").contains(durations));
            assertThat(get(server.port(), "/observe/metrics", "text/plain"))
                    .contains("shop_visits_total{scope=\"application\",} 1.0\n")
                    .contains("sluice_pool_picks_total{member=\"a\",pool=\"none\",scope=\"sluice\",} 2.0\n")
                    .contains("# TYPE http_server_request_duration_seconds histogram\n")
                    .containsOnlyOnce("# TYPE sluice_build gauge\n");
            assertThat(get(server.port(), "/observe/metrics", "application/openmetrics-text"))
                    .contains("embedded-orders")
                    .endsWith("# EOF\n");
        } finally {
            server.stop();
        }
        WebServer next = service(shop());
        try {
            assertThat(get(next.port(), "/observe/metrics", "text/plain"))
                    .as("what was counted went with the program that counted it")
                    .doesNotContain("embedded-orders");
        } finally {
            next.stop();
        }
    }
}
