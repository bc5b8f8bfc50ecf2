package dev.sluice.middlewares.hedge;

import dev.sluice.core.options.Mistakes;
import java.time.Duration;
import java.util.Optional;

/**
 * When {@link Hedge} sends another attempt, and how many. Immutable.
 *
 * @param delay how long an attempt may take before another is sent; empty, the default, to measure that
 * @param quantile if it is measured: the share of requests, in percent, that were answered within it. Default: 95
 * @param minVolume no attempt is added before so many requests were measured in the last 30 seconds. Default: 100
 * @param floor the least delay that is measured. Default: 1 ms
 * @param maxAttempts how many attempts a request has at most, the first included; 2 by default
 * @param budget how many attempts may be added
 */
public record HedgeOptions(
        Optional<Duration> delay, double quantile, int minVolume, Duration floor, int maxAttempts, HedgeBudget budget) {
    static final double QUANTILE = 95;
    static final int MIN_VOLUME = 100;
    static final Duration FLOOR = Duration.ofMillis(1);
    static final int MAX_ATTEMPTS = 2;

    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public HedgeOptions {
        Mistakes mistakes = new Mistakes();
        delay.ifPresent(time -> mistakes.unless(isDelay(time), "delay must be above 0 and 1h at most, is " + time));
        mistakes.unless(quantile > 0 && quantile < 100, "quantile must be above 0 and below 100, is " + quantile);
        mistakes.unless(minVolume >= 1, "minVolume must be 1 or more, is " + minVolume);
        mistakes.unless(isDelay(floor), "floor must be above 0 and 1h at most, is " + floor);
        mistakes.unless(maxAttempts >= 2, "maxAttempts must be 2 or more, is " + maxAttempts);
        mistakes.throwIfAny();
    }

    private static boolean isDelay(Duration time) {
        return time.isPositive() && time.compareTo(LONGEST) <= 0;
    }

    /**
     * Starts from the defaults: a second attempt after the 95th percentile of the measured latency.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private Optional<Duration> delay = Optional.empty();
        private double quantile = QUANTILE;
        private int minVolume = MIN_VOLUME;
        private Duration floor = FLOOR;
        private int maxAttempts = MAX_ATTEMPTS;
        private HedgeBudget budget = HedgeBudget.DEFAULT;

        private Builder() {}

        /**
         * Sends another attempt after a fixed time, not a measured one.
         *
         * @param time above 0
         * @return this
         */
        public Builder delay(Duration time) {
            delay = Optional.of(time);
            return this;
        }

        /**
         * Sends another attempt once the request has waited for longer than a share of the requests of late.
         *
         * @param percent above 0 and below 100; by default 95. Choose less than the share of requests that are fast
         * @return this
         */
        public Builder quantile(double percent) {
            quantile = percent;
            return this;
        }

        /**
         * How many requests must have been measured in the last 30 seconds.
         *
         * @param requests 1 or more; by default 100
         * @return this
         */
        public Builder minVolume(int requests) {
            minVolume = requests;
            return this;
        }

        /**
         * The least delay, however fast the upstreams are.
         *
         * @param time above 0; by default 1 ms
         * @return this
         */
        public Builder floor(Duration time) {
            floor = time;
            return this;
        }

        /**
         * How many attempts a request has at most; each is sent after one more delay.
         *
         * @param attempts 2 or more, the first included; by default 2
         * @return this
         */
        public Builder maxAttempts(int attempts) {
            maxAttempts = attempts;
            return this;
        }

        /**
         * How many attempts may be added.
         *
         * @param percent of the requests that could be hedged; by default 10
         * @param burst how many may be saved up, 1 or more; by default 10
         * @return this
         */
        public Builder budget(int percent, int burst) {
            budget = new HedgeBudget(percent, burst);
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public HedgeOptions build() {
            return new HedgeOptions(delay, quantile, minVolume, floor, maxAttempts, budget);
        }
    }
}
