package dev.sluice.middlewares.loadbalance.rebalance;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Middleware;
import dev.sluice.middlewares.Nested;
import dev.sluice.middlewares.Variant;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;

/** {@code rebalance} as a step of a program: behind the step that picks from the same pool. */
public final class RebalanceType implements StepType<RebalancerOptions> {
    /** The type. */
    public static final RebalanceType TYPE = new RebalanceType();

    private static final OptionSpec<RebalancerOptions, PoolSource> POOL = required(
            "pool",
            PoolSource.option(),
            RebalancerOptions::pool,
            "whose weights it shifts: that of the step which picks");
    private static final OptionSpec<RebalancerOptions, Duration> BACKOFF = optional(
            "backoff",
            OptionTypes.duration(),
            Duration.ofSeconds(10),
            RebalancerOptions::backoff,
            "how long new weights are left to show their effect");
    private static final OptionSpec<RebalancerOptions, MeterKind> METER =
            optional("meter", meter(), MeterKind.failures(), RebalancerOptions::meter, "how members are rated");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public RebalanceType() {}

    private static OptionType<MeterKind> meter() {
        Nested<MeterKind.Failures> failures = new Nested<>("failures", List.of(), values -> new MeterKind.Failures());
        return Variant.oneOf(
                "meter", List.of(new Variant<>("failures", MeterKind.Failures.class, OptionTypes.nested(failures))));
    }

    @Override
    public String name() {
        return "rebalance";
    }

    @Override
    public Stage stage() {
        return Stage.ATTEMPT;
    }

    @Override
    public List<OptionSpec<RebalancerOptions, ?>> options() {
        return List.of(POOL, BACKOFF, METER);
    }

    @Override
    public RebalancerOptions read(OptionValues<RebalancerOptions> values) {
        return new RebalancerOptions(values.get(POOL), values.get(BACKOFF), values.get(METER));
    }

    @Override
    public Middleware make(RebalancerOptions options, Environment environment) {
        return new Rebalancer(options, environment);
    }

    @Override
    public boolean gates(RebalancerOptions options) {
        return true;
    }

    @Override
    public String describe(RebalancerOptions options) {
        return "rebalance(" + options.backoff().toSeconds() + " s)";
    }
}
