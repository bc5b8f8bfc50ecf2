package dev.sluice.middlewares.loadbalance.health;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Middleware;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;

/** {@code health} as a step of a program: active checks of a pool's members. */
public final class HealthType implements StepType<HealthOptions> {
    /** The type. */
    public static final HealthType TYPE = new HealthType();

    private static final OptionSpec<HealthOptions, PoolSource> POOL = required(
            "pool",
            PoolSource.option(),
            HealthOptions::pool,
            "whose members are checked: that of the step which picks");
    private static final OptionSpec<HealthOptions, HealthCheck> CHECK = optional(
            "check",
            OptionTypes.nested(HealthCheckType.TYPE),
            HealthCheck.DEFAULT,
            HealthOptions::check,
            "what is asked of each member, and which answers show that it is well");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public HealthType() {}

    @Override
    public String name() {
        return "health";
    }

    @Override
    public Stage stage() {
        return Stage.ATTEMPT;
    }

    @Override
    public List<OptionSpec<HealthOptions, ?>> options() {
        return List.of(POOL, CHECK);
    }

    @Override
    public HealthOptions read(OptionValues<HealthOptions> values) {
        return new HealthOptions(values.get(POOL), values.get(CHECK));
    }

    @Override
    public Middleware make(HealthOptions options, Environment environment) {
        return new HealthChecks(options, environment);
    }

    @Override
    public String describe(HealthOptions options) {
        HealthCheck check = options.check();
        String asked = check.tcp() ? "connect" : check.method() + " " + check.path();
        return "health(" + asked + " every " + check.interval().toMillis() + " ms)";
    }
}
