package dev.sluice.middlewares.adaptive;

import dev.sluice.core.options.Mistakes;
import java.time.Duration;

/** How an {@link AdaptiveConcurrency} finds its limit. Values of options, without state. */
public sealed interface LimitAlgorithm {
    /**
     * Compares the latency of each period with the latency at low concurrency, and multiplies the limit by their ratio:
     * Envoy's adaptive concurrency, after Netflix's {@code gradient}. It needs no knowledge of the upstream.
     *
     * @param period the shortest time between two changes of the limit, positive
     * @param tolerancePercent how much slower than at low concurrency counts as not slower, 0 or more
     * @param baselineEvery how old the latency at low concurrency may become under load before it is measured again,
     *     positive
     * @param baselineSamples how many requests measure it, 1 to 1000
     */
    record Gradient(Duration period, int tolerancePercent, Duration baselineEvery, int baselineSamples)
            implements LimitAlgorithm {
        private static final int MOST_SAMPLES = 1_000;

        /** Changes every 100 ms, 25 % tolerance; 50 requests measure the baseline, once a minute at most. */
        public static final Gradient DEFAULT = new Gradient(Duration.ofMillis(100), 25, Duration.ofMinutes(1), 50);

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException naming every mistake
         */
        public Gradient {
            Mistakes mistakes = new Mistakes();
            mistakes.unless(period.isPositive(), "gradient's period must be above 0, is " + period);
            mistakes.unless(
                    tolerancePercent >= 0, "gradient's tolerancePercent must be 0 or more, is " + tolerancePercent);
            mistakes.unless(
                    baselineEvery.isPositive(), "gradient's baselineEvery must be above 0, is " + baselineEvery);
            mistakes.unless(
                    baselineSamples >= 1 && baselineSamples <= MOST_SAMPLES,
                    "gradient's baselineSamples must be 1..1000, is " + baselineSamples);
            mistakes.throwIfAny();
        }

        /**
         * A copy with another period.
         *
         * @param changed the shortest time between two changes of the limit
         * @return the copy
         */
        public Gradient withPeriod(Duration changed) {
            return new Gradient(changed, tolerancePercent, baselineEvery, baselineSamples);
        }

        /**
         * A copy with another tolerance.
         *
         * @param percent how much slower than at low concurrency counts as not slower
         * @return the copy
         */
        public Gradient withTolerancePercent(int percent) {
            return new Gradient(period, percent, baselineEvery, baselineSamples);
        }

        /**
         * A copy with another measurement of the latency at low concurrency.
         *
         * @param every how old it may become under load
         * @param samples how many requests measure it
         * @return the copy
         */
        public Gradient withBaseline(Duration every, int samples) {
            return new Gradient(period, tolerancePercent, every, samples);
        }
    }

    /**
     * Additive increase, multiplicative decrease: one more for each limit's worth of requests that are answered in time,
     * a share less when one fails or is too slow, at most once in a round trip. Like TCP Reno, and Helidon's {@code
     * AimdLimit}.
     *
     * @param latency the longest time to a response's head that counts as in time, positive
     * @param backoffPercent what is left of the limit after a decrease, 50 to 99
     */
    record Aimd(Duration latency, int backoffPercent) implements LimitAlgorithm {
        /** What is left of the limit after a decrease. */
        static final int BACKOFF_PERCENT = 90;

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException naming every mistake
         */
        public Aimd {
            Mistakes mistakes = new Mistakes();
            mistakes.unless(latency.isPositive(), "aimd's latency must be above 0, is " + latency);
            mistakes.unless(
                    backoffPercent >= 50 && backoffPercent <= 99,
                    "aimd's backoffPercent must be 50..99, is " + backoffPercent);
            mistakes.throwIfAny();
        }
    }

    /** The limit stays at its initial value. */
    record Fixed() implements LimitAlgorithm {}
}
