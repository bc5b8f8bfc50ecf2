package dev.sluice.observe.metrics;

import dev.sluice.core.options.Mistakes;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What is done with what a program counts, beside {@code stats()} and the scrapes of an admin listener or a service.
 *
 * @param enabled whether exchanges and attempts are counted at all
 * @param otlp where it is pushed to, by OTLP over HTTP, such as {@code http://127.0.0.1:4318/v1/metrics}; empty for nowhere
 * @param every between two pushes
 * @param serviceName what the gateway is called there
 */
public record MetricsOptions(boolean enabled, Optional<URI> otlp, Duration every, String serviceName) {
    static final Duration EVERY = Duration.ofSeconds(30);
    static final String SERVICE_NAME = "sluice";

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public MetricsOptions {
        Mistakes mistakes = new Mistakes();
        otlp.ifPresent(url -> mistakes.unless(
                url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme())),
                "otlp must be an http or https URL, is '" + url + "'"));
        mistakes.unless(enabled || otlp.isEmpty(), "otlp has nothing to push if nothing is counted");
        mistakes.unless(every.compareTo(Duration.ofSeconds(1)) >= 0, "every must be 1s or more, is " + every);
        mistakes.unless(!serviceName.isBlank(), "serviceName must not be empty");
        mistakes.throwIfAny();
    }

    /**
     * Starts from the defaults: counted, and pushed nowhere.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private boolean enabled = true;
        private Optional<URI> otlp = Optional.empty();
        private Duration every = EVERY;
        private String serviceName = SERVICE_NAME;

        private Builder() {}

        /**
         * Whether exchanges and attempts are counted.
         *
         * @param value by default true
         * @return this
         */
        public Builder enabled(boolean value) {
            enabled = value;
            return this;
        }

        /**
         * Pushes what is counted, by OTLP over HTTP. Needs the artifact {@code dev.sluice:sluice-opentelemetry}.
         *
         * @param url the whole URL, such as {@code http://127.0.0.1:4318/v1/metrics}
         * @return this
         * @throws IllegalArgumentException if it is no URL
         */
        public Builder otlp(String url) {
            otlp = Optional.of(URI.create(url));
            return this;
        }

        /**
         * How often it is pushed.
         *
         * @param time a second or more; by default 30 s
         * @return this
         */
        public Builder every(Duration time) {
            every = time;
            return this;
        }

        /**
         * What the gateway is called where it is pushed to.
         *
         * @param name by default {@code sluice}
         * @return this
         */
        public Builder serviceName(String name) {
            serviceName = name;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public MetricsOptions build() {
            return new MetricsOptions(enabled, otlp, every, serviceName);
        }
    }
}
