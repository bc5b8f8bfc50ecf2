package dev.sluice.middlewares.loadbalance.rebalance;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import java.time.Duration;
import java.util.function.Function;

/**
 * How a {@link Rebalancer} works. Immutable.
 *
 * @param pool whose weights it shifts
 * @param backoff how long weights stay as they are after a change. Default: 10 s
 * @param meter how members are rated. Default: by the share of network failures and statuses 500 to 504 in ten seconds,
 *     ready after about ten seconds with traffic
 */
public record RebalancerOptions(PoolSource pool, Duration backoff, MeterKind meter) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public RebalancerOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(backoff.isPositive(), "backoff must be positive, is " + backoff);
        mistakes.throwIfAny();
    }

    /**
     * Starts from the defaults.
     *
     * @param pool whose weights it shifts: that of the step which picks
     * @return a builder
     */
    public static Builder builder(PoolSource pool) {
        return new Builder(pool);
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final PoolSource pool;
        private Duration backoff = Duration.ofSeconds(10);
        private MeterKind meter = MeterKind.failures();

        private Builder(PoolSource pool) {
            this.pool = pool;
        }

        /**
         * How long weights stay as they are after a change.
         *
         * @param duration positive
         * @return this
         */
        public Builder backoff(Duration duration) {
            backoff = duration;
            return this;
        }

        /**
         * Rates members by code of the program, for example by latency.
         *
         * @param factory makes the meter of a member from the time
         * @return this
         */
        public Builder meter(Function<Ticker, Meter> factory) {
            return meter(MeterKind.custom(factory));
        }

        /**
         * How members are rated.
         *
         * @param kind a built-in kind or code of the program
         * @return this
         */
        public Builder meter(MeterKind kind) {
            meter = kind;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         * @throws IllegalArgumentException naming every mistake
         */
        public RebalancerOptions build() {
            return new RebalancerOptions(pool, backoff, meter);
        }
    }
}
