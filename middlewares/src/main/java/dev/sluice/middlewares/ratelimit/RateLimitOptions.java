package dev.sluice.middlewares.ratelimit;

import dev.sluice.core.Request;
import dev.sluice.core.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * How a {@link RateLimit} limits. Immutable.
 *
 * @param rates what holds for everybody, all at once; those of {@code shared} if there is one
 * @param source what is counted by
 * @param weight how many tokens a request takes, 0 or more
 * @param ratesOf the rates of one request, or none for {@code rates}
 * @param capacity how many keys are remembered
 * @param maxDelay how long a request may be held back before it is rejected
 * @param maxWaiting how many requests may be held back at a time
 * @param shared buckets that other proxies take from too
 */
public record RateLimitOptions(
        List<Rate> rates,
        Source source,
        ToLongFunction<Request> weight,
        Function<Request, List<Rate>> ratesOf,
        int capacity,
        Duration maxDelay,
        int maxWaiting,
        Optional<RateLimiter> shared) {
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming the option and its value
     */
    public RateLimitOptions {
        rates = List.copyOf(shared.map(RateLimiter::rates).orElse(rates));
        if (rates.isEmpty()) {
            throw new IllegalArgumentException("rateLimit: rates must not be empty");
        }
        if (capacity < 1) {
            throw new IllegalArgumentException("rateLimit: capacity must be 1 or more, is " + capacity);
        }
        if (maxDelay.isNegative() || maxDelay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("rateLimit: maxDelay must be 0 to 5 minutes, is " + maxDelay);
        }
        if (maxWaiting < 1) {
            throw new IllegalArgumentException("rateLimit: maxWaiting must be 1 or more, is " + maxWaiting);
        }
    }

    /**
     * Starts from the defaults: by client address, one token a request, 65 536 keys, no delay.
     *
     * @return a builder, which still needs a rate or a limiter
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final List<Rate> rates = new ArrayList<>();
        private Source source = Source.clientIp();
        private ToLongFunction<Request> weight = request -> 1;
        private Function<Request, List<Rate>> ratesOf = request -> List.of();
        private int capacity = RateLimiter.DEFAULT_CAPACITY;
        private Duration maxDelay = Duration.ZERO;
        private int maxWaiting = 1_024;
        private Optional<RateLimiter> shared = Optional.empty();

        private Builder() {}

        /**
         * Adds a rate. Several hold at once: a request takes from all of them or from none.
         *
         * @param rate such as {@code Rate.of(100, Duration.ofSeconds(1))}
         * @return this
         */
        public Builder rate(Rate rate) {
            rates.add(rate);
            return this;
        }

        /**
         * What to count by.
         *
         * @param key by default {@link Source#clientIp()}
         * @return this
         */
        public Builder by(Source key) {
            source = key;
            return this;
        }

        /**
         * What a request costs. One that weighs more than a burst is always rejected.
         *
         * @param tokens 0 or more; by default 1
         * @return this
         */
        public Builder weight(ToLongFunction<Request> tokens) {
            weight = tokens;
            return this;
        }

        /**
         * Rates that depend on the request, such as those of a customer's plan. A key has separate buckets for each
         * list of rates that it is measured by.
         *
         * @param rates a request's own; an empty list means the default rates
         * @return this
         */
        public Builder ratesOf(Function<Request, List<Rate>> rates) {
            ratesOf = rates;
            return this;
        }

        /**
         * How many keys are remembered; above it the least recently used is forgotten.
         *
         * @param keys 1 or more; by default 65 536
         * @return this
         */
        public Builder capacity(int keys) {
            capacity = keys;
            return this;
        }

        /**
         * Holds a request back instead of rejecting it, if it may pass within this time.
         *
         * @param delay up to 5 minutes; by default 0, which rejects at once
         * @return this
         */
        public Builder maxDelay(Duration delay) {
            maxDelay = delay;
            return this;
        }

        /**
         * How many requests may be held back at a time; others are rejected.
         *
         * @param requests 1 or more; by default 1 024
         * @return this
         */
        public Builder maxWaiting(int requests) {
            maxWaiting = requests;
            return this;
        }

        /**
         * Takes from buckets that other proxies take from too. Its rates and capacity hold, not those given here.
         *
         * @param limiter the shared buckets
         * @return this
         */
        public Builder shared(RateLimiter limiter) {
            shared = Optional.of(limiter);
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         */
        public RateLimitOptions build() {
            if (shared.isPresent() && !rates.isEmpty()) {
                throw new IllegalArgumentException("rateLimit: give rates or a shared limiter, not both: " + rates);
            }
            return new RateLimitOptions(rates, source, weight, ratesOf, capacity, maxDelay, maxWaiting, shared);
        }
    }
}
