package dev.sluice.middlewares.stream;

import dev.sluice.core.options.Mistakes;

/**
 * What {@link Stream} limits. Immutable.
 *
 * @param maxRequestBytes the largest request body in bytes, without framing; -1, the default, for no limit
 * @param maxResponseBytes the largest response body in bytes, without framing; -1, the default, for no limit
 */
public record StreamOptions(long maxRequestBytes, long maxResponseBytes) {
    /** No limit. */
    public static final long UNLIMITED = -1;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every limit below -1
     */
    public StreamOptions {
        Mistakes mistakes = new Mistakes();
        check("maxRequestBytes", maxRequestBytes, mistakes);
        check("maxResponseBytes", maxResponseBytes, mistakes);
        mistakes.throwIfAny();
    }

    private static void check(String option, long bytes, Mistakes mistakes) {
        mistakes.unless(bytes >= UNLIMITED, option + " must be -1 (no limit) or more, is " + bytes);
    }

    /**
     * Starts from the defaults: no limits.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private long maxRequestBytes = UNLIMITED;
        private long maxResponseBytes = UNLIMITED;

        private Builder() {}

        /**
         * The largest request body; a larger one is answered 413.
         *
         * @param bytes without framing; -1 for no limit
         * @return this
         */
        public Builder maxRequestBytes(long bytes) {
            maxRequestBytes = bytes;
            return this;
        }

        /**
         * The largest response body; a larger one is answered 502, or broken off if its head has been sent.
         *
         * @param bytes without framing; -1 for no limit
         * @return this
         */
        public Builder maxResponseBytes(long bytes) {
            maxResponseBytes = bytes;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public StreamOptions build() {
            return new StreamOptions(maxRequestBytes, maxResponseBytes);
        }
    }
}
