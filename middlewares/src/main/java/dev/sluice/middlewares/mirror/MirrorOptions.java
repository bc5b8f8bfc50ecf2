package dev.sluice.middlewares.mirror;

import dev.sluice.core.Source;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Tokens;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What {@link Mirror} copies, and where to. Immutable.
 *
 * @param to the name of the pool that gets the copies
 * @param share how many of the requests are copied, in percent. Default: 100
 * @param by what the share is taken of: all requests of a key are copied, or none; empty, the default, draws for each request
 * @param maxBody a request with a longer body is not copied, in bytes. Default: 64 KiB
 * @param maxInFlight how many copies may be under way; what is beyond is dropped. Default: 100
 * @param timeout how long a copy may take until its answer has been read. Default: 10 s
 * @param field the name of the field that tells the mirror that it is one. Default: {@code X-Shadow}
 * @param compare what is compared; empty, the default, for nothing
 */
public record MirrorOptions(
        String to,
        double share,
        Optional<Source> by,
        long maxBody,
        int maxInFlight,
        Duration timeout,
        String field,
        Optional<MirrorComparison> compare) {
    static final double SHARE = 100;
    static final long MAX_BODY = 64 << 10;
    static final int MAX_IN_FLIGHT = 100;
    static final Duration TIMEOUT = Duration.ofSeconds(10);
    static final String FIELD = "X-Shadow";

    private static final long LARGEST = 16 << 20;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public MirrorOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(!to.isBlank(), "to must be the name of a pool, is \"" + to + "\"");
        mistakes.unless(share >= 0 && share <= 100, "share must be 0..100, is " + share);
        mistakes.unless(maxBody >= 0 && maxBody <= LARGEST, "maxBody must be 0..16 MiB, is " + maxBody);
        mistakes.unless(maxInFlight >= 1, "maxInFlight must be 1 or more, is " + maxInFlight);
        mistakes.unless(timeout.isPositive(), "timeout must be above 0, is " + timeout);
        mistakes.unless(Tokens.isToken(field), "field must be a field name, is \"" + field + "\"");
        mistakes.throwIfAny();
    }

    /**
     * Starts from the defaults.
     *
     * @param pool the name of the pool that gets the copies
     * @return a builder
     */
    public static Builder builder(String pool) {
        return new Builder(pool);
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private String to;
        private double share = SHARE;
        private Optional<Source> by = Optional.empty();
        private long maxBody = MAX_BODY;
        private int maxInFlight = MAX_IN_FLIGHT;
        private Duration timeout = TIMEOUT;
        private String field = FIELD;
        private Optional<MirrorComparison> compare = Optional.empty();

        private Builder(String to) {
            this.to = to;
        }

        /**
         * Where the copies go.
         *
         * @param pool the name of a pool of the gateway
         * @return this
         */
        public Builder to(String pool) {
            to = pool;
            return this;
        }

        /**
         * How many of the requests are copied.
         *
         * @param percent 0 to 100; by default 100
         * @return this
         */
        public Builder share(double percent) {
            share = percent;
            return this;
        }

        /**
         * Copies all requests of a key, or none, in place of drawing for each request.
         *
         * @param key such as {@link Source#clientIp()}
         * @return this
         */
        public Builder by(Source key) {
            by = Optional.of(key);
            return this;
        }

        /**
         * The longest body of a request that is copied.
         *
         * @param bytes 0 to 16 MiB; by default 64 KiB
         * @return this
         */
        public Builder maxBody(long bytes) {
            maxBody = bytes;
            return this;
        }

        /**
         * How many copies may be under way, and how many bodies of requests may be held for copies.
         *
         * @param copies 1 or more; by default 100
         * @return this
         */
        public Builder maxInFlight(int copies) {
            maxInFlight = copies;
            return this;
        }

        /**
         * How long a copy may take until its answer has been read.
         *
         * @param time above 0; by default 10 s
         * @return this
         */
        public Builder timeout(Duration time) {
            timeout = time;
            return this;
        }

        /**
         * The field that tells the mirror that it is one; its value is 1.
         *
         * @param name by default {@code X-Shadow}
         * @return this
         */
        public Builder field(String name) {
            field = name;
            return this;
        }

        /**
         * Compares the mirror's answers with those that clients get.
         *
         * @param what status, fields, body
         * @return this
         */
        public Builder compare(MirrorComparison what) {
            compare = Optional.of(what);
            return this;
        }

        /**
         * Compares the status.
         *
         * @return this
         */
        public Builder compareStatus() {
            return compare(comparison());
        }

        /**
         * Compares the status, and the values of fields.
         *
         * @param names of the fields
         * @return this
         */
        public Builder compareFields(String... names) {
            return compare(
                    new MirrorComparison(true, Set.of(names), comparison().body()));
        }

        /**
         * Compares the status, and the body: its length and a check sum of its first bytes.
         *
         * @param bytes how many
         * @return this
         */
        public Builder compareBody(long bytes) {
            return compare(new MirrorComparison(true, comparison().fields(), bytes));
        }

        private MirrorComparison comparison() {
            return compare.orElseGet(() -> new MirrorComparison(true, Set.of(), 0));
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public MirrorOptions build() {
            return new MirrorOptions(to, share, by, maxBody, maxInFlight, timeout, field, compare);
        }
    }
}
