package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Ticker;
import java.time.Duration;
import java.util.function.Function;

/**
 * How a {@link Rebalancer} works. Immutable.
 *
 * @param backoff how long new weights are left to show what they do. Default: 10 s
 * @param meter makes the meter of a member. Default: the share of network failures and statuses 500 to 504 in ten
 *     seconds, ready after about ten seconds with traffic
 */
public record RebalancerOptions(Duration backoff, Function<Ticker, Meter> meter) {
    static final RebalancerOptions DEFAULT = builder().build();

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException that names the option and its value
     */
    public RebalancerOptions {
        if (!backoff.isPositive()) {
            throw new IllegalArgumentException("backoff must be positive, is " + backoff);
        }
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
        private Duration backoff = Duration.ofSeconds(10);
        private Function<Ticker, Meter> meter = FailureMeter::new;

        private Builder() {}

        /**
         * How long new weights are left alone.
         *
         * @param duration positive
         * @return this
         */
        public Builder backoff(Duration duration) {
            backoff = duration;
            return this;
        }

        /**
         * Rates members in another way, by latency for example.
         *
         * @param factory makes the meter of a member from the time
         * @return this
         */
        public Builder meter(Function<Ticker, Meter> factory) {
            meter = factory;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         * @throws IllegalArgumentException that names the option and its value
         */
        public RebalancerOptions build() {
            return new RebalancerOptions(backoff, meter);
        }
    }
}
