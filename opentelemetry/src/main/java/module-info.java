/** Traces and metrics of a gateway, handed to a collector of OpenTelemetry. */
module dev.sluice.opentelemetry {
    requires transitive dev.sluice.observe;
    requires transitive io.helidon.tracing;
    requires io.helidon.common;
    requires io.helidon.config;
    requires io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires io.opentelemetry.exporter.otlp;
    requires io.opentelemetry.sdk.common;
    requires io.opentelemetry.sdk.metrics;
    requires io.opentelemetry.sdk.trace;
    requires static org.jspecify;

    exports dev.sluice.opentelemetry;

    provides io.helidon.tracing.spi.TracerProvider with
            dev.sluice.opentelemetry.OtlpTracerProvider;
    provides dev.sluice.observe.metrics.MetricsPusher with
            dev.sluice.opentelemetry.OtlpPusher;
}
