package dev.sluice.observe.admin;

import dev.sluice.observe.meters.Distribution;
import dev.sluice.observe.meters.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A series as JSON has it. */
final class SeriesView {
    private SeriesView() {}

    static Map<String, Object> of(Series series) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", series.name());
        told.put("kind", series.metric().kind().name().toLowerCase(Locale.ROOT));
        told.put("unit", series.metric().unit());
        told.put("labels", series.labels());
        if (series.distribution().isPresent()) {
            Distribution values = series.distribution().get();
            told.put("count", values.count());
            told.put("sum", values.sum());
            told.put("buckets", buckets(values));
        } else {
            told.put("value", series.value());
        }
        return told;
    }

    /** Of all series of a histogram together. */
    static List<Map<String, Object>> buckets(List<Series> all) {
        return all.stream()
                .flatMap(one -> one.distribution().stream())
                .reduce(Distribution::plus)
                .map(SeriesView::buckets)
                .orElse(List.of());
    }

    /** Those with a bound; the count of all is beside them. */
    private static List<Map<String, Object>> buckets(Distribution values) {
        List<Map<String, Object>> buckets = new ArrayList<>();
        for (Distribution.Bucket bucket : values.buckets()) {
            if (!Double.isInfinite(bucket.le())) {
                buckets.add(Map.of("le", bucket.le(), "count", bucket.count()));
            }
        }
        return buckets;
    }
}
