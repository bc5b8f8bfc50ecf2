package dev.sluice.observe.spans;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.options.Secret;
import dev.sluice.core.syntax.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is traced, and where spans go. Immutable.
 *
 * @param endpoint the collector's URL for OTLP over HTTP; without a path, {@code /v1/traces} is meant. Empty, the default:
 *     spans go to the tracer of the program that the gateway is embedded in ({@code Services.get(Tracer.class)})
 * @param headers sent with each export, such as an API key
 * @param serviceName what the gateway is called in traces. Default: {@code sluice}
 * @param resource more attributes of the gateway, such as {@code deployment.environment.name}
 * @param ratio how many of the traces that begin here, or whose parent is not trusted, are sampled: 0 to 1. Default: 0.1
 * @param errors whether exchanges that fail are exported though they were not sampled. Default: true
 * @param trustParent whose decision about sampling is followed. Default: that of trusted hops
 * @param formats the fields that upstreams are told the trace by, 1 or more. Default: W3C's
 * @param secretParameters names of parameters in URLs, kept in lower case, whose values no span shows, besides {@link
 *     dev.sluice.middlewares.trace.TraceOptions#SECRET_PARAMETERS}
 * @param queue how many spans may wait to be exported; more are dropped and counted. Default: 2048
 * @param timeout how long an export may take. Default: 10 s
 */
public record TracingOptions(
        Optional<URI> endpoint,
        Map<String, Secret> headers,
        String serviceName,
        Map<String, String> resource,
        double ratio,
        boolean errors,
        ParentTrust trustParent,
        List<Propagation> formats,
        Set<String> secretParameters,
        int queue,
        Duration timeout) {
    private static final int MOST_WAITING = 1_000_000;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final String PATH = "/v1/traces";

    /**
     * Checks the options and keeps copies.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public TracingOptions {
        headers = Map.copyOf(headers);
        resource = Map.copyOf(resource);
        formats = List.copyOf(formats);
        secretParameters = secretParameters.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        Mistakes mistakes = new Mistakes();
        endpoint.ifPresent(url ->
                mistakes.unless(isEndpoint(url), "endpoint must be a URL such as http://collector:4318, is " + url));
        headers.forEach((name, value) -> checkHeader(name, value, mistakes));
        mistakes.unless(!serviceName.isBlank(), "serviceName must not be blank");
        mistakes.unless(ratio >= 0 && ratio <= 1, "ratio must be 0 to 1, is " + ratio);
        mistakes.unless(
                !formats.isEmpty() && EnumSet.copyOf(formats).size() == formats.size(),
                "formats must be different ones, 1 or more, are " + formats);
        mistakes.unless(queue >= 1 && queue <= MOST_WAITING, "queue must be 1 to " + MOST_WAITING + ", is " + queue);
        mistakes.unless(
                timeout.isPositive() && timeout.compareTo(LONGEST) <= 0,
                "timeout must be above 0 and a minute at most, is " + timeout);
        mistakes.throwIfAny();
    }

    private static boolean isEndpoint(URI url) {
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null;
    }

    /** The message does not show the value. */
    private static void checkHeader(String name, Secret value, Mistakes mistakes) {
        mistakes.unless(Tokens.isToken(name), "headers: '" + name + "' is not the name of a field");
        for (byte b : value.reveal()) {
            if (b < ' ' || b > '~') {
                mistakes.add("headers: the value of '" + name + "' has a character that is not printable ASCII");
                return;
            }
        }
    }

    /**
     * Where spans are sent to.
     *
     * @return the endpoint with its path
     */
    public Optional<URI> url() {
        return endpoint.map(url -> {
            String path = url.getRawPath();
            return path == null || path.isEmpty() || path.equals("/") ? url.resolve(PATH) : url;
        });
    }

    /**
     * Starts from the defaults: one trace in ten, failures always, to the tracer of the program.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        static final String SERVICE_NAME = "sluice";
        static final double RATIO = 0.1;
        static final List<Propagation> FORMATS = List.of(Propagation.W3C);
        static final int QUEUE = 2_048;
        static final Duration TIMEOUT = Duration.ofSeconds(10);

        private Optional<URI> endpoint = Optional.empty();
        private final Map<String, Secret> headers = new HashMap<>();
        private String serviceName = SERVICE_NAME;
        private final Map<String, String> resource = new HashMap<>();
        private double ratio = RATIO;
        private boolean errors = true;
        private ParentTrust trustParent = ParentTrust.TRUSTED_HOPS;
        private List<Propagation> formats = FORMATS;
        private Set<String> secretParameters = Set.of();
        private int queue = QUEUE;
        private Duration timeout = TIMEOUT;

        private Builder() {}

        /**
         * The collector that spans are sent to, by OTLP over HTTP.
         *
         * @param url such as {@code http://collector:4318}; without a path, {@code /v1/traces} is meant
         * @return this
         */
        public Builder endpoint(String url) {
            endpoint = Optional.of(URI.create(url));
            return this;
        }

        /**
         * Sends a field with each export.
         *
         * @param name such as {@code Authorization}
         * @param value never shown
         * @return this
         */
        public Builder header(String name, Secret value) {
            headers.put(name, value);
            return this;
        }

        /**
         * What the gateway is called in traces.
         *
         * @param name by default {@code sluice}
         * @return this
         */
        public Builder serviceName(String name) {
            serviceName = name;
            return this;
        }

        /**
         * Says more about the gateway.
         *
         * @param name such as {@code deployment.environment.name}
         * @param value such as {@code production}
         * @return this
         */
        public Builder resource(String name, String value) {
            resource.put(name, value);
            return this;
        }

        /**
         * How many traces are sampled.
         *
         * @param sampled 0 to 1; by default 0.1
         * @return this
         */
        public Builder ratio(double sampled) {
            ratio = sampled;
            return this;
        }

        /**
         * Whether exchanges that fail are exported though they were not sampled.
         *
         * @param always by default true; false saves the cost of spans that nobody gets to see
         * @return this
         */
        public Builder errors(boolean always) {
            errors = always;
            return this;
        }

        /**
         * Whose decision about sampling is followed.
         *
         * @param whose by default that of trusted hops
         * @return this
         */
        public Builder trustParent(ParentTrust whose) {
            trustParent = whose;
            return this;
        }

        /**
         * The fields that upstreams are told the trace by.
         *
         * @param those 1 or more; by default W3C's alone
         * @return this
         */
        public Builder formats(Propagation... those) {
            formats = List.of(those);
            return this;
        }

        /**
         * Hides the values of more parameters in URLs.
         *
         * @param names in lower case
         * @return this
         */
        public Builder secretParameters(String... names) {
            secretParameters = Set.of(names);
            return this;
        }

        /**
         * How many spans may wait to be exported.
         *
         * @param spans 1 or more; by default 2048
         * @return this
         */
        public Builder queue(int spans) {
            queue = spans;
            return this;
        }

        /**
         * How long an export may take.
         *
         * @param most a minute at most; by default 10 s
         * @return this
         */
        public Builder timeout(Duration most) {
            timeout = most;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public TracingOptions build() {
            return new TracingOptions(
                    endpoint,
                    headers,
                    serviceName,
                    resource,
                    ratio,
                    errors,
                    trustParent,
                    formats,
                    secretParameters,
                    queue,
                    timeout);
        }
    }
}
