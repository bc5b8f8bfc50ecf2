package dev.sluice.middlewares.ratelimit;

import dev.sluice.core.options.Mistakes;
import java.util.List;

/** Buckets that several rate limits share. */
public sealed interface SharedLimit {
    /**
     * The default rates.
     *
     * @return one or more, all at once
     */
    List<Rate> rates();

    /**
     * A named shared limit with a capacity of {@value RateLimiter#DEFAULT_CAPACITY} keys.
     *
     * @param name for people who read it
     * @param rates what holds, all at once
     * @return the limit
     */
    static SharedLimit of(String name, Rate... rates) {
        return new Named(name, List.of(rates), RateLimiter.DEFAULT_CAPACITY);
    }

    /**
     * A shared limit as data. All steps of a program whose shared limits are equal take from the same buckets.
     *
     * @param name for people who read it; not blank
     * @param rates what holds, all at once; one or more
     * @param capacity how many keys have buckets at most, 1 or more
     */
    record Named(String name, List<Rate> rates, int capacity) implements SharedLimit {
        /**
         * Checks the limit.
         *
         * @throws IllegalArgumentException naming every mistake
         */
        public Named {
            rates = List.copyOf(rates);
            Mistakes mistakes = new Mistakes();
            mistakes.unless(!name.isBlank(), "name of a shared limit must not be blank");
            mistakes.unless(!rates.isEmpty(), "rates of a shared limit must not be empty");
            mistakes.unless(capacity >= 1, "capacity of a shared limit must be 1 or more, is " + capacity);
            mistakes.throwIfAny();
        }
    }

    /**
     * A limiter that the program has made. It cannot be written as data.
     *
     * @param limiter the buckets
     */
    record Live(RateLimiter limiter) implements SharedLimit {
        @Override
        public List<Rate> rates() {
            return limiter.rates();
        }
    }
}
