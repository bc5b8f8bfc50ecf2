package dev.sluice.observe.metrics;

import io.helidon.common.Weighted;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MeterRegistryFormatter;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.spi.MeterRegistryFormatterProvider;
import io.helidon.webserver.observe.metrics.JsonMeterRegistryFormatterProvider;
import java.util.Optional;

/**
 * Is asked by Helidon for a formatter before the others at each scrape, and brings the registry to what is counted now. For
 * Prometheus and OpenMetrics it then leaves the rest to Helidon's formatter; to JSON it adds the histograms.
 */
public final class BeforeScrape implements MeterRegistryFormatterProvider, Weighted {
    /** For {@link java.util.ServiceLoader}. */
    public BeforeScrape() {}

    @Override
    public double weight() {
        return 10 * DEFAULT_WEIGHT;
    }

    @Override
    public Optional<MeterRegistryFormatter> formatter(
            MediaType mediaType,
            MetricsConfig config,
            MeterRegistry registry,
            Optional<String> scopeTagName,
            Iterable<String> scopes,
            Iterable<String> names) {
        Exposition exposition = Exposed.refreshed(registry);
        return mediaType.type().equals(MediaTypes.APPLICATION_JSON.type())
                        && mediaType.subtype().equals(MediaTypes.APPLICATION_JSON.subtype())
                ? new JsonMeterRegistryFormatterProvider()
                        .formatter(mediaType, config, registry, scopeTagName, scopes, names)
                        .map(helidons -> new JsonHistograms(helidons, exposition.histograms(), scopes, names))
                : Optional.empty();
    }
}
