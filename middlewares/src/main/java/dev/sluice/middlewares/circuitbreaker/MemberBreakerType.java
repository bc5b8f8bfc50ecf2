package dev.sluice.middlewares.circuitbreaker;

import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Middleware;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;

/** {@code memberBreaker} as a step of a program: {@code circuitBreaker} on the stage of a pool. */
public final class MemberBreakerType implements StepType<MemberBreakerOptions> {
    /** The type. */
    public static final MemberBreakerType TYPE = new MemberBreakerType();

    private static final OptionSpec<MemberBreakerOptions, PoolSource> POOL = required(
            "pool",
            PoolSource.option(),
            MemberBreakerOptions::pool,
            "whose members are guarded: that of the step which picks");
    private static final OptionSpec<MemberBreakerOptions, CircuitBreakerOptions> BREAKER = required(
            "breaker",
            OptionTypes.nested(CircuitBreakerType.TYPE),
            MemberBreakerOptions::breaker,
            "when the breaker of a member trips and what it does then");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public MemberBreakerType() {}

    @Override
    public String name() {
        return "memberBreaker";
    }

    @Override
    public Stage stage() {
        return Stage.ATTEMPT;
    }

    @Override
    public List<OptionSpec<MemberBreakerOptions, ?>> options() {
        return List.of(POOL, BREAKER);
    }

    @Override
    public MemberBreakerOptions read(OptionValues<MemberBreakerOptions> values) {
        return new MemberBreakerOptions(values.get(POOL), values.get(BREAKER));
    }

    @Override
    public Middleware make(MemberBreakerOptions options, Environment environment) {
        return new MemberBreakers(options, environment);
    }

    @Override
    public boolean gates(MemberBreakerOptions options) {
        return true;
    }

    @Override
    public String describe(MemberBreakerOptions options) {
        return describe(options.breaker());
    }

    static String describe(CircuitBreakerOptions options) {
        return "memberBreaker(" + options.condition() + ")";
    }
}
