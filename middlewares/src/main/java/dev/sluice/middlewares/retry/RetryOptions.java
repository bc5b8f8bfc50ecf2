package dev.sluice.middlewares.retry;

import dev.sluice.core.options.Mistakes;
import dev.sluice.expression.Expression;
import java.time.Duration;
import java.util.Optional;

/**
 * When {@link Retry} retries. Immutable.
 *
 * @param condition must hold for an attempt to be retried
 * @param maxAttempts how many are made at most, the first included; 10 by default
 * @param nonIdempotent whether POST, PATCH and unknown methods may be sent again even if the upstream may have seen
 *     them
 * @param budget how many requests may be retrying at one time; by default 20 % of the active requests, at least 3, and
 *     up to 100 more that were saved
 * @param deadline no attempt starts later than this after the first; empty, the default, for none
 * @param backoff how long to wait between attempts; none by default
 * @param retryAfter the longest {@code Retry-After} to wait for; empty, the default, to ignore the field
 */
public record RetryOptions(
        Expression<Attempt> condition,
        int maxAttempts,
        boolean nonIdempotent,
        RetryBudget budget,
        Optional<Duration> deadline,
        Backoff backoff,
        Optional<Duration> retryAfter) {
    static final int MAX_ATTEMPTS = 10;

    /**
     * Checked options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public RetryOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(maxAttempts >= 1, "maxAttempts must be 1 or more, is " + maxAttempts);
        check(mistakes, "deadline", deadline);
        check(mistakes, "retryAfter", retryAfter);
        mistakes.throwIfAny();
    }

    private static void check(Mistakes mistakes, String option, Optional<Duration> duration) {
        duration.ifPresent(time -> mistakes.unless(time.isPositive(), option + " must be positive, is " + time));
    }

    /**
     * Starts from the defaults.
     *
     * @param condition must hold for an attempt to be retried
     * @return a builder
     */
    public static Builder builder(Expression<Attempt> condition) {
        return new Builder(condition);
    }

    /**
     * Starts from the defaults.
     *
     * @param condition must hold for an attempt to be retried, as {@link RetryWhen#parse} reads it
     * @return a builder
     * @throws dev.sluice.expression.ExpressionException with the position of the error
     */
    public static Builder builder(String condition) {
        return new Builder(RetryWhen.parse(condition));
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final Mistakes mistakes = new Mistakes();
        private final Expression<Attempt> condition;
        private int maxAttempts = MAX_ATTEMPTS;
        private boolean nonIdempotent;
        private RetryBudget budget = RetryBudget.DEFAULT;
        private Optional<Duration> deadline = Optional.empty();
        private Backoff backoff = Backoff.NONE;
        private Optional<Duration> retryAfter = Optional.empty();

        private Builder(Expression<Attempt> condition) {
            this.condition = condition;
        }

        /**
         * How many attempts are made at most, whatever the condition says.
         *
         * @param count the first included
         * @return this
         */
        public Builder maxAttempts(int count) {
            maxAttempts = count;
            return this;
        }

        /**
         * Also retries POST, PATCH and unknown methods when the upstream may have seen the request. For upstreams that
         * recognise a repetition, for example by an idempotency key.
         *
         * @return this
         */
        public Builder retryNonIdempotent() {
            nonIdempotent = true;
            return this;
        }

        /**
         * How many requests may be retrying at one time, and none that are saved.
         *
         * @param percent of the active requests, 0 to 100
         * @param floor the number that may always retry
         * @return this
         */
        public Builder budget(int percent, int floor) {
            mistakes.trying(() -> budget = new RetryBudget(percent, floor));
            return this;
        }

        /**
         * How many requests may be retrying at one time, and at once.
         *
         * @param percent of the active requests, 0 to 100; a request without a retry saves as much of one
         * @param floor the number that may always retry
         * @param reserve how many are saved at most; 100 if no budget is set
         * @return this
         */
        public Builder budget(int percent, int floor, int reserve) {
            mistakes.trying(() -> budget = new RetryBudget(percent, floor, reserve));
            return this;
        }

        /**
         * No attempt starts later than this after the first. An attempt under way is not cut short.
         *
         * @param total positive
         * @return this
         */
        public Builder deadline(Duration total) {
            deadline = Optional.of(total);
            return this;
        }

        /**
         * Waits between attempts: a random time up to {@code base}, doubled with every attempt up to {@code most}.
         *
         * @param base the longest wait before the second attempt
         * @param most the longest wait before any, at most one hour
         * @return this
         */
        public Builder backoff(Duration base, Duration most) {
            mistakes.trying(() -> backoff = new Backoff(base, most));
            return this;
        }

        /**
         * Waits as long as a response's {@code Retry-After} asks. A response that asks for more than {@code atMost} is
         * not retried, but passed on.
         *
         * @param atMost positive
         * @return this
         */
        public Builder honourRetryAfter(Duration atMost) {
            retryAfter = Optional.of(atMost);
            return this;
        }

        /**
         * The options.
         *
         * @return immutable
         * @throws IllegalArgumentException naming every mistake
         */
        public RetryOptions build() {
            mistakes.trying(this::made);
            mistakes.throwIfAny();
            return made();
        }

        private RetryOptions made() {
            return new RetryOptions(condition, maxAttempts, nonIdempotent, budget, deadline, backoff, retryAfter);
        }
    }
}
