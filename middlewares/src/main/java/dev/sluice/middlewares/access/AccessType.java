package dev.sluice.middlewares.access;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;

/** {@code access} as a step of a program. */
public final class AccessType implements StepType<AccessOptions> {
    /** The type. */
    public static final AccessType TYPE = new AccessType();

    private static final OptionSpec<AccessOptions, List<Cidr>> ALLOW = optional(
            "allow",
            OptionTypes.listOf(OptionKinds.cidr()),
            List.of(),
            AccessOptions::allow,
            "ranges of those who may come in; everybody, if there are none");
    private static final OptionSpec<AccessOptions, List<Cidr>> DENY = optional(
            "deny",
            OptionTypes.listOf(OptionKinds.cidr()),
            List.of(),
            AccessOptions::deny,
            "ranges of those who may not come in, even if they are allowed");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public AccessType() {}

    @Override
    public String name() {
        return "access";
    }

    @Override
    public List<OptionSpec<AccessOptions, ?>> options() {
        return List.of(ALLOW, DENY);
    }

    @Override
    public AccessOptions read(OptionValues<AccessOptions> values) {
        return new AccessOptions(values.get(ALLOW), values.get(DENY));
    }

    @Override
    public Middleware make(AccessOptions options, Environment environment) {
        return new Access(options);
    }

    @Override
    public boolean gates(AccessOptions options) {
        return true;
    }

    @Override
    public String describe(AccessOptions options) {
        return "access(allow " + options.allow() + ", deny " + options.deny() + ")";
    }
}
