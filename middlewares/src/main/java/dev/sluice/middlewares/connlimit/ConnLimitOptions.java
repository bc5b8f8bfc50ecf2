package dev.sluice.middlewares.connlimit;

import dev.sluice.core.Source;
import dev.sluice.core.options.Mistakes;
import java.time.Duration;

/**
 * How a {@link ConnLimit} limits. Immutable.
 *
 * @param max how many exchanges a key may have at a time, 1 or more
 * @param by the key that exchanges are counted by. Default: the client's IP address
 * @param maxWaiting how many requests of a key may wait for a permit; 0, the default, rejects at once
 * @param maxWait how long each of them waits at most; must be positive if {@code maxWaiting} is
 */
public record ConnLimitOptions(int max, Source by, int maxWaiting, Duration maxWait) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public ConnLimitOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(max >= 1, "max must be 1 or more, is " + max);
        mistakes.unless(maxWaiting >= 0, "maxWaiting must be 0 or more, is " + maxWaiting);
        mistakes.unless(maxWaiting <= 0 || maxWait.isPositive(), "maxWait must be above 0, is " + maxWait);
        mistakes.throwIfAny();
    }

    /**
     * Starts from the defaults: exchanges are counted by the client's IP address, and none waits.
     *
     * @return a builder, which still needs a maximum
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private int max;
        private Source by = Source.clientIp();
        private int maxWaiting;
        private Duration maxWait = Duration.ZERO;

        private Builder() {}

        /**
         * How many exchanges a key may have at a time.
         *
         * @param exchanges 1 or more
         * @return this
         */
        public Builder max(int exchanges) {
            max = exchanges;
            return this;
        }

        /**
         * The key that exchanges are counted by.
         *
         * @param key by default {@link Source#clientIp()}
         * @return this
         */
        public Builder by(Source key) {
            by = key;
            return this;
        }

        /**
         * How many requests of one key may wait for a permit instead of being rejected at once. First come, first served.
         *
         * @param requests 0 or more; by default 0
         * @return this
         */
        public Builder maxWaiting(int requests) {
            maxWaiting = requests;
            return this;
        }

        /**
         * How long each request waits for a permit at most.
         *
         * @param wait above 0 if any may wait
         * @return this
         */
        public Builder maxWait(Duration wait) {
            maxWait = wait;
            return this;
        }

        /**
         * Both options of waiting at once: {@link #maxWaiting} and {@link #maxWait}.
         *
         * @param size how many of one key
         * @param wait how long each at most
         * @return this
         */
        public Builder queue(int size, Duration wait) {
            maxWaiting = size;
            maxWait = wait;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public ConnLimitOptions build() {
            return new ConnLimitOptions(max, by, maxWaiting, maxWait);
        }
    }
}
