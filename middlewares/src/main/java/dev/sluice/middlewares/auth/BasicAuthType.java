package dev.sluice.middlewares.auth;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.core.options.Secret;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** {@code basicAuth} as a step of a program. */
public final class BasicAuthType implements StepType<BasicAuthOptions> {
    /** The type. */
    public static final BasicAuthType TYPE = new BasicAuthType();

    private static final OptionSpec<BasicAuthOptions, String> REALM = optional(
            "realm",
            OptionTypes.text(),
            BasicAuthOptions.DEFAULT_REALM,
            BasicAuthOptions::realm,
            "what a browser shows when it asks for the password");
    private static final OptionSpec<BasicAuthOptions, Map<String, Secret>> USERS = optional(
            "users",
            OptionTypes.mapOf(OptionTypes.secret()),
            Map.of(),
            BasicAuthOptions::users,
            "passwords by the names of their users");
    private static final OptionSpec<BasicAuthOptions, Optional<BiPredicate<String, String>>> CHECK = optional(
            "check",
            OptionTypes.maybe(OptionTypes.opaque("check of users and passwords")),
            Optional.empty(),
            BasicAuthOptions::check,
            "a program that is asked about the user and password of others");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public BasicAuthType() {}

    @Override
    public String name() {
        return "basicAuth";
    }

    @Override
    public List<OptionSpec<BasicAuthOptions, ?>> options() {
        return List.of(REALM, USERS, CHECK);
    }

    @Override
    public BasicAuthOptions read(OptionValues<BasicAuthOptions> values) {
        return new BasicAuthOptions(values.get(REALM), values.get(USERS), values.get(CHECK));
    }

    @Override
    public Middleware make(BasicAuthOptions options, Environment environment) {
        return new BasicAuth(options);
    }

    @Override
    public boolean gates(BasicAuthOptions options) {
        return true;
    }

    @Override
    public String describe(BasicAuthOptions options) {
        return "basicAuth(" + options.realm() + ")";
    }
}
