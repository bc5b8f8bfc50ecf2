package dev.sluice.middlewares.retry;

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

/** {@code retry} as a step of a program. */
public final class RetryType implements StepType<RetryOptions> {
    /** The type. */
    public static final RetryType TYPE = new RetryType();

    private static final OptionSpec<RetryOptions, Expression<Attempt>> CONDITION =
            required("condition", RetryWhen.option(), RetryOptions::condition, "what must hold of an answered attempt");
    private static final OptionSpec<RetryOptions, Integer> MAX_ATTEMPTS = optional(
            "maxAttempts",
            OptionTypes.integer(1),
            RetryOptions.MAX_ATTEMPTS,
            RetryOptions::maxAttempts,
            "how many attempts are made at most, the first included");
    private static final OptionSpec<RetryOptions, Boolean> NON_IDEMPOTENT = optional(
            "nonIdempotent",
            OptionTypes.flag(),
            false,
            RetryOptions::nonIdempotent,
            "whether POST, PATCH and unknown methods may be sent again even if the upstream may have seen them");
    private static final OptionSpec<RetryOptions, RetryBudget> BUDGET = optional(
            "budget",
            OptionTypes.nested(RetryBudget.TYPE),
            RetryBudget.DEFAULT,
            RetryOptions::budget,
            "how many retries may be under way: a share of the active requests, but so many in any case");
    private static final OptionSpec<RetryOptions, Optional<Duration>> DEADLINE = optional(
            "deadline",
            OptionTypes.maybe(OptionTypes.duration()),
            Optional.empty(),
            RetryOptions::deadline,
            "no attempt starts later than this after the first");
    private static final OptionSpec<RetryOptions, Backoff> BACKOFF = optional(
            "backoff",
            OptionTypes.nested(Backoff.TYPE),
            Backoff.NONE,
            RetryOptions::backoff,
            "how long to wait before a retry");
    private static final OptionSpec<RetryOptions, Optional<Duration>> RETRY_AFTER = optional(
            "retryAfter",
            OptionTypes.maybe(OptionTypes.duration()),
            Optional.empty(),
            RetryOptions::retryAfter,
            "the longest Retry-After of a response to wait for; none ignores the field");

    /** So many attempts are as good as no limit, and their time can be computed. */
    private static final int MANY = 1_000;

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public RetryType() {}

    @Override
    public String name() {
        return "retry";
    }

    @Override
    public Stage stage() {
        return Stage.ROUTE;
    }

    @Override
    public List<OptionSpec<RetryOptions, ?>> options() {
        return List.of(CONDITION, MAX_ATTEMPTS, NON_IDEMPOTENT, BUDGET, DEADLINE, BACKOFF, RETRY_AFTER);
    }

    @Override
    public RetryOptions read(OptionValues<RetryOptions> values) {
        return new RetryOptions(
                values.get(CONDITION),
                values.get(MAX_ATTEMPTS),
                values.get(NON_IDEMPOTENT),
                values.get(BUDGET),
                values.get(DEADLINE),
                values.get(BACKOFF),
                values.get(RETRY_AFTER));
    }

    @Override
    public Middleware make(RetryOptions options, Environment environment) {
        return new Retry(options, environment);
    }

    @Override
    public Optional<Duration> takes(RetryOptions options, Optional<Duration> inside) {
        return inside.map(attempt -> {
            int attempts = AttemptBound.of(options.condition(), Math.min(options.maxAttempts(), MANY));
            Duration all = attempt.multipliedBy(attempts).plus(options.backoff().longest(attempts));
            Optional<Duration> cut = options.deadline().map(attempt::plus);
            return cut.filter(time -> time.compareTo(all) < 0).orElse(all);
        });
    }

    @Override
    public String describe(RetryOptions options) {
        return "retry(" + options.condition() + ", maxAttempts " + options.maxAttempts() + ")";
    }
}
