package dev.sluice.middlewares.adaptive;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.expression.Expression;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.Environment;
import dev.sluice.model.Instruments;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code adaptiveConcurrency} as a step of a program. */
public final class AdaptiveConcurrencyType implements StepType<AdaptiveConcurrencyOptions> {
    /** The type. */
    public static final AdaptiveConcurrencyType TYPE = new AdaptiveConcurrencyType();

    private static final OptionSpec<AdaptiveConcurrencyOptions, LimitAlgorithm> ALGORITHM = optional(
            "algorithm",
            Algorithms.option(),
            LimitAlgorithm.Gradient.DEFAULT,
            AdaptiveConcurrencyOptions::algorithm,
            "how the limit is found");
    private static final OptionSpec<AdaptiveConcurrencyOptions, Integer> INITIAL = optional(
            "initial",
            OptionTypes.integer(1),
            AdaptiveConcurrencyOptions.INITIAL,
            AdaptiveConcurrencyOptions::initial,
            "the limit at the start");
    private static final OptionSpec<AdaptiveConcurrencyOptions, Integer> MIN = optional(
            "min",
            OptionTypes.integer(1),
            AdaptiveConcurrencyOptions.MIN,
            AdaptiveConcurrencyOptions::min,
            "the lowest limit");
    private static final OptionSpec<AdaptiveConcurrencyOptions, Integer> MAX = optional(
            "max",
            OptionTypes.integer(1),
            AdaptiveConcurrencyOptions.MAX,
            AdaptiveConcurrencyOptions::max,
            "the highest limit");
    private static final OptionSpec<AdaptiveConcurrencyOptions, Integer> MAX_WAITING = optional(
            "maxWaiting",
            OptionTypes.integer(0),
            0,
            AdaptiveConcurrencyOptions::maxWaiting,
            "requests that may wait for a place");
    private static final OptionSpec<AdaptiveConcurrencyOptions, Duration> MAX_WAIT = optional(
            "maxWait",
            OptionTypes.duration(),
            Duration.ZERO,
            AdaptiveConcurrencyOptions::maxWait,
            "how long each waits at most; above 0 if any may wait");
    private static final OptionSpec<AdaptiveConcurrencyOptions, Duration> RETRY_AFTER = optional(
            "retryAfter",
            OptionTypes.duration(),
            AdaptiveConcurrencyOptions.RETRY_AFTER,
            AdaptiveConcurrencyOptions::retryAfter,
            "when a client that was refused may come again");
    private static final OptionSpec<AdaptiveConcurrencyOptions, Optional<Expression<Request>>> CRITICAL = optional(
            "critical",
            OptionTypes.maybe(OptionKinds.predicate()),
            Optional.empty(),
            AdaptiveConcurrencyOptions::critical,
            "requests that may use the whole limit");
    private static final OptionSpec<AdaptiveConcurrencyOptions, Optional<Expression<Request>>> SHEDDABLE = optional(
            "sheddable",
            OptionTypes.maybe(OptionKinds.predicate()),
            Optional.empty(),
            AdaptiveConcurrencyOptions::sheddable,
            "requests that are refused first");
    private static final OptionSpec<AdaptiveConcurrencyOptions, Integer> NORMAL_PERCENT = optional(
            "normalPercent",
            OptionTypes.integer(1),
            AdaptiveConcurrencyOptions.NORMAL_PERCENT,
            AdaptiveConcurrencyOptions::normalPercent,
            "the share of the limit for requests that are neither, if others are critical");
    private static final OptionSpec<AdaptiveConcurrencyOptions, Integer> SHEDDABLE_PERCENT = optional(
            "sheddablePercent",
            OptionTypes.integer(1),
            AdaptiveConcurrencyOptions.SHEDDABLE_PERCENT,
            AdaptiveConcurrencyOptions::sheddablePercent,
            "the share of the limit up to which sheddable requests are admitted");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public AdaptiveConcurrencyType() {}

    @Override
    public String name() {
        return "adaptiveConcurrency";
    }

    @Override
    public Stage stage() {
        return Stage.ROUTE;
    }

    @Override
    public List<OptionSpec<AdaptiveConcurrencyOptions, ?>> options() {
        return List.of(
                ALGORITHM,
                INITIAL,
                MIN,
                MAX,
                MAX_WAITING,
                MAX_WAIT,
                RETRY_AFTER,
                CRITICAL,
                SHEDDABLE,
                NORMAL_PERCENT,
                SHEDDABLE_PERCENT);
    }

    @Override
    public AdaptiveConcurrencyOptions read(OptionValues<AdaptiveConcurrencyOptions> values) {
        return new AdaptiveConcurrencyOptions(
                values.get(ALGORITHM),
                values.get(INITIAL),
                values.get(MIN),
                values.get(MAX),
                values.get(MAX_WAITING),
                values.get(MAX_WAIT),
                values.get(RETRY_AFTER),
                values.get(CRITICAL),
                values.get(SHEDDABLE),
                values.get(NORMAL_PERCENT),
                values.get(SHEDDABLE_PERCENT));
    }

    @Override
    public Middleware make(AdaptiveConcurrencyOptions options, Environment environment) {
        AdaptiveConcurrency limit =
                new AdaptiveConcurrency(options, environment.ticker(), environment.random(), environment.journal());
        Instruments shown = environment.instruments();
        shown.gauge("adaptiveConcurrency.limit", limit::limit);
        shown.gauge("adaptiveConcurrency.inFlight", limit::inFlight);
        shown.gauge("adaptiveConcurrency.waiting", limit::waiting);
        shown.gauge("adaptiveConcurrency.refused", limit::refused);
        return limit;
    }

    @Override
    public String describe(AdaptiveConcurrencyOptions options) {
        String priorities = options.critical()
                        .map(which -> ", critical " + which)
                        .orElse("")
                + options.sheddable().map(which -> ", sheddable " + which).orElse("");
        return "adaptiveConcurrency(" + found(options) + priorities + ")";
    }

    private static String found(AdaptiveConcurrencyOptions options) {
        String bounds = ", " + options.min() + ".." + options.max();
        return switch (options.algorithm()) {
            case LimitAlgorithm.Gradient gradient -> "gradient" + bounds;
            case LimitAlgorithm.Aimd aimd -> "aimd " + aimd.latency().toMillis() + "ms" + bounds;
            case LimitAlgorithm.Fixed fixed -> "fixed " + options.initial();
        };
    }
}
