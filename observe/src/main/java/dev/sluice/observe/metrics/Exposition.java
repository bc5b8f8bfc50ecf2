package dev.sluice.observe.metrics;

import dev.sluice.observe.meters.Metric;
import dev.sluice.observe.meters.Metric.Kind;
import dev.sluice.observe.meters.Series;
import dev.sluice.observe.meters.Stats;
import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What registries show. Counters and gauges are meters of Helidon's, which read the value of the last refresh; histograms are
 * beside them, as Helidon's API has none whose buckets are counted elsewhere.
 *
 * <p>One for all registries: in Helidon 4.5.0 each of them has its own list of meters, and all of them have Micrometer's
 * global registry below, where meters with equal names and labels are one. Guarded by its own lock.
 */
final class Exposition {
    /** What the meters of a series read in all registries. Micrometer holds it weakly. */
    private final Map<Key, Value> values = new HashMap<>();

    /** Of each registry, which lives as long as Helidon's factory of registries. */
    private final Map<MeterRegistry, Map<Key, Meter>> meters = new HashMap<>();

    private final PrometheusHistograms prometheus = new PrometheusHistograms();
    private List<Series> histograms = List.of();

    private record Key(String name, List<String> labels) {}

    private static final class Value {
        private volatile double now;
    }

    /** Adds what is new, takes away what is gone, and gives the rest its values. */
    synchronized void refresh(MeterRegistry registry, Stats stats) {
        Map<Key, Series> present = new HashMap<>();
        List<Series> distributions = new ArrayList<>();
        for (Series series : stats.series()) {
            if (series.metric().kind() == Kind.HISTOGRAM) {
                distributions.add(series);
            } else {
                present.put(new Key(series.name(), series.values()), series);
            }
        }
        Map<Key, Meter> known = meters.computeIfAbsent(registry, unknown -> new HashMap<>());
        meters.forEach((each, shown) -> forgetOthers(each, shown, present));
        values.keySet().retainAll(present.keySet());
        present.forEach((key, series) -> {
            Value value = values.computeIfAbsent(key, unknown -> new Value());
            value.now = series.value();
            known.computeIfAbsent(key, unknown -> meter(registry, series, value));
        });
        Optional<CompositeMeterRegistry> below = below(registry);
        histograms = distributions.stream()
                .filter(series -> below.filter(all -> all.find(series.name()).meter() != null)
                        .isEmpty())
                .toList();
        prometheus.show(histograms);
        below.ifPresent(prometheus::registerIn);
    }

    /** What one registry takes away is gone from the others, too. */
    private static void forgetOthers(MeterRegistry registry, Map<Key, Meter> known, Map<Key, Series> present) {
        known.entrySet().removeIf(shown -> {
            boolean gone = !present.containsKey(shown.getKey());
            if (gone) {
                registry.remove(shown.getValue());
            }
            return gone || registry.isDeleted(shown.getValue());
        });
    }

    /** None if metrics are off, or of another library. */
    private static Optional<CompositeMeterRegistry> below(MeterRegistry registry) {
        try {
            return Optional.of(registry.unwrap(CompositeMeterRegistry.class));
        } catch (ClassCastException otherLibrary) {
            return Optional.empty();
        }
    }

    /** Those of the last refresh. A service may measure its own routes as OpenTelemetry names it: that stays the service's. */
    synchronized List<Series> histograms() {
        return histograms;
    }

    private static Meter meter(MeterRegistry registry, Series series, Value value) {
        Metric metric = series.metric();
        return metric.kind() == Kind.COUNTER
                ? registry.getOrCreate(
                        described(FunctionalCounter.builder(metric.name(), value, of -> (long) of.now), series))
                : registry.getOrCreate(described(Gauge.builder(metric.name(), value, of -> of.now), series));
    }

    private static <B extends Meter.Builder<B, M>, M extends Meter> B described(B builder, Series series) {
        Metric metric = series.metric();
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < metric.labels().size(); i++) {
            tags.add(Tag.create(metric.labels().get(i), series.values().get(i)));
        }
        B described = builder.description(metric.help()).scope(Exposed.SCOPE).tags(tags);
        String unit = Units.word(metric.unit());
        return unit.isEmpty() ? described : described.baseUnit(unit);
    }
}
