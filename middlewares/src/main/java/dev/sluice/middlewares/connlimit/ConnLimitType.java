package dev.sluice.middlewares.connlimit;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Middleware;
import dev.sluice.core.Source;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code connLimit} as a step of a program. */
public final class ConnLimitType implements StepType<ConnLimitOptions> {
    /** The type. */
    public static final ConnLimitType TYPE = new ConnLimitType();

    private static final OptionSpec<ConnLimitOptions, Integer> MAX = required(
            "max", OptionTypes.integer(1), ConnLimitOptions::max, "exchanges that a key may have at the same time");
    private static final OptionSpec<ConnLimitOptions, Source> BY =
            optional("by", OptionKinds.source(), Source.clientIp(), ConnLimitOptions::by, "what is counted by");
    private static final OptionSpec<ConnLimitOptions, Integer> MAX_WAITING = optional(
            "maxWaiting",
            OptionTypes.integer(0),
            0,
            ConnLimitOptions::maxWaiting,
            "requests of a key that may wait for a permit");
    private static final OptionSpec<ConnLimitOptions, Duration> MAX_WAIT = optional(
            "maxWait",
            OptionTypes.duration(),
            Duration.ZERO,
            ConnLimitOptions::maxWait,
            "how long each waits at most; above 0 if any may wait");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public ConnLimitType() {}

    @Override
    public String name() {
        return "connLimit";
    }

    @Override
    public List<OptionSpec<ConnLimitOptions, ?>> options() {
        return List.of(MAX, BY, MAX_WAITING, MAX_WAIT);
    }

    @Override
    public ConnLimitOptions read(OptionValues<ConnLimitOptions> values) {
        return new ConnLimitOptions(values.get(MAX), values.get(BY), values.get(MAX_WAITING), values.get(MAX_WAIT));
    }

    @Override
    public Set<String> captures(ConnLimitOptions options) {
        return options.by() instanceof Source.Capture capture ? Set.of(capture.name()) : Set.of();
    }

    @Override
    public Middleware make(ConnLimitOptions options, Environment environment) {
        ConnLimit limit = new ConnLimit(options, environment.ticker(), environment.journal());
        environment.instruments().gauge("connLimit.keys", limit::keys);
        environment.instruments().gauge("connLimit.waiting", limit::waiting);
        return limit;
    }

    @Override
    public boolean gates(ConnLimitOptions options) {
        return true;
    }

    @Override
    public String describe(ConnLimitOptions options) {
        String queue = options.maxWaiting() == 0
                ? ""
                : ", " + options.maxWaiting() + " wait up to "
                        + options.maxWait().toMillis() + "ms";
        return "connLimit(" + options.max() + " by " + options.by() + queue + ")";
    }
}
