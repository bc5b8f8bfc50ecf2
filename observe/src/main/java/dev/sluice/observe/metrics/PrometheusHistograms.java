package dev.sluice.observe.metrics;

import dev.sluice.observe.meters.Distribution;
import dev.sluice.observe.meters.Distribution.Bucket;
import dev.sluice.observe.meters.Metric;
import dev.sluice.observe.meters.Series;
import io.helidon.metrics.api.SystemTagsManager;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exemplars.Exemplar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Histograms in the Prometheus registry that Helidon's formatter writes, so that the library decides how they look in
 * Prometheus' and in OpenMetrics' text. Thread-safe.
 */
final class PrometheusHistograms extends Collector {
    private volatile List<MetricFamilySamples> families = List.of();
    private final Set<CollectorRegistry> registries = Collections.newSetFromMap(new WeakHashMap<>());

    /** Shows some series in place of those before. */
    void show(List<Series> series) {
        families = families(series);
    }

    /** Lets Helidon's formatter find it, once. */
    @SuppressWarnings("deprecation") // Helidon 4.5.0 writes from that one, and not from its successor
    synchronized void registerIn(CompositeMeterRegistry all) {
        all.getRegistries().stream()
                .filter(io.micrometer.prometheus.PrometheusMeterRegistry.class::isInstance)
                .map(one -> ((io.micrometer.prometheus.PrometheusMeterRegistry) one).getPrometheusRegistry())
                .filter(registries::add)
                .forEach(this::register);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return families;
    }

    private static List<MetricFamilySamples> families(List<Series> all) {
        Optional<String> scope = SystemTagsManager.instance().scopeTagName();
        Map<Metric, List<Sample>> samples = new LinkedHashMap<>();
        for (Series series : all) {
            series.distribution()
                    .ifPresent(values -> samples.computeIfAbsent(series.metric(), first -> new ArrayList<>())
                            .addAll(samples(series, values, scope)));
        }
        List<MetricFamilySamples> families = new ArrayList<>();
        samples.forEach((metric, lines) ->
                families.add(new MetricFamilySamples(name(metric), Type.HISTOGRAM, metric.help(), lines)));
        return List.copyOf(families);
    }

    /** {@code http_server_request_duration_seconds}. */
    private static String name(Metric metric) {
        String unit = Units.word(metric.unit());
        return metric.name().replace('.', '_') + (unit.isEmpty() ? "" : "_" + unit);
    }

    private static List<Sample> samples(Series series, Distribution values, Optional<String> scope) {
        List<String> names = new ArrayList<>(series.metric().labels());
        List<String> labels = new ArrayList<>(series.values());
        scope.ifPresent(name -> {
            names.add(name);
            labels.add(Exposed.SCOPE);
        });
        List<String> withBound = new ArrayList<>(names);
        withBound.add("le");
        String name = name(series.metric());
        List<Sample> samples = new ArrayList<>();
        for (Bucket bucket : values.buckets()) {
            List<String> bounded = new ArrayList<>(labels);
            bounded.add(doubleToGoString(bucket.le()));
            samples.add(
                    new Sample(name + "_bucket", withBound, bounded, (double) bucket.count(), exemplar(bucket), null));
        }
        samples.add(new Sample(name + "_count", names, labels, (double) values.count()));
        samples.add(new Sample(name + "_sum", names, labels, values.sum()));
        return samples;
    }

    private static @Nullable Exemplar exemplar(Bucket bucket) {
        return bucket.exemplar()
                .map(one -> new Exemplar(
                        one.value(), one.at().toEpochMilli(), "trace_id", one.traceId(), "span_id", one.spanId()))
                .orElse(null);
    }
}
