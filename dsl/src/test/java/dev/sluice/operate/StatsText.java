package dev.sluice.operate;

import dev.sluice.observe.meters.Distribution;
import dev.sluice.observe.meters.Series;
import dev.sluice.observe.meters.Stats;
import java.util.stream.Collectors;

/** What a gateway has measured, as text for Prometheus. */
final class StatsText {
    private StatsText() {}

    static String of(Stats stats) {
        StringBuilder text = new StringBuilder();
        for (Series series : stats.series()) {
            String name = PrometheusNames.of(series.metric());
            String labels = series.labels().entrySet().stream()
                    .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                    .collect(Collectors.joining(","));
            series.distribution()
                    .ifPresentOrElse(
                            values -> histogram(text, name, labels, values),
                            () -> sample(text, name, labels, series.value()));
        }
        return text.toString();
    }

    private static void histogram(StringBuilder text, String name, String labels, Distribution values) {
        for (Distribution.Bucket bucket : values.buckets()) {
            String bound = Double.isInfinite(bucket.le()) ? "+Inf" : String.valueOf(bucket.le());
            String before = labels.isEmpty() ? "" : labels + ",";
            sample(text, name + "_bucket", before + "le=\"" + bound + "\"", (double) bucket.count());
        }
        sample(text, name + "_sum", labels, values.sum());
        sample(text, name + "_count", labels, (double) values.count());
    }

    private static void sample(StringBuilder text, String name, String labels, double value) {
        text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }
}
