package dev.sluice.middlewares.retry;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.options.Mistakes;
import dev.sluice.middlewares.Nested;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.PartType;
import java.util.List;

/**
 * The most requests that may be retrying at one time, as a share of the active requests (those without a response yet),
 * and what may be retried beyond at once. It keeps retries from multiplying the load of an upstream that fails under load,
 * and lets all requests of a member be repeated that dies.
 *
 * @param percent of the active requests, 0 to 100; each request that ends without a retry saves as much of one
 * @param floor the number that may always retry, however few are active
 * @param reserve how many retries are saved at most, for a moment in which many are needed
 */
public record RetryBudget(int percent, int floor, int reserve) {
    /** 20 % of the active requests, at least 3, and up to 100 that were saved. */
    public static final RetryBudget DEFAULT = new RetryBudget(20, 3, 100);

    private static final OptionSpec<RetryBudget, Integer> PERCENT =
            optional("percent", OptionTypes.integer(0), 20, RetryBudget::percent, "of the active requests, 0 to 100");
    private static final OptionSpec<RetryBudget, Integer> FLOOR =
            optional("floor", OptionTypes.integer(0), 3, RetryBudget::floor, "so many in any case");
    private static final OptionSpec<RetryBudget, Integer> RESERVE = optional(
            "reserve",
            OptionTypes.integer(0),
            0,
            RetryBudget::reserve,
            "so many more that were saved by requests which needed none");

    /** Its options. */
    static final PartType<RetryBudget> TYPE = new Nested<>(
            "budget",
            List.of(PERCENT, FLOOR, RESERVE),
            values -> new RetryBudget(values.get(PERCENT), values.get(FLOOR), values.get(RESERVE)));

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public RetryBudget {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(percent >= 0 && percent <= 100, "retry budget's percent must be 0..100, is " + percent);
        mistakes.unless(floor >= 0, "retry budget's floor must not be negative, is " + floor);
        mistakes.unless(reserve >= 0, "retry budget's reserve must not be negative, is " + reserve);
        mistakes.throwIfAny();
    }

    /**
     * A budget without a reserve.
     *
     * @param percent of the active requests, 0 to 100
     * @param floor the number that may always retry
     */
    public RetryBudget(int percent, int floor) {
        this(percent, floor, 0);
    }

    boolean allows(int retrying, int active) {
        return retrying < floor || retrying < (long) active * percent / 100;
    }
}
