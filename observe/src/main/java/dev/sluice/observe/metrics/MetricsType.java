package dev.sluice.observe.metrics;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.model.SettingType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code metrics}: whether they are counted, and where they are pushed to. */
public final class MetricsType implements SettingType<MetricsOptions> {
    /** The type. */
    public static final MetricsType TYPE = new MetricsType();

    private static final OptionSpec<MetricsOptions, Boolean> ENABLED = optional(
            "enabled", OptionTypes.flag(), true, MetricsOptions::enabled, "whether exchanges and attempts are counted");
    private static final OptionSpec<MetricsOptions, Optional<URI>> OTLP = optional(
            "otlp",
            OptionTypes.maybe(OptionTypes.parsed("URL", URI::create, URI::toString)),
            Optional.empty(),
            MetricsOptions::otlp,
            "where they are pushed to, by OTLP over HTTP, such as http://127.0.0.1:4318/v1/metrics");
    private static final OptionSpec<MetricsOptions, Duration> EVERY = optional(
            "every", OptionTypes.duration(), MetricsOptions.EVERY, MetricsOptions::every, "between two pushes");
    private static final OptionSpec<MetricsOptions, String> SERVICE_NAME = optional(
            "serviceName",
            OptionTypes.text(),
            MetricsOptions.SERVICE_NAME,
            MetricsOptions::serviceName,
            "what the gateway is called where they are pushed to");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public MetricsType() {}

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public String about() {
        return "whether exchanges are counted, and where the metrics are pushed to";
    }

    @Override
    public List<OptionSpec<MetricsOptions, ?>> options() {
        return List.of(ENABLED, OTLP, EVERY, SERVICE_NAME);
    }

    @Override
    public MetricsOptions read(OptionValues<MetricsOptions> values) {
        return new MetricsOptions(values.get(ENABLED), values.get(OTLP), values.get(EVERY), values.get(SERVICE_NAME));
    }

    @Override
    public String describe(MetricsOptions options) {
        return "metrics("
                + (options.enabled() ? options.otlp().map(URI::toString).orElse("scraped") : "off")
                + ")";
    }
}
