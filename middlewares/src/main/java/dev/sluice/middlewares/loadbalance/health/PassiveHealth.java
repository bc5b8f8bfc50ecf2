package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.options.Mistakes;
import java.time.Duration;

/**
 * Passive health: when a member is taken out of the picks by what its responses show, for how long, and how it comes back.
 * No probes are sent. When the time of an ejection is over, one request is sent to the member as a trial: if it succeeds,
 * the member is back; if not, it is out for twice as long. An ejected member is still picked if no other member is left.
 *
 * @param failures so many counted failures in a row take a member out. Default: 3
 * @param ejection how long it is out the first time; twice as long with each further ejection, and half as long again for each ten times this duration that it stays in. Default: 1 s
 * @param longest how long it is out at most. Default: 1 min
 * @param counts which responses are failures. Default: failed connections only
 * @param failureRatio so many percent of failures within the window take a member out, if it had enough requests; 0 for off. Default: 0
 * @param minimumRequests so many requests of a member within the window before it is judged by ratio or latency. Default: 20
 * @param window how far back ratio and latency look. Default: 10 s
 * @param slowerThan takes a member out whose mean time to the head is more than so many times the median of the means of the others; 0 for off. Default: 0
 * @param frozenAfter takes a member out that has answered nothing for so long, and for three times of what all but one of a hundred responses of the pool take, while more than three requests wait for it and other members answer; 0 for off. Default: 500 ms
 * @param maxEjected so many percent of the members may be out at a time for bad or slow answers; the first one always may, and members that cannot be connected to or do not answer always are. Default: 50
 * @param panicBelow if fewer than so many percent of the members may be picked, all are picked from that health alone has taken out, so that the rest is not overrun; 0 for never. Default: 0, as an ejected member is asked anyway if no other is left
 * @param slowStart for so long a member that has joined or come back gets a share of its turns that grows from a tenth to all; 0 for off. Default: 0
 * @param retryAfter a 503 with Retry-After takes a member out for as long as it says, at most for this long; 0 for off. Default: 0
 */
public record PassiveHealth(
        int failures,
        Duration ejection,
        Duration longest,
        Counted counts,
        int failureRatio,
        int minimumRequests,
        Duration window,
        int slowerThan,
        Duration frozenAfter,
        int maxEjected,
        int panicBelow,
        Duration slowStart,
        Duration retryAfter) {
    /** Three failed connections in a row, or no answer for half a second; out for a second at first, for a minute at most. */
    public static final PassiveHealth DEFAULT = builder().build();

    private static final int PERCENT = 100;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public PassiveHealth {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(failures >= 1, "failures must be 1 or more, is " + failures);
        mistakes.unless(ejection.isPositive(), "ejection must be positive, is " + ejection);
        mistakes.unless(longest.compareTo(ejection) >= 0, "longest must be " + ejection + " or more, is " + longest);
        mistakes.unless(isPercent(failureRatio), "failureRatio must be 0 to 100 percent, is " + failureRatio);
        mistakes.unless(minimumRequests >= 1, "minimumRequests must be 1 or more, is " + minimumRequests);
        mistakes.unless(window.toMillis() >= 10, "window must be 10 ms or more, is " + window);
        mistakes.unless(slowerThan == 0 || slowerThan >= 2, "slowerThan must be 0, or 2 or more, is " + slowerThan);
        mistakes.unless(!frozenAfter.isNegative(), "frozenAfter must not be negative, is " + frozenAfter);
        mistakes.unless(isPercent(maxEjected), "maxEjected must be 0 to 100 percent, is " + maxEjected);
        mistakes.unless(isPercent(panicBelow), "panicBelow must be 0 to 100 percent, is " + panicBelow);
        mistakes.unless(!slowStart.isNegative(), "slowStart must not be negative, is " + slowStart);
        mistakes.unless(!retryAfter.isNegative(), "retryAfter must not be negative, is " + retryAfter);
        mistakes.throwIfAny();
    }

    private static boolean isPercent(int value) {
        return value >= 0 && value <= PERCENT;
    }

    /** How long the given ejection in a row lasts. */
    Duration out(int times) {
        Duration doubled = ejection.multipliedBy(1L << Math.min(times - 1, 20));
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    /** Whether requests are counted over the window. */
    boolean measures() {
        return failureRatio > 0 || slowerThan > 0;
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
        private int failures = 3;
        private Duration ejection = Duration.ofSeconds(1);
        private Duration longest = Duration.ofMinutes(1);
        private Counted counts = Counted.CONNECT;
        private int failureRatio;
        private int minimumRequests = 20;
        private Duration window = Duration.ofSeconds(10);
        private int slowerThan;
        private Duration frozenAfter = Duration.ofMillis(500);
        private int maxEjected = 50;
        private int panicBelow;
        private Duration slowStart = Duration.ZERO;
        private Duration retryAfter = Duration.ZERO;

        private Builder() {}

        /**
         * Sets {@link PassiveHealth#failures()}.
         *
         * @param value so many counted failures in a row take a member out
         * @return this
         */
        public Builder failures(int value) {
            failures = value;
            return this;
        }

        /**
         * Sets {@link PassiveHealth#ejection()}.
         *
         * @param value how long it is out the first time; doubled with each ejection, halved again while it stays in
         * @return this
         */
        public Builder ejection(Duration value) {
            ejection = value;
            return this;
        }

        /**
         * Sets {@link PassiveHealth#longest()}.
         *
         * @param value how long it is out at most
         * @return this
         */
        public Builder longest(Duration value) {
            longest = value;
            return this;
        }

        /**
         * Sets {@link PassiveHealth#counts()}.
         *
         * @param value what is a failure: connect, network, gateway (and 502 to 504), errors (and 500 to 504)
         * @return this
         */
        public Builder counts(Counted value) {
            counts = value;
            return this;
        }

        /**
         * Sets {@link PassiveHealth#failureRatio()}.
         *
         * @param value percent of failures in the window that take a member out; 0 for off
         * @return this
         */
        public Builder failureRatio(int value) {
            failureRatio = value;
            return this;
        }

        /**
         * Sets {@link PassiveHealth#minimumRequests()}.
         *
         * @param value requests of a member in the window before it is judged by ratio or latency
         * @return this
         */
        public Builder minimumRequests(int value) {
            minimumRequests = value;
            return this;
        }

        /**
         * Sets {@link PassiveHealth#window()}.
         *
         * @param value how far back ratio and latency look
         * @return this
         */
        public Builder window(Duration value) {
            window = value;
            return this;
        }

        /**
         * Sets {@link PassiveHealth#slowerThan()}.
         *
         * @param value takes a member out whose mean time to the head is more than so many times the median of the others; 0 for off
         * @return this
         */
        public Builder slowerThan(int value) {
            slowerThan = value;
            return this;
        }

        /**
         * Sets {@link PassiveHealth#frozenAfter()}.
         *
         * @param value takes a member out that has answered nothing for so long while requests wait and others answer; 0 for off
         * @return this
         */
        public Builder frozenAfter(Duration value) {
            frozenAfter = value;
            return this;
        }

        /**
         * Sets {@link PassiveHealth#maxEjected()}.
         *
         * @param value percent of the members that may be out for bad answers; the first always may
         * @return this
         */
        public Builder maxEjected(int value) {
            maxEjected = value;
            return this;
        }

        /**
         * Sets {@link PassiveHealth#panicBelow()}.
         *
         * @param value picks among all members, well or not, if fewer percent of them are well; 0 for never
         * @return this
         */
        public Builder panicBelow(int value) {
            panicBelow = value;
            return this;
        }

        /**
         * Sets {@link PassiveHealth#slowStart()}.
         *
         * @param value for so long a new or returned member gets a growing share of its turns; 0 for off
         * @return this
         */
        public Builder slowStart(Duration value) {
            slowStart = value;
            return this;
        }

        /**
         * Sets {@link PassiveHealth#retryAfter()}.
         *
         * @param value a 503 with Retry-After takes a member out for so long as it says, but not longer than this; 0 for off
         * @return this
         */
        public Builder retryAfter(Duration value) {
            retryAfter = value;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         * @throws IllegalArgumentException naming every mistake
         */
        public PassiveHealth build() {
            return new PassiveHealth(
                    failures,
                    ejection,
                    longest,
                    counts,
                    failureRatio,
                    minimumRequests,
                    window,
                    slowerThan,
                    frozenAfter,
                    maxEjected,
                    panicBelow,
                    slowStart,
                    retryAfter);
        }
    }
}
