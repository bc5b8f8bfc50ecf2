package dev.sluice.opentelemetry;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.observe.meters.Stats;
import dev.sluice.observe.metrics.MetricsOptions;
import dev.sluice.observe.metrics.MetricsPusher;
import java.util.function.Supplier;

/** {@link OtlpMetrics} for programs that ask for it in their settings. */
public final class OtlpPusher implements MetricsPusher {
    /** For {@link java.util.ServiceLoader}. */
    public OtlpPusher() {}

    @Override
    public Registration push(MetricsOptions options, Supplier<Stats> stats) {
        return OtlpMetrics.push(options.otlp().orElseThrow(), options.serviceName(), options.every(), stats)::close;
    }
}
