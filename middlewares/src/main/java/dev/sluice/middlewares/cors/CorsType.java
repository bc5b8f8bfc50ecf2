package dev.sluice.middlewares.cors;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Middleware;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code cors} as a step of a program. */
public final class CorsType implements StepType<CorsOptions> {
    /** The type. */
    public static final CorsType TYPE = new CorsType();

    private static final OptionSpec<CorsOptions, Set<String>> ORIGINS = required(
            "origins",
            OptionTypes.setOf(OptionTypes.parsed("origin, such as https://a.test", CorsOptions::origin, one -> one)),
            CorsOptions::origins,
            "whose scripts may use the service; * for any");
    private static final OptionSpec<CorsOptions, Set<String>> METHODS = optional(
            "methods",
            OptionTypes.setOf(OptionKinds.token("method")),
            CorsOptions.DEFAULT_METHODS,
            CorsOptions::methods,
            "the methods that scripts may use");
    private static final OptionSpec<CorsOptions, Set<String>> HEADERS = optional(
            "headers",
            OptionTypes.setOf(OptionKinds.token("field name")),
            Set.of(),
            CorsOptions::headers,
            "request fields that scripts may set; * for any");
    private static final OptionSpec<CorsOptions, Set<String>> EXPOSED = optional(
            "exposed",
            OptionTypes.setOf(OptionKinds.token("field name")),
            Set.of(),
            CorsOptions::exposed,
            "response fields that scripts may see");
    private static final OptionSpec<CorsOptions, Boolean> CREDENTIALS = optional(
            "credentials",
            OptionTypes.flag(),
            false,
            CorsOptions::credentials,
            "whether browsers send cookies and Authorization along");
    private static final OptionSpec<CorsOptions, Duration> MAX_AGE = optional(
            "maxAge",
            OptionTypes.duration(),
            CorsOptions.DEFAULT_MAX_AGE,
            CorsOptions::maxAge,
            "how long a browser may remember the answer to a preflight");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public CorsType() {}

    @Override
    public String name() {
        return "cors";
    }

    @Override
    public List<OptionSpec<CorsOptions, ?>> options() {
        return List.of(ORIGINS, METHODS, HEADERS, EXPOSED, CREDENTIALS, MAX_AGE);
    }

    @Override
    public CorsOptions read(OptionValues<CorsOptions> values) {
        return new CorsOptions(
                values.get(ORIGINS),
                values.get(METHODS),
                values.get(HEADERS),
                values.get(EXPOSED),
                values.get(CREDENTIALS),
                values.get(MAX_AGE));
    }

    @Override
    public Middleware make(CorsOptions options, Environment environment) {
        return new Cors(options);
    }

    @Override
    public String describe(CorsOptions options) {
        return "cors(" + String.join(", ", options.origins()) + ")";
    }
}
