package dev.sluice.middlewares.retry;

/**
 * How many requests may be in their second or a later attempt at one time: a share of all requests that wait for an
 * answer, but at least a few. Without it, retries multiply the load of an upstream that fails because of its load.
 *
 * @param percent of the active requests, 0 to 100
 * @param floor so many in any case
 */
public record RetryBudget(int percent, int floor) {
    /** 20 % and 3. */
    public static final RetryBudget DEFAULT = new RetryBudget(20, 3);

    /**
     * A checked budget.
     *
     * @throws IllegalArgumentException for a percentage outside 0..100 or a negative floor
     */
    public RetryBudget {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("retry budget's percent must be 0..100, is " + percent);
        }
        if (floor < 0) {
            throw new IllegalArgumentException("retry budget's floor must not be negative, is " + floor);
        }
    }

    boolean allows(int retrying, int active) {
        return retrying < floor || retrying < (long) active * percent / 100;
    }
}
