package dev.sluice.observe.spans;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.options.Secret;
import dev.sluice.model.SettingType;
import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code tracing} as a setting of a program. */
public final class TracingType implements SettingType<TracingOptions> {
    /** The type. */
    public static final TracingType TYPE = new TracingType();

    private static final OptionSpec<TracingOptions, Optional<URI>> ENDPOINT = optional(
            "endpoint",
            OptionTypes.maybe(OptionTypes.parsed("URL", URI::create, URI::toString)),
            Optional.empty(),
            TracingOptions::endpoint,
            "the collector that spans are sent to, by OTLP over HTTP; none: the tracer of the program");
    private static final OptionSpec<TracingOptions, Map<String, Secret>> HEADERS = optional(
            "headers",
            OptionTypes.mapOf(OptionTypes.secret()),
            Map.of(),
            TracingOptions::headers,
            "fields that are sent with each export");
    private static final OptionSpec<TracingOptions, String> SERVICE_NAME = optional(
            "serviceName",
            OptionTypes.text(),
            TracingOptions.Builder.SERVICE_NAME,
            TracingOptions::serviceName,
            "what the gateway is called in traces");
    private static final OptionSpec<TracingOptions, Map<String, String>> RESOURCE = optional(
            "resource",
            OptionTypes.mapOf(OptionTypes.text()),
            Map.of(),
            TracingOptions::resource,
            "more attributes of the gateway");
    private static final OptionSpec<TracingOptions, Double> RATIO = optional(
            "ratio",
            ratio(),
            TracingOptions.Builder.RATIO,
            TracingOptions::ratio,
            "how many traces are sampled that begin here, or whose parent is not trusted");
    private static final OptionSpec<TracingOptions, Boolean> ERRORS = optional(
            "errors",
            OptionTypes.flag(),
            true,
            TracingOptions::errors,
            "whether exchanges that fail are exported though they were not sampled");
    private static final OptionSpec<TracingOptions, ParentTrust> TRUST_PARENT = optional(
            "trustParent",
            OptionTypes.oneOf(ParentTrust.class),
            ParentTrust.TRUSTED_HOPS,
            TracingOptions::trustParent,
            "whose decision about sampling is followed");
    private static final OptionSpec<TracingOptions, List<Propagation>> FORMATS = optional(
            "formats",
            OptionTypes.listOf(OptionTypes.oneOf(Propagation.class)),
            TracingOptions.Builder.FORMATS,
            TracingOptions::formats,
            "the fields that upstreams are told the trace by");
    private static final OptionSpec<TracingOptions, Set<String>> SECRET_PARAMETERS = optional(
            "secretParameters",
            OptionTypes.setOf(OptionTypes.text()),
            Set.of(),
            TracingOptions::secretParameters,
            "parameters in URLs whose values neither spans nor the journal show, besides those that are always hidden");
    private static final OptionSpec<TracingOptions, Integer> QUEUE = optional(
            "queue",
            OptionTypes.integer(1),
            TracingOptions.Builder.QUEUE,
            TracingOptions::queue,
            "how many spans may wait to be exported; more are dropped and counted");
    private static final OptionSpec<TracingOptions, Duration> TIMEOUT = optional(
            "timeout",
            OptionTypes.duration(),
            TracingOptions.Builder.TIMEOUT,
            TracingOptions::timeout,
            "how long an export may take, a minute at most");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public TracingType() {}

    private static OptionType<Double> ratio() {
        return OptionType.of("number from 0 to 1", TracingType::readRatio, (Double ratio) -> (Object) ratio)
                .withSchema(() -> JsonSchemas.of(
                        "type",
                        List.of("number", "string"),
                        "minimum",
                        0L,
                        "maximum",
                        1L,
                        "pattern",
                        "^\\s*(0(\\.\\d+)?|1(\\.0+)?)\\s*$|\\$\\{"));
    }

    private static double readRatio(Object data) {
        try {
            return Double.parseDouble(data.toString().strip());
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("must be a number from 0 to 1, is " + data, noNumber);
        }
    }

    @Override
    public String name() {
        return "tracing";
    }

    @Override
    public String about() {
        return "spans of exchanges and attempts, and where they are sent";
    }

    @Override
    public List<OptionSpec<TracingOptions, ?>> options() {
        return List.of(
                ENDPOINT,
                HEADERS,
                SERVICE_NAME,
                RESOURCE,
                RATIO,
                ERRORS,
                TRUST_PARENT,
                FORMATS,
                SECRET_PARAMETERS,
                QUEUE,
                TIMEOUT);
    }

    @Override
    public TracingOptions read(OptionValues<TracingOptions> values) {
        return new TracingOptions(
                values.get(ENDPOINT),
                values.get(HEADERS),
                values.get(SERVICE_NAME),
                values.get(RESOURCE),
                values.get(RATIO),
                values.get(ERRORS),
                values.get(TRUST_PARENT),
                values.get(FORMATS),
                values.get(SECRET_PARAMETERS),
                values.get(QUEUE),
                values.get(TIMEOUT));
    }

    @Override
    public String describe(TracingOptions options) {
        return "tracing(" + options.ratio() + " to "
                + options.endpoint().map(URI::toString).orElse("the program's tracer") + ")";
    }
}
