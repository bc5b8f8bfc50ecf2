/** What a running gateway shows, and how it is steered. */
@SuppressWarnings("requires-automatic") // Micrometer and Prometheus' client are no modules, and Helidon needs them, too
module dev.sluice.observe {
    requires transitive dev.sluice.middlewares;
    requires transitive io.helidon.tracing;
    requires io.helidon.service.registry;
    requires transitive io.helidon.health;
    requires transitive io.helidon.webserver.observe.health;
    requires com.fasterxml.jackson.databind;
    requires java.logging;
    requires java.management;
    requires jdk.management;
    requires transitive io.helidon.metrics.api;
    requires io.helidon.common;
    requires io.helidon.common.media.type;
    requires io.helidon.json;
    requires transitive io.helidon.webserver.observe.metrics;
    requires micrometer.core;
    requires micrometer.registry.prometheus.simpleclient;
    requires simpleclient;
    requires static org.jspecify;

    exports dev.sluice.observe;
    exports dev.sluice.observe.admin;
    exports dev.sluice.observe.health;
    exports dev.sluice.observe.journal;
    exports dev.sluice.observe.meters;
    exports dev.sluice.observe.spans;
    exports dev.sluice.observe.metrics;

    uses dev.sluice.observe.metrics.MetricsPusher;
    uses io.helidon.tracing.spi.TracerProvider;

    provides dev.sluice.model.SpecType with
            dev.sluice.observe.metrics.MetricsType,
            dev.sluice.observe.spans.TracingType;
    provides io.helidon.metrics.spi.MeterRegistryFormatterProvider with
            dev.sluice.observe.metrics.BeforeScrape;
}
