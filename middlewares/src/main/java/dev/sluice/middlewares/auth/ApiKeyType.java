package dev.sluice.middlewares.auth;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.core.options.Secret;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code apiKey} as a step of a program. */
public final class ApiKeyType implements StepType<ApiKeyOptions> {
    /** The type. */
    public static final ApiKeyType TYPE = new ApiKeyType();

    private static final OptionType<List<Secret>> SECRETS = OptionTypes.listOf(OptionTypes.secret());
    private static final OptionSpec<ApiKeyOptions, String> HEADER = optional(
            "header",
            OptionKinds.token("field name"),
            ApiKeyOptions.DEFAULT_HEADER,
            ApiKeyOptions::header,
            "the field that carries the key");
    private static final OptionSpec<ApiKeyOptions, Set<Secret>> KEYS = optional(
            "keys",
            OptionType.of(
                            SECRETS.name(),
                            (Object data) -> Set.copyOf(SECRETS.read(data)),
                            (Set<Secret> keys) -> SECRETS.write(List.copyOf(keys)))
                    .withSchema(SECRETS::schema),
            Set.of(),
            ApiKeyOptions::keys,
            "the keys that are valid");
    private static final OptionSpec<ApiKeyOptions, Optional<Predicate<String>>> CHECK = optional(
            "check",
            OptionTypes.maybe(OptionTypes.opaque("check of keys")),
            Optional.empty(),
            ApiKeyOptions::check,
            "a program that is asked about keys that are not listed");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public ApiKeyType() {}

    @Override
    public String name() {
        return "apiKey";
    }

    @Override
    public List<OptionSpec<ApiKeyOptions, ?>> options() {
        return List.of(HEADER, KEYS, CHECK);
    }

    @Override
    public ApiKeyOptions read(OptionValues<ApiKeyOptions> values) {
        return new ApiKeyOptions(values.get(HEADER), values.get(KEYS), values.get(CHECK));
    }

    @Override
    public Middleware make(ApiKeyOptions options, Environment environment) {
        return new ApiKey(options);
    }

    @Override
    public boolean gates(ApiKeyOptions options) {
        return true;
    }

    @Override
    public String describe(ApiKeyOptions options) {
        return "apiKey(" + options.header() + ")";
    }
}
