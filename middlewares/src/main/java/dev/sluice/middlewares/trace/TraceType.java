package dev.sluice.middlewares.trace;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code trace} as a step of a program. */
public final class TraceType implements StepType<TraceOptions> {
    /** The type. */
    public static final TraceType TYPE = new TraceType();

    private static final String PLACES = "stdout, file: PATH or logger: NAME";
    private static final OptionSpec<TraceOptions, TraceFormat> FORMAT = optional(
            "format",
            OptionTypes.oneOf(TraceFormat.class),
            TraceFormat.JSON,
            TraceOptions::format,
            "what a line looks like");
    private static final OptionSpec<TraceOptions, TraceTo> TO = optional(
            "to",
            OptionType.of(PLACES, TraceType::read, TraceType::write).withSchema(TraceType::places),
            new TraceTo.Stdout(),
            TraceOptions::to,
            "where lines go");
    private static final OptionSpec<TraceOptions, List<String>> REQUEST_HEADERS = optional(
            "requestHeaders",
            OptionTypes.listOf(OptionTypes.text()),
            List.of(),
            TraceOptions::requestHeaders,
            "fields of requests to show; not in common and combined");
    private static final OptionSpec<TraceOptions, List<String>> RESPONSE_HEADERS = optional(
            "responseHeaders",
            OptionTypes.listOf(OptionTypes.text()),
            List.of(),
            TraceOptions::responseHeaders,
            "fields of responses to show; not in common and combined");
    private static final OptionSpec<TraceOptions, Set<String>> SECRETS = optional(
            "secrets",
            OptionTypes.setOf(OptionTypes.text()),
            TraceOptions.SECRETS,
            TraceOptions::secrets,
            "fields whose values are never shown, besides the usual ones");
    private static final OptionSpec<TraceOptions, Set<String>> SECRET_PARAMETERS = optional(
            "secretParameters",
            OptionTypes.setOf(OptionTypes.text()),
            TraceOptions.SECRET_PARAMETERS,
            TraceOptions::secretParameters,
            "parameters in URLs whose values are never shown, besides the usual ones");
    private static final OptionSpec<TraceOptions, Double> SAMPLE = optional(
            "sample",
            OptionKinds.percent(),
            TraceOptions.EVERY,
            TraceOptions::sample,
            "the percentage of the exchanges that have lines, besides those that fail or are slow");
    private static final OptionSpec<TraceOptions, Duration> SLOWER_THAN = optional(
            "slowerThan",
            OptionTypes.duration(),
            TraceOptions.SLOW,
            TraceOptions::slowerThan,
            "what takes as long has a line, whatever sample says");
    private static final OptionSpec<TraceOptions, Integer> CAPACITY = optional(
            "capacity",
            OptionTypes.integer(2),
            TraceOptions.DEFAULT_CAPACITY,
            TraceOptions::capacity,
            "lines that may wait to be written; more are dropped and counted");
    private static final OptionSpec<TraceOptions, Long> MAX_WAITING_BYTES = optional(
            "maxWaitingBytes",
            OptionTypes.bytes(),
            TraceOptions.DEFAULT_WAITING_BYTES,
            TraceOptions::maxWaitingBytes,
            "memory that they may hold; more are dropped and counted");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public TraceType() {}

    private static Map<String, Object> places() {
        return JsonSchemas.anyOf(List.of(
                JsonSchemas.oneOf(List.of("stdout")),
                JsonSchemas.entry("file", JsonSchemas.text()),
                JsonSchemas.entry("logger", JsonSchemas.text())));
    }

    private static TraceTo read(Object data) {
        return switch (data) {
            case String text when text.equals("stdout") -> new TraceTo.Stdout();
            case Map<?, ?> map
            when map.size() == 1 && map.get("file") instanceof String path -> new TraceTo.File(Path.of(path));
            case Map<?, ?> map
            when map.size() == 1 && map.get("logger") instanceof String name -> new TraceTo.Logger(name);
            default -> throw new IllegalArgumentException("must be " + PLACES + ", is " + data);
        };
    }

    private static Object write(TraceTo to) {
        return switch (to) {
            case TraceTo.Stdout stdout -> "stdout";
            case TraceTo.File file -> Map.of("file", file.path().toString());
            case TraceTo.Logger logger -> Map.of("logger", logger.name());
            case TraceTo.Custom custom -> throw new OpaqueValueException("sink " + custom.name());
        };
    }

    @Override
    public String name() {
        return "trace";
    }

    @Override
    public List<OptionSpec<TraceOptions, ?>> options() {
        return List.of(
                FORMAT,
                TO,
                REQUEST_HEADERS,
                RESPONSE_HEADERS,
                SECRETS,
                SECRET_PARAMETERS,
                SAMPLE,
                SLOWER_THAN,
                CAPACITY,
                MAX_WAITING_BYTES);
    }

    @Override
    public TraceOptions read(OptionValues<TraceOptions> values) {
        return new TraceOptions(
                values.get(FORMAT),
                values.get(TO),
                values.get(REQUEST_HEADERS),
                values.get(RESPONSE_HEADERS),
                values.get(SECRETS),
                values.get(SECRET_PARAMETERS),
                values.get(SAMPLE),
                values.get(SLOWER_THAN),
                values.get(CAPACITY),
                values.get(MAX_WAITING_BYTES));
    }

    @Override
    public Middleware make(TraceOptions options, Environment environment) {
        Trace trace = new Trace(options, environment.ticker());
        environment.instruments().gauge("trace.dropped", trace::dropped);
        return trace;
    }

    @Override
    public boolean gates(TraceOptions options) {
        return true;
    }

    @Override
    public String describe(TraceOptions options) {
        return "trace(" + options.format().name().toLowerCase(Locale.ROOT) + " to " + options.to() + ")";
    }

    @Override
    public List<String> problems(TraceOptions options) {
        return options.problems();
    }
}
