package dev.sluice.middlewares.ratelimit;

import dev.sluice.core.Request;
import dev.sluice.core.Source;
import dev.sluice.core.options.Mistakes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * How a {@link RateLimit} limits. Immutable.
 *
 * @param rates the default rates, which apply all at once; empty if there is a shared limit
 * @param by the key that requests are counted by. Default: the client's IP address
 * @param weight how many tokens a request takes, 0 or more. Default: 1. Exists in Java only
 * @param ratesOf the rates of one request, or an empty list for the default rates. Exists in Java only
 * @param capacity how many keys have buckets at most. Default: 65 536. Not used with a shared limit
 * @param maxDelay the longest delay of a request, 0 to 5 minutes; one that would wait longer is rejected. Default: 0
 * @param maxWaiting how many requests may be delayed at a time, 1 or more. Default: 1 024
 * @param shared buckets that are shared with other steps, with rates and capacity of their own. Default: none
 */
public record RateLimitOptions(
        List<Rate> rates,
        Source by,
        Optional<ToLongFunction<Request>> weight,
        Optional<Function<Request, List<Rate>>> ratesOf,
        int capacity,
        Duration maxDelay,
        int maxWaiting,
        Optional<SharedLimit> shared) {
    static final int DEFAULT_MAX_WAITING = 1_024;
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public RateLimitOptions {
        rates = List.copyOf(rates);
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                shared.isPresent() || !rates.isEmpty(), "rates must not be empty, unless there is a shared limit");
        mistakes.unless(
                shared.isEmpty() || rates.isEmpty(), "rates and shared cannot both be given, rates are " + rates);
        mistakes.unless(capacity >= 1, "capacity must be 1 or more, is " + capacity);
        mistakes.unless(
                !maxDelay.isNegative() && maxDelay.compareTo(LONGEST_DELAY) <= 0,
                "maxDelay must be 0 to 5 minutes, is " + maxDelay);
        mistakes.unless(maxWaiting >= 1, "maxWaiting must be 1 or more, is " + maxWaiting);
        mistakes.throwIfAny();
    }

    /** The rates that hold: those of the shared limit if there is one, otherwise the rates of the options. */
    List<Rate> holding() {
        return shared.map(SharedLimit::rates).orElse(rates);
    }

    /**
     * Starts from the defaults: by client address, one token a request, 65 536 keys, no delay.
     *
     * @return a builder, which still needs a rate or a shared limit
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final List<Rate> rates = new ArrayList<>();
        private Source by = Source.clientIp();
        private Optional<ToLongFunction<Request>> weight = Optional.empty();
        private Optional<Function<Request, List<Rate>>> ratesOf = Optional.empty();
        private int capacity = RateLimiter.DEFAULT_CAPACITY;
        private Duration maxDelay = Duration.ZERO;
        private int maxWaiting = DEFAULT_MAX_WAITING;
        private Optional<SharedLimit> shared = Optional.empty();

        private Builder() {}

        /**
         * Adds a rate. All rates apply at once: a request takes from all of them or from none.
         *
         * @param rate such as {@code Rate.of(100, Duration.ofSeconds(1))}
         * @return this
         */
        public Builder rate(Rate rate) {
            rates.add(rate);
            return this;
        }

        /**
         * Adds rates. All rates apply at once: a request takes from all of them or from none.
         *
         * @param several such as {@code Rate.of(100, Duration.ofSeconds(1))}
         * @return this
         */
        public Builder rates(Rate... several) {
            rates.addAll(List.of(several));
            return this;
        }

        /**
         * The key that requests are counted by.
         *
         * @param key by default {@link Source#clientIp()}
         * @return this
         */
        public Builder by(Source key) {
            by = key;
            return this;
        }

        /**
         * How many tokens a request takes. A request that takes more than a burst is always rejected.
         *
         * @param tokens returns 0 or more; must be thread-safe; by default every request takes 1
         * @return this
         */
        public Builder weight(ToLongFunction<Request> tokens) {
            weight = Optional.of(tokens);
            return this;
        }

        /**
         * Rates that depend on the request, such as those of a customer's plan. A key has separate buckets for each
         * list of rates.
         *
         * @param rates a request's own; an empty list means the default rates
         * @return this
         */
        public Builder ratesOf(Function<Request, List<Rate>> rates) {
            ratesOf = Optional.of(rates);
            return this;
        }

        /**
         * How many keys have buckets at most; above that the least recently used one is dropped.
         *
         * @param keys 1 or more; by default 65 536
         * @return this
         */
        public Builder capacity(int keys) {
            capacity = keys;
            return this;
        }

        /**
         * Delays a request instead of rejecting it, if it can pass within this time.
         *
         * @param delay up to 5 minutes; by default 0, which rejects at once
         * @return this
         */
        public Builder maxDelay(Duration delay) {
            maxDelay = delay;
            return this;
        }

        /**
         * How many requests may be delayed at a time; others are rejected.
         *
         * @param requests 1 or more; by default 1 024
         * @return this
         */
        public Builder maxWaiting(int requests) {
            maxWaiting = requests;
            return this;
        }

        /**
         * Shares buckets with all steps of the program that have an equal shared limit. Its rates and capacity are used
         * in place of {@link #rates} and {@link #capacity}.
         *
         * @param limit by default none
         * @return this
         */
        public Builder shared(SharedLimit limit) {
            shared = Optional.of(limit);
            return this;
        }

        /**
         * Shares the buckets of a limiter with other proxies of this process. Its rates and capacity are used in place
         * of {@link #rates} and {@link #capacity}.
         *
         * @param limiter by default none
         * @return this
         */
        public Builder shared(RateLimiter limiter) {
            return shared(new SharedLimit.Live(limiter));
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public RateLimitOptions build() {
            return new RateLimitOptions(rates, by, weight, ratesOf, capacity, maxDelay, maxWaiting, shared);
        }
    }
}
