package dev.sluice.middlewares.hedge;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code hedge} as a step of a program. */
public final class HedgeType implements StepType<HedgeOptions> {
    /** The type. */
    public static final HedgeType TYPE = new HedgeType();

    private static final OptionSpec<HedgeOptions, Optional<Duration>> DELAY = optional(
            "delay",
            OptionTypes.maybe(OptionTypes.duration()),
            Optional.empty(),
            HedgeOptions::delay,
            "how long an attempt may take before another is sent; none measures it");
    private static final OptionSpec<HedgeOptions, Double> QUANTILE = optional(
            "quantile",
            OptionKinds.percent(),
            HedgeOptions.QUANTILE,
            HedgeOptions::quantile,
            "if it is measured: the percentage of requests that were answered within it");
    private static final OptionSpec<HedgeOptions, Integer> MIN_VOLUME = optional(
            "minVolume",
            OptionTypes.integer(1),
            HedgeOptions.MIN_VOLUME,
            HedgeOptions::minVolume,
            "no attempt is added before so many requests were measured in the last 30 seconds");
    private static final OptionSpec<HedgeOptions, Duration> FLOOR = optional(
            "floor",
            OptionTypes.duration(),
            HedgeOptions.FLOOR,
            HedgeOptions::floor,
            "the least delay that is measured");
    private static final OptionSpec<HedgeOptions, Integer> MAX_ATTEMPTS = optional(
            "maxAttempts",
            OptionTypes.integer(2),
            HedgeOptions.MAX_ATTEMPTS,
            HedgeOptions::maxAttempts,
            "how many attempts a request has at most, the first included");
    private static final OptionSpec<HedgeOptions, HedgeBudget> BUDGET = optional(
            "budget",
            OptionTypes.nested(HedgeBudget.TYPE),
            HedgeBudget.DEFAULT,
            HedgeOptions::budget,
            "how many attempts may be added: a percentage of the requests, and a burst");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public HedgeType() {}

    @Override
    public String name() {
        return "hedge";
    }

    @Override
    public Stage stage() {
        return Stage.ROUTE;
    }

    @Override
    public List<OptionSpec<HedgeOptions, ?>> options() {
        return List.of(DELAY, QUANTILE, MIN_VOLUME, FLOOR, MAX_ATTEMPTS, BUDGET);
    }

    @Override
    public HedgeOptions read(OptionValues<HedgeOptions> values) {
        return new HedgeOptions(
                values.get(DELAY),
                values.get(QUANTILE),
                values.get(MIN_VOLUME),
                values.get(FLOOR),
                values.get(MAX_ATTEMPTS),
                values.get(BUDGET));
    }

    @Override
    public Middleware make(HedgeOptions options, Environment environment) {
        return new Hedge(options, environment);
    }

    @Override
    public String describe(HedgeOptions options) {
        String after =
                options.delay().map(time -> time.toMillis() + "ms").orElseGet(() -> "percentile " + options.quantile());
        return "hedge(after " + after + ", " + options.budget().percent() + "% more)";
    }
}
