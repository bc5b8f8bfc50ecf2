package dev.sluice.middlewares.admission;

import dev.sluice.core.options.Mistakes;
import java.time.Duration;

/**
 * When an {@link AdmissionControl} refuses requests. Immutable.
 *
 * @param successPercent the share of requests that must succeed for all to be admitted, 1 to 100. Default: 50, so that the
 *     upstream gets at most twice the requests that it accepts
 * @param window how far back exchanges are counted, 1 s or more. Default: 30 s
 * @param minRate requests per second, on average over the window, below which all are admitted; 0 or more. Default: 1
 * @param aggression how fast the share of refusals grows as successes become fewer: 1, the default, in proportion; more for
 *     faster
 * @param maxRefusedPercent the greatest share of requests that is refused, 1 to 100. Default: 95
 * @param retryAfter when a client that was refused may come again, above 0; told in whole seconds, rounded up. Default: 1 s
 */
public record AdmissionControlOptions(
        int successPercent, Duration window, int minRate, int aggression, int maxRefusedPercent, Duration retryAfter) {
    static final int SUCCESS_PERCENT = 50;
    static final Duration WINDOW = Duration.ofSeconds(30);
    static final int MIN_RATE = 1;
    static final int AGGRESSION = 1;
    static final int MAX_REFUSED_PERCENT = 95;
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public AdmissionControlOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                successPercent >= 1 && successPercent <= 100, "successPercent must be 1..100, is " + successPercent);
        mistakes.unless(window.compareTo(SHORTEST_WINDOW) >= 0, "window must be 1 s or more, is " + window);
        mistakes.unless(minRate >= 0, "minRate must be 0 or more, is " + minRate);
        mistakes.unless(aggression >= 1, "aggression must be 1 or more, is " + aggression);
        mistakes.unless(
                maxRefusedPercent >= 1 && maxRefusedPercent <= 100,
                "maxRefusedPercent must be 1..100, is " + maxRefusedPercent);
        mistakes.unless(retryAfter.isPositive(), "retryAfter must be above 0, is " + retryAfter);
        mistakes.throwIfAny();
    }

    long retryAfterSeconds() {
        return Math.ceilDiv(retryAfter.toMillis(), 1_000L);
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
        private int successPercent = SUCCESS_PERCENT;
        private Duration window = WINDOW;
        private int minRate = MIN_RATE;
        private int aggression = AGGRESSION;
        private int maxRefusedPercent = MAX_REFUSED_PERCENT;
        private Duration retryAfter = RETRY_AFTER;

        private Builder() {}

        /**
         * The share of requests that must succeed for all to be admitted.
         *
         * @param percent 1 to 100; by default 50
         * @return this
         */
        public Builder successPercent(int percent) {
            successPercent = percent;
            return this;
        }

        /**
         * How far back exchanges are counted.
         *
         * @param length 1 s or more; by default 30 s
         * @return this
         */
        public Builder window(Duration length) {
            window = length;
            return this;
        }

        /**
         * The requests per second below which all are admitted: of few requests a ratio says little.
         *
         * @param perSecond 0 or more; by default 1
         * @return this
         */
        public Builder minRate(int perSecond) {
            minRate = perSecond;
            return this;
        }

        /**
         * How fast the share of refusals grows as successes become fewer.
         *
         * @param power 1, the default, in proportion; more for faster
         * @return this
         */
        public Builder aggression(int power) {
            aggression = power;
            return this;
        }

        /**
         * The greatest share of requests that is refused: the others find out whether the upstream has recovered.
         *
         * @param percent 1 to 100; by default 95
         * @return this
         */
        public Builder maxRefusedPercent(int percent) {
            maxRefusedPercent = percent;
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
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public AdmissionControlOptions build() {
            return new AdmissionControlOptions(
                    successPercent, window, minRate, aggression, maxRefusedPercent, retryAfter);
        }
    }
}
