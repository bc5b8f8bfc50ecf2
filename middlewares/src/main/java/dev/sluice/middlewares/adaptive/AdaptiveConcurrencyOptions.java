package dev.sluice.middlewares.adaptive;

import dev.sluice.core.Request;
import dev.sluice.core.options.Mistakes;
import dev.sluice.expression.Expression;
import dev.sluice.routing.Predicates;
import java.time.Duration;
import java.util.Optional;

/**
 * How an {@link AdaptiveConcurrency} limits. Immutable.
 *
 * @param algorithm how the limit is found. Default: {@link LimitAlgorithm.Gradient#DEFAULT}
 * @param initial the limit at the start, {@code min} to {@code max} unless it is fixed. Default: 20
 * @param min the lowest limit, 1 or more. Default: 3
 * @param max the highest limit. Default: 1000
 * @param maxWaiting how many requests may wait for a place; 0, the default, refuses at once
 * @param maxWait how long each of them waits at most; must be positive if {@code maxWaiting} is
 * @param retryAfter when a client that was refused may come again, above 0; told in whole seconds, rounded up. Default: 1 s
 * @param critical the requests that may use the whole limit; asked before {@code sheddable}
 * @param sheddable the requests that are refused first
 * @param normalPercent the share of the limit that requests which are neither may fill, if others are critical; 1 to 100.
 *     Default: 90
 * @param sheddablePercent the share of the limit that may be in use for a sheddable request to be admitted, 1 to 100.
 *     Default: 70
 */
public record AdaptiveConcurrencyOptions(
        LimitAlgorithm algorithm,
        int initial,
        int min,
        int max,
        int maxWaiting,
        Duration maxWait,
        Duration retryAfter,
        Optional<Expression<Request>> critical,
        Optional<Expression<Request>> sheddable,
        int normalPercent,
        int sheddablePercent) {
    static final int INITIAL = 20;
    static final int MIN = 3;
    static final int MAX = 1_000;
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    static final int NORMAL_PERCENT = 90;
    static final int SHEDDABLE_PERCENT = 70;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public AdaptiveConcurrencyOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(min >= 1, "min must be 1 or more, is " + min);
        mistakes.unless(max >= min, "max must be min or more, is " + max + " with min " + min);
        boolean fixed = algorithm instanceof LimitAlgorithm.Fixed;
        mistakes.unless(
                fixed ? initial >= 1 : initial >= min && initial <= max,
                "initial must be " + (fixed ? "1 or more" : min + ".." + max) + ", is " + initial);
        mistakes.unless(maxWaiting >= 0, "maxWaiting must be 0 or more, is " + maxWaiting);
        mistakes.unless(maxWaiting <= 0 || maxWait.isPositive(), "maxWait must be above 0, is " + maxWait);
        mistakes.unless(retryAfter.isPositive(), "retryAfter must be above 0, is " + retryAfter);
        mistakes.unless(
                normalPercent >= 1 && normalPercent <= 100, "normalPercent must be 1..100, is " + normalPercent);
        mistakes.unless(
                sheddablePercent >= 1 && sheddablePercent <= 100,
                "sheddablePercent must be 1..100, is " + sheddablePercent);
        mistakes.throwIfAny();
    }

    long retryAfterSeconds() {
        return Math.ceilDiv(retryAfter.toMillis(), 1_000L);
    }

    /** The share of the limit that may be in use for a request of a priority to be admitted. */
    int percentOf(Priority priority) {
        return switch (priority) {
            case CRITICAL -> 100;
            case NORMAL -> critical.isPresent() ? normalPercent : 100;
            case SHEDDABLE -> sheddablePercent;
        };
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private LimitAlgorithm algorithm = LimitAlgorithm.Gradient.DEFAULT;
        private int initial = INITIAL;
        private int min = MIN;
        private int max = MAX;
        private int maxWaiting;
        private Duration maxWait = Duration.ZERO;
        private Duration retryAfter = RETRY_AFTER;
        private Optional<Expression<Request>> critical = Optional.empty();
        private Optional<Expression<Request>> sheddable = Optional.empty();
        private int normalPercent = NORMAL_PERCENT;
        private int sheddablePercent = SHEDDABLE_PERCENT;

        private Builder() {}

        /**
         * How the limit is found.
         *
         * @param how by default the gradient
         * @return this
         */
        public Builder algorithm(LimitAlgorithm how) {
            algorithm = how;
            return this;
        }

        /**
         * Finds the limit by comparing latencies with those at low concurrency; the default.
         *
         * @return this
         */
        public Builder gradient() {
            return algorithm(LimitAlgorithm.Gradient.DEFAULT);
        }

        /**
         * Finds the limit by additive increase and multiplicative decrease.
         *
         * @param latency the longest time to a response's head that counts as in time
         * @return this
         */
        public Builder aimd(Duration latency) {
            return algorithm(new LimitAlgorithm.Aimd(latency, LimitAlgorithm.Aimd.BACKOFF_PERCENT));
        }

        /**
         * Keeps the limit at a value: for priorities without adaptation.
         *
         * @param limit 1 or more
         * @return this
         */
        public Builder fixed(int limit) {
            initial = limit;
            return algorithm(new LimitAlgorithm.Fixed());
        }

        /**
         * The limit at the start.
         *
         * @param limit by default 20
         * @return this
         */
        public Builder initial(int limit) {
            initial = limit;
            return this;
        }

        /**
         * The lowest limit. The gradient measures the latency at low concurrency with it.
         *
         * @param limit by default 3
         * @return this
         */
        public Builder min(int limit) {
            min = limit;
            return this;
        }

        /**
         * The highest limit.
         *
         * @param limit by default 1000
         * @return this
         */
        public Builder max(int limit) {
            max = limit;
            return this;
        }

        /**
         * How many requests may wait for a place instead of being refused at once. First come, first served within a
         * priority.
         *
         * @param requests 0 or more; by default 0
         * @return this
         */
        public Builder maxWaiting(int requests) {
            maxWaiting = requests;
            return this;
        }

        /**
         * How long each request waits for a place at most.
         *
         * @param wait above 0 if any may wait; short, because it adds to what clients wait for
         * @return this
         */
        public Builder maxWait(Duration wait) {
            maxWait = wait;
            return this;
        }

        /**
         * Both options of waiting at once: {@link #maxWaiting} and {@link #maxWait}.
         *
         * @param size how many
         * @param wait how long each at most
         * @return this
         */
        public Builder queue(int size, Duration wait) {
            maxWaiting = size;
            maxWait = wait;
            return this;
        }

        /**
         * When a client that was refused may come again.
         *
         * @param time above 0, rounded up to seconds; by default 1 s
         * @return this
         */
        public Builder retryAfter(Duration time) {
            retryAfter = time;
            return this;
        }

        /**
         * The requests that may use the whole limit.
         *
         * @param which such as {@code header("X-Priority", "high")}
         * @return this
         */
        public Builder critical(Expression<Request> which) {
            critical = Optional.of(which);
            return this;
        }

        /**
         * The requests that may use the whole limit.
         *
         * @param which such as {@code Header("X-Priority", "high")}
         * @return this
         * @throws dev.sluice.expression.ExpressionException with the position of the mistake
         */
        public Builder critical(String which) {
            return critical(Predicates.parse(which));
        }

        /**
         * The requests that are refused first.
         *
         * @param which such as {@code pathPrefix("/reports")}
         * @return this
         */
        public Builder sheddable(Expression<Request> which) {
            sheddable = Optional.of(which);
            return this;
        }

        /**
         * The requests that are refused first.
         *
         * @param which such as {@code PathPrefix("/reports")}
         * @return this
         * @throws dev.sluice.expression.ExpressionException with the position of the mistake
         */
        public Builder sheddable(String which) {
            return sheddable(Predicates.parse(which));
        }

        /**
         * The share of the limit that requests which are neither critical nor sheddable may fill, if others are critical.
         *
         * @param percent 1 to 100; by default 90
         * @return this
         */
        public Builder normalPercent(int percent) {
            normalPercent = percent;
            return this;
        }

        /**
         * The share of the limit that may be in use for a sheddable request to be admitted.
         *
         * @param percent 1 to 100; by default 70
         * @return this
         */
        public Builder sheddablePercent(int percent) {
            sheddablePercent = percent;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public AdaptiveConcurrencyOptions build() {
            return new AdaptiveConcurrencyOptions(
                    algorithm,
                    initial,
                    min,
                    max,
                    maxWaiting,
                    maxWait,
                    retryAfter,
                    critical,
                    sheddable,
                    normalPercent,
                    sheddablePercent);
        }
    }
}
