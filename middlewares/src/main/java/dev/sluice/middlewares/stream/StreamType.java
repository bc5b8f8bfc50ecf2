package dev.sluice.middlewares.stream;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;

/** {@code stream} as a step of a program. */
public final class StreamType implements StepType<StreamOptions> {
    /** The type. */
    public static final StreamType TYPE = new StreamType();

    private static final OptionSpec<StreamOptions, Long> MAX_REQUEST_BYTES = optional(
            "maxRequestBytes",
            OptionTypes.bytes(),
            StreamOptions.UNLIMITED,
            StreamOptions::maxRequestBytes,
            "the largest request body, without framing");
    private static final OptionSpec<StreamOptions, Long> MAX_RESPONSE_BYTES = optional(
            "maxResponseBytes",
            OptionTypes.bytes(),
            StreamOptions.UNLIMITED,
            StreamOptions::maxResponseBytes,
            "the largest response body, without framing");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public StreamType() {}

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public List<OptionSpec<StreamOptions, ?>> options() {
        return List.of(MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES);
    }

    @Override
    public StreamOptions read(OptionValues<StreamOptions> values) {
        return new StreamOptions(values.get(MAX_REQUEST_BYTES), values.get(MAX_RESPONSE_BYTES));
    }

    @Override
    public Middleware make(StreamOptions options, Environment environment) {
        return new Stream(options);
    }

    @Override
    public String describe(StreamOptions options) {
        return "stream(maxRequestBytes " + text(options.maxRequestBytes()) + ", maxResponseBytes "
                + text(options.maxResponseBytes()) + ")";
    }

    private static String text(long limit) {
        return limit == StreamOptions.UNLIMITED ? "unlimited" : Long.toString(limit);
    }
}
