package dev.sluice.middlewares.retry;

import static dev.sluice.model.OptionSpec.optional;

import dev.sluice.core.Mistakes;
import dev.sluice.middlewares.Nested;
import dev.sluice.model.OptionSpec;
import dev.sluice.model.OptionTypes;
import dev.sluice.model.PartType;
import java.util.List;

/**
 * The most requests that may be retrying at one time, as a share of the active requests (those without a response yet).
 * It keeps retries from multiplying the load of an upstream that fails under load.
 *
 * @param percent of the active requests, 0 to 100
 * @param floor the number that may always retry, however few are active
 */
public record RetryBudget(int percent, int floor) {
    /** 20 % of the active requests, at least 3. */
    public static final RetryBudget DEFAULT = new RetryBudget(20, 3);

    private static final OptionSpec<RetryBudget, Integer> PERCENT =
            optional("percent", OptionTypes.integer(0), 20, RetryBudget::percent, "of the active requests, 0 to 100");
    private static final OptionSpec<RetryBudget, Integer> FLOOR =
            optional("floor", OptionTypes.integer(0), 3, RetryBudget::floor, "so many in any case");

    /** Its options. */
    static final PartType<RetryBudget> TYPE = new Nested<>(
            "budget", List.of(PERCENT, FLOOR), values -> new RetryBudget(values.get(PERCENT), values.get(FLOOR)));

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public RetryBudget {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(percent >= 0 && percent <= 100, "retry budget's percent must be 0..100, is " + percent);
        mistakes.unless(floor >= 0, "retry budget's floor must not be negative, is " + floor);
        mistakes.throwIfAny();
    }

    boolean allows(int retrying, int active) {
        return retrying < floor || retrying < (long) active * percent / 100;
    }
}
