package dev.sluice.middlewares.totaltimeout;

import dev.sluice.core.Middleware;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code totalTimeout} as a step of a program. */
public final class TotalTimeoutType implements StepType<TotalTimeoutOptions> {
    /** The type. */
    public static final TotalTimeoutType TYPE = new TotalTimeoutType();

    private static final OptionSpec<TotalTimeoutOptions, Duration> TOTAL = OptionSpec.required(
            "total",
            OptionTypes.duration(),
            TotalTimeoutOptions::total,
            "from the first byte of a request to the head of the final response");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public TotalTimeoutType() {}

    @Override
    public String name() {
        return "totalTimeout";
    }

    @Override
    public List<OptionSpec<TotalTimeoutOptions, ?>> options() {
        return List.of(TOTAL);
    }

    @Override
    public TotalTimeoutOptions read(OptionValues<TotalTimeoutOptions> values) {
        return new TotalTimeoutOptions(values.get(TOTAL));
    }

    @Override
    public Middleware make(TotalTimeoutOptions options, Environment environment) {
        return new TotalTimeout(options);
    }

    @Override
    public boolean gates(TotalTimeoutOptions options) {
        return true;
    }

    @Override
    public Optional<Duration> allows(TotalTimeoutOptions options) {
        return Optional.of(options.total());
    }

    @Override
    public Optional<Duration> takes(TotalTimeoutOptions options, Optional<Duration> inside) {
        return inside.map(time -> time.compareTo(options.total()) < 0 ? time : options.total());
    }

    @Override
    public String describe(TotalTimeoutOptions options) {
        return "totalTimeout(" + OptionTypes.duration().write(options.total()) + ")";
    }
}
