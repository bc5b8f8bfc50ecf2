package dev.sluice.observe.metrics;

import dev.sluice.observe.meters.Distribution;
import dev.sluice.observe.meters.Series;
import io.helidon.json.JsonObject;
import io.helidon.metrics.api.MeterRegistryFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Adds histograms to what Helidon writes as JSON, in the form in which it writes those of its own: a key for the metric, and
 * below it {@code count;route=orders;status=2xx}, {@code mean;…}, {@code elapsedTime;…} or {@code total;…}, and the buckets
 * as {@code b0.005;…}.
 */
final class JsonHistograms implements MeterRegistryFormatter {
    private final MeterRegistryFormatter helidons;
    private final List<Series> histograms;
    private final Set<String> scopes = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    /**
     * Both.
     *
     * @param scopes which are wanted; all, if there is none
     * @param names which are wanted; all, if there is none
     */
    JsonHistograms(
            MeterRegistryFormatter helidons, List<Series> histograms, Iterable<String> scopes, Iterable<String> names) {
        this.helidons = helidons;
        this.histograms = histograms;
        scopes.forEach(this.scopes::add);
        names.forEach(this.names::add);
    }

    @Override
    public Optional<Object> format() {
        Optional<Object> theirs = helidons.format();
        Map<String, JsonObject.Builder> ours = ours();
        if (ours.isEmpty() || (theirs.isPresent() && !(theirs.get() instanceof JsonObject))) {
            return theirs;
        }
        JsonObject rest =
                (JsonObject) theirs.orElseGet(() -> JsonObject.builder().build());
        if (scopes.size() == 1) { // one scope is written without its name
            return Optional.of(with(rest, ours));
        }
        JsonObject scope = with(
                rest.objectValue(Exposed.SCOPE)
                        .orElseGet(() -> JsonObject.builder().build()),
                ours);
        return Optional.of(
                JsonObject.builder().from(rest).set(Exposed.SCOPE, scope).build());
    }

    private static JsonObject with(JsonObject rest, Map<String, JsonObject.Builder> ours) {
        JsonObject.Builder all = JsonObject.builder().from(rest);
        ours.forEach((name, values) -> all.set(name, values.build()));
        return all.build();
    }

    private Map<String, JsonObject.Builder> ours() {
        Map<String, JsonObject.Builder> ours = new LinkedHashMap<>();
        if (scopes.isEmpty() || scopes.contains(Exposed.SCOPE)) {
            for (Series series : histograms) {
                if (names.isEmpty() || names.contains(series.name())) {
                    JsonObject.Builder values = ours.computeIfAbsent(series.name(), first -> JsonObject.builder());
                    series.distribution().ifPresent(known -> write(series, known, values));
                }
            }
        }
        return ours;
    }

    private static void write(Series series, Distribution known, JsonObject.Builder values) {
        StringJoiner labels = new StringJoiner(";", ";", "");
        labels.setEmptyValue("");
        series.labels().forEach((name, value) -> labels.add(name + "=" + value));
        String sum = series.metric().unit().equals("s") ? "elapsedTime" : "total";
        values.set("count" + labels, known.count())
                .set(sum + labels, known.sum())
                .set("mean" + labels, known.count() == 0 ? 0 : known.sum() / known.count());
        for (double share : new double[] {0.5, 0.9, 0.99}) {
            known.quantile(share).ifPresent(value -> values.set("p" + share + labels, value.doubleValue()));
        }
        known.buckets().stream()
                .filter(bucket -> Double.isFinite(bucket.le()))
                .forEach(bucket -> values.set("b" + bucket.le() + labels, bucket.count()));
    }

    @Override
    public Optional<Object> formatMetadata() {
        return helidons.formatMetadata();
    }
}
