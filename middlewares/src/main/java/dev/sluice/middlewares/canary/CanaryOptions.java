package dev.sluice.middlewares.canary;

import dev.sluice.core.options.Mistakes;
import java.time.Duration;
import java.util.List;

/**
 * How a canary grows. Immutable.
 *
 * @param pool the pool that is tried, one of those of the split
 * @param steps shares in percent, from the smaller to the larger; the last is 100. Those up to the canary's own weight are
 *     left out
 * @param margin percentage points by which the canary may fail more often than the others and still be promoted, above 0
 *     and below 50
 * @param slowMargin percentage points by which the share of its responses above the 95th percentile of the others' latency
 *     may be larger than theirs, above 0 and below 50
 * @param samples exchanges of the canary at a step before anything is decided, 1 or more
 * @param hold the least time at a step before the next
 * @param risk percent: how probable it may be that a canary no worse than the others is rolled back at any step, and that
 *     one worse by a margin is promoted to the end; above 0, up to 20
 */
public record CanaryOptions(
        String pool, List<Integer> steps, double margin, double slowMargin, int samples, Duration hold, double risk) {
    /** The shares of the steps by default, in percent. */
    static final List<Integer> STEPS = List.of(1, 5, 25, 50, 100);

    static final double MARGIN = 2;
    static final double SLOW_MARGIN = 5;
    static final int SAMPLES = 50;
    static final Duration HOLD = Duration.ofMinutes(5);
    static final double RISK = 1;

    private static final int MOST_RISK = 20;
    private static final int ALL = 100;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public CanaryOptions {
        steps = List.copyOf(steps);
        Mistakes mistakes = new Mistakes();
        mistakes.unless(!pool.isEmpty(), "pool must have a name");
        mistakes.unless(rises(steps), "steps must rise from 1 or more to 100, are " + steps);
        mistakes.unless(isMargin(margin), "margin must be above 0 and below 50, is " + margin);
        mistakes.unless(isMargin(slowMargin), "slowMargin must be above 0 and below 50, is " + slowMargin);
        mistakes.unless(samples >= 1, "samples must be 1 or more, is " + samples);
        mistakes.unless(!hold.isNegative(), "hold must not be negative, is " + hold);
        mistakes.unless(risk > 0 && risk <= MOST_RISK, "risk must be above 0, up to 20, is " + risk);
        mistakes.throwIfAny();
    }

    private static boolean isMargin(double points) {
        return points > 0 && points < 50;
    }

    private static boolean rises(List<Integer> steps) {
        int before = 0;
        for (int step : steps) {
            if (step <= before) {
                return false;
            }
            before = step;
        }
        return before == ALL;
    }

    /**
     * Starts from the defaults: steps of 1, 5, 25, 50 and 100 percent of at least five minutes, a margin of 2 points of
     * failures and 5 points of slow responses, and a risk of 1 percent.
     *
     * @param pool the pool that is tried
     * @return a builder
     */
    public static Builder builder(String pool) {
        return new Builder(pool);
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final String pool;
        private List<Integer> steps = STEPS;
        private double margin = MARGIN;
        private double slowMargin = SLOW_MARGIN;
        private int samples = SAMPLES;
        private Duration hold = HOLD;
        private double risk = RISK;

        private Builder(String pool) {
            this.pool = pool;
        }

        /**
         * The shares that the canary has one after the other.
         *
         * @param percent rising, the last is 100; by default 1, 5, 25, 50, 100
         * @return this
         */
        public Builder steps(Integer... percent) {
            steps = List.of(percent);
            return this;
        }

        /**
         * How much more often the canary may fail and still be promoted.
         *
         * @param points percentage points, above 0 and below 50; by default 2
         * @return this
         */
        public Builder margin(double points) {
            margin = points;
            return this;
        }

        /**
         * How much larger the share of slow responses may be. Slow is what takes longer to the head than 95 percent of
         * the responses of the other pools.
         *
         * @param points percentage points, above 0 and below 50; by default 5
         * @return this
         */
        public Builder slowMargin(double points) {
            slowMargin = points;
            return this;
        }

        /**
         * Exchanges of the canary at each step before anything is decided.
         *
         * @param exchanges 1 or more; by default 50
         * @return this
         */
        public Builder samples(int exchanges) {
            samples = exchanges;
            return this;
        }

        /**
         * The least time at each step before the next.
         *
         * @param time not negative; by default 5 minutes
         * @return this
         */
        public Builder hold(Duration time) {
            hold = time;
            return this;
        }

        /**
         * The risk of a wrong decision. The smaller it is, the more exchanges are needed for a decision.
         *
         * @param percent above 0, up to 20; by default 1
         * @return this
         */
        public Builder risk(double percent) {
            risk = percent;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public CanaryOptions build() {
            return new CanaryOptions(pool, steps, margin, slowMargin, samples, hold, risk);
        }
    }
}
