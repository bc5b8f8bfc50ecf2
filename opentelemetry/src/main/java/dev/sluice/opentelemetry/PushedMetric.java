package dev.sluice.opentelemetry;

import dev.sluice.observe.meters.Distribution;
import dev.sluice.observe.meters.Distribution.Bucket;
import dev.sluice.observe.meters.Metric;
import dev.sluice.observe.meters.Series;
import dev.sluice.observe.meters.Stats;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A metric of a snapshot, as OpenTelemetry's SDK has it. */
record PushedMetric(Resource resource, Metric metric, MetricDataType type, Data<?> points) implements MetricData {
    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("dev.sluice");

    /**
     * All metrics of a snapshot.
     *
     * @param since from when on they count, in nanoseconds of Unix time
     * @param now when the snapshot was taken
     */
    static Collection<MetricData> of(Stats stats, Resource resource, long since, long now) {
        Map<Metric, List<Series>> byMetric = new LinkedHashMap<>();
        stats.series()
                .forEach(one -> byMetric.computeIfAbsent(one.metric(), first -> new ArrayList<>())
                        .add(one));
        List<MetricData> all = new ArrayList<>();
        byMetric.forEach((metric, series) -> all.add(of(metric, series, resource, since, now)));
        return all;
    }

    private static MetricData of(Metric metric, List<Series> series, Resource resource, long since, long now) {
        return switch (metric.kind()) {
            case COUNTER ->
                new PushedMetric(
                        resource,
                        metric,
                        MetricDataType.LONG_SUM,
                        SumData.createLongSumData(
                                true, AggregationTemporality.CUMULATIVE, numbers(series, since, now)));
            case GAUGE ->
                new PushedMetric(
                        resource,
                        metric,
                        MetricDataType.LONG_GAUGE,
                        GaugeData.createLongGaugeData(numbers(series, since, now)));
            case HISTOGRAM ->
                new PushedMetric(
                        resource,
                        metric,
                        MetricDataType.HISTOGRAM,
                        HistogramData.create(AggregationTemporality.CUMULATIVE, histograms(series, since, now)));
        };
    }

    private static List<LongPointData> numbers(List<Series> series, long since, long now) {
        return series.stream()
                .map(one -> LongPointData.create(since, now, attributes(one), (long) one.value()))
                .toList();
    }

    private static List<HistogramPointData> histograms(List<Series> series, long since, long now) {
        List<HistogramPointData> points = new ArrayList<>();
        series.forEach(one -> one.distribution().ifPresent(values -> points.add(point(one, values, since, now))));
        return points;
    }

    /** OpenTelemetry counts each bucket by itself, and has no least and greatest value of ours. */
    private static HistogramPointData point(Series series, Distribution values, long since, long now) {
        List<Double> bounds = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        long below = 0;
        for (Bucket bucket : values.buckets()) {
            if (Double.isFinite(bucket.le())) {
                bounds.add(bucket.le());
            }
            counts.add(bucket.count() - below);
            below = bucket.count();
        }
        return HistogramPointData.create(
                since, now, attributes(series), values.sum(), false, 0, false, 0, bounds, counts);
    }

    private static Attributes attributes(Series series) {
        AttributesBuilder attributes = Attributes.builder();
        series.labels().forEach(attributes::put);
        return attributes.build();
    }

    @Override
    public Resource getResource() {
        return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return SCOPE;
    }

    @Override
    public String getName() {
        return metric.name();
    }

    @Override
    public String getDescription() {
        return metric.help();
    }

    @Override
    public String getUnit() {
        return metric.unit();
    }

    @Override
    public MetricDataType getType() {
        return type;
    }

    @Override
    public Data<?> getData() {
        return points;
    }
}
