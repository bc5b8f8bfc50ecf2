package dev.sluice.middlewares.ratelimit;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Source;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** {@code rateLimit} as a step of a program. */
public final class RateLimitType implements StepType<RateLimitOptions> {
    /** The type. */
    public static final RateLimitType TYPE = new RateLimitType();

    private static final OptionSpec<RateLimitOptions, List<Rate>> RATES = optional(
            "rates",
            OptionTypes.listOf(NamedLimitType.RATE),
            List.of(),
            RateLimitOptions::rates,
            "tokens per period, and how many may be taken at once; all rates hold");
    private static final OptionSpec<RateLimitOptions, Source> BY =
            optional("by", OptionKinds.source(), Source.clientIp(), RateLimitOptions::by, "what is counted by");
    private static final OptionSpec<RateLimitOptions, Optional<ToLongFunction<Request>>> WEIGHT = optional(
            "weight",
            OptionTypes.maybe(OptionTypes.opaque("weight of a request")),
            Optional.empty(),
            RateLimitOptions::weight,
            "how many tokens a request takes; without it 1");
    private static final OptionSpec<RateLimitOptions, Optional<Function<Request, List<Rate>>>> RATES_OF = optional(
            "ratesOf",
            OptionTypes.maybe(OptionTypes.opaque("choice of rates for a request")),
            Optional.empty(),
            RateLimitOptions::ratesOf,
            "a request's own rates");
    private static final OptionSpec<RateLimitOptions, Integer> CAPACITY = optional(
            "capacity",
            OptionTypes.integer(1),
            RateLimiter.DEFAULT_CAPACITY,
            RateLimitOptions::capacity,
            "how many keys are remembered");
    private static final OptionSpec<RateLimitOptions, Duration> MAX_DELAY = optional(
            "maxDelay",
            OptionTypes.duration(),
            Duration.ZERO,
            RateLimitOptions::maxDelay,
            "how long a request may be held back before it is rejected");
    private static final OptionSpec<RateLimitOptions, Integer> MAX_WAITING = optional(
            "maxWaiting",
            OptionTypes.integer(1),
            RateLimitOptions.DEFAULT_MAX_WAITING,
            RateLimitOptions::maxWaiting,
            "how many requests may be held back at a time");
    private static final OptionSpec<RateLimitOptions, Optional<SharedLimit>> SHARED = optional(
            "shared",
            OptionTypes.maybe(NamedLimitType.SHARED),
            Optional.empty(),
            RateLimitOptions::shared,
            "buckets that other steps take from too");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public RateLimitType() {}

    @Override
    public String name() {
        return "rateLimit";
    }

    @Override
    public List<OptionSpec<RateLimitOptions, ?>> options() {
        return List.of(RATES, BY, WEIGHT, RATES_OF, CAPACITY, MAX_DELAY, MAX_WAITING, SHARED);
    }

    @Override
    public RateLimitOptions read(OptionValues<RateLimitOptions> values) {
        return new RateLimitOptions(
                values.get(RATES),
                values.get(BY),
                values.get(WEIGHT),
                values.get(RATES_OF),
                values.get(CAPACITY),
                values.get(MAX_DELAY),
                values.get(MAX_WAITING),
                values.get(SHARED));
    }

    @Override
    public Set<String> captures(RateLimitOptions options) {
        return options.by() instanceof Source.Capture capture ? Set.of(capture.name()) : Set.of();
    }

    /** Steps with equal named limits get one limiter of the environment. */
    @Override
    public Middleware make(RateLimitOptions options, Environment environment) {
        Ticker ticker = environment.ticker();
        RateLimiter limiter = options.shared().orElse(null) instanceof SharedLimit.Named named
                ? limiter(named, environment)
                : RateLimit.limiterOf(options, ticker);
        RateLimit limit = new RateLimit(options, limiter, ticker, environment.journal());
        environment.instruments().gauge("rateLimit.keys", limiter::size);
        environment.instruments().gauge("rateLimit.waiting", limit::waiting);
        return limit;
    }

    private static RateLimiter limiter(SharedLimit.Named named, Environment environment) {
        return environment.shared(
                named, RateLimiter.class, () -> new RateLimiter(named.rates(), named.capacity(), environment.ticker()));
    }

    @Override
    public boolean gates(RateLimitOptions options) {
        return true;
    }

    @Override
    public String describe(RateLimitOptions options) {
        String rates = options.holding().stream().map(Rate::toString).collect(Collectors.joining(", "));
        String delay = options.maxDelay().isZero() ? "" : ", held back up to " + GoDuration.text(options.maxDelay());
        String shared = options.shared().orElse(null) instanceof SharedLimit.Named named
                ? ", shared as '" + named.name() + "'"
                : "";
        return "rateLimit(" + rates + " by " + options.by() + delay + shared + ")";
    }
}
