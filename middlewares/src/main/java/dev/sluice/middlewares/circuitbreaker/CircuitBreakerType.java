package dev.sluice.middlewares.circuitbreaker;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Middleware;
import dev.sluice.expression.Expression;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code circuitBreaker} as a step of a program. */
public final class CircuitBreakerType implements StepType<CircuitBreakerOptions> {
    /** The type. */
    public static final CircuitBreakerType TYPE = new CircuitBreakerType();

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private static final OptionSpec<CircuitBreakerOptions, Expression<Readings>> CONDITION = required(
            "condition", TripWhen.option(), CircuitBreakerOptions::condition, "trips the breaker when it holds");
    private static final OptionSpec<CircuitBreakerOptions, Duration> FALLBACK_DURATION = optional(
            "fallbackDuration",
            OptionTypes.duration(),
            TEN_SECONDS,
            CircuitBreakerOptions::fallbackDuration,
            "how long it stays tripped");
    private static final OptionSpec<CircuitBreakerOptions, Duration> RECOVERY_DURATION = optional(
            "recoveryDuration",
            OptionTypes.duration(),
            TEN_SECONDS,
            CircuitBreakerOptions::recoveryDuration,
            "how long traffic takes to come back");
    private static final OptionSpec<CircuitBreakerOptions, Duration> CHECK_PERIOD = optional(
            "checkPeriod",
            OptionTypes.duration(),
            Duration.ofMillis(100),
            CircuitBreakerOptions::checkPeriod,
            "the least time between two evaluations of the condition");
    private static final OptionSpec<CircuitBreakerOptions, Integer> MINIMUM_REQUESTS = optional(
            "minimumRequests",
            OptionTypes.integer(1),
            10,
            CircuitBreakerOptions::minimumRequests,
            "in standby the condition is not evaluated before so many exchanges are in the window");
    private static final OptionSpec<CircuitBreakerOptions, Duration> WINDOW = optional(
            "window",
            OptionTypes.duration(),
            TEN_SECONDS,
            CircuitBreakerOptions::window,
            "how far back exchanges are counted, 1 s or more");
    private static final OptionSpec<CircuitBreakerOptions, Duration> LATENCY_WINDOW = optional(
            "latencyWindow",
            OptionTypes.duration(),
            Duration.ofMinutes(1),
            CircuitBreakerOptions::latencyWindow,
            "how far back latencies are measured, 1 s or more");
    private static final OptionSpec<CircuitBreakerOptions, LatencyTo> LATENCY_TO = optional(
            "latencyTo",
            OptionTypes.oneOf(LatencyTo.class),
            LatencyTo.HEAD,
            CircuitBreakerOptions::latencyTo,
            "whether latency is the time to the head of the response or to the end of its body");
    private static final OptionSpec<CircuitBreakerOptions, Optional<Fallback>> FALLBACK = optional(
            "fallback",
            OptionTypes.maybe(Effects.fallback()),
            Optional.empty(),
            CircuitBreakerOptions::fallback,
            "answers while tripped; none is 503 with Retry-After");
    private static final OptionSpec<CircuitBreakerOptions, List<SideEffect>> ON_TRIPPED = optional(
            "onTripped",
            OptionTypes.listOf(Effects.sideEffect()),
            List.of(),
            CircuitBreakerOptions::onTripped,
            "run when the breaker trips");
    private static final OptionSpec<CircuitBreakerOptions, List<SideEffect>> ON_STANDBY = optional(
            "onStandby",
            OptionTypes.listOf(Effects.sideEffect()),
            List.of(),
            CircuitBreakerOptions::onStandby,
            "run when it stands by again");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public CircuitBreakerType() {}

    @Override
    public String name() {
        return "circuitBreaker";
    }

    @Override
    public Stage stage() {
        return Stage.ROUTE;
    }

    @Override
    public List<OptionSpec<CircuitBreakerOptions, ?>> options() {
        return List.of(
                CONDITION,
                FALLBACK_DURATION,
                RECOVERY_DURATION,
                CHECK_PERIOD,
                MINIMUM_REQUESTS,
                WINDOW,
                LATENCY_WINDOW,
                LATENCY_TO,
                FALLBACK,
                ON_TRIPPED,
                ON_STANDBY);
    }

    @Override
    public CircuitBreakerOptions read(OptionValues<CircuitBreakerOptions> values) {
        return new CircuitBreakerOptions(
                values.get(CONDITION),
                values.get(FALLBACK_DURATION),
                values.get(RECOVERY_DURATION),
                values.get(CHECK_PERIOD),
                values.get(MINIMUM_REQUESTS),
                values.get(WINDOW),
                values.get(LATENCY_WINDOW),
                values.get(LATENCY_TO),
                values.get(FALLBACK),
                values.get(ON_TRIPPED),
                values.get(ON_STANDBY));
    }

    @Override
    public Middleware make(CircuitBreakerOptions options, Environment environment) {
        return new CircuitBreaker(options, environment);
    }

    @Override
    public boolean gates(CircuitBreakerOptions options) {
        return true;
    }

    @Override
    public String describe(CircuitBreakerOptions options) {
        return "circuitBreaker(" + options.condition() + ")";
    }
}
