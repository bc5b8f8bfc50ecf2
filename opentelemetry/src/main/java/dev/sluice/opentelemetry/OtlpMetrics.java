package dev.sluice.opentelemetry;

import dev.sluice.observe.meters.Stats;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Pushes what a gateway counts to a collector of OpenTelemetry, by OTLP over HTTP.
 *
 * {@snippet :
 * try (OtlpMetrics pushed = OtlpMetrics.push(
 *         URI.create("http://127.0.0.1:4318/v1/metrics"), "shop", Duration.ofSeconds(30), running::stats)) {
 *     running.awaitStop();
 * }
 * }
 *
 * <p>Counters and histograms are cumulative, from the call of {@link #push} on. Exemplars stay here. One thread of the SDK's
 * takes a snapshot each time and sends it; a push that fails is logged, and the next one has all that it had. Thread-safe.
 */
public final class OtlpMetrics implements AutoCloseable {
    private final SdkMeterProvider provider;

    private OtlpMetrics(SdkMeterProvider provider) {
        this.provider = provider;
    }

    /**
     * Pushes from now on.
     *
     * @param collector the whole URL, such as {@code http://127.0.0.1:4318/v1/metrics}
     * @param service the name of the gateway, as {@code service.name}
     * @param every between two pushes, above 0; also the longest that one may take
     * @param stats takes a snapshot
     * @return ends it
     * @throws IllegalArgumentException naming what is wrong
     */
    public static OtlpMetrics push(URI collector, String service, Duration every, Supplier<Stats> stats) {
        if (!"http".equals(collector.getScheme()) && !"https".equals(collector.getScheme())) {
            throw new IllegalArgumentException("collector: '" + collector + "' is no http or https URL");
        }
        if (service.isBlank()) {
            throw new IllegalArgumentException("service: must have a name");
        }
        if (!every.isPositive()) {
            throw new IllegalArgumentException("every: " + every + " is not above 0");
        }
        OtlpHttpMetricExporter exporter = OtlpHttpMetricExporter.builder()
                .setEndpoint(collector.toString())
                .setTimeout(every)
                .setConnectTimeout(every)
                .build();
        Clock clock = Clock.getDefault();
        long since = clock.now();
        return new OtlpMetrics(SdkMeterProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.builder()
                                .put("service.name", service)
                                .build())))
                .registerMetricReader(PeriodicMetricReader.builder(exporter)
                        .setInterval(every)
                        .build())
                .registerMetricProducer(resource -> PushedMetric.of(stats.get(), resource, since, clock.now()))
                .build());
    }

    /** Pushes what was counted last, and ends. */
    @Override
    public void close() {
        provider.close();
    }
}
