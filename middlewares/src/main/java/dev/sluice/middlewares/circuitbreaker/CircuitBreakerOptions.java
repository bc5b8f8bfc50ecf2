package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Handler;
import dev.sluice.expression.Expression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a breaker trips and what it does then. Immutable.
 *
 * @param condition trips it when it holds
 * @param fallbackDuration how long the fallback answers. Default: 10 s
 * @param recoveryDuration how long traffic takes to come back. Default: 10 s
 * @param checkPeriod the least time between two questions to the condition. Default: 100 ms
 * @param minimumRequests in standby the condition is not asked before so many requests are in the window. Default: 10;
 *     oxy knows none, which is 1
 * @param fallback answers while tripped; runs on the exchange's thread, before any body is read. Default: 503
 *     {@code Service Unavailable} with {@code Retry-After}
 * @param onTripped run when the breaker trips. Default: nothing
 * @param onStandby run when it stands by again. Default: nothing
 */
public record CircuitBreakerOptions(
        Expression<Readings> condition,
        Duration fallbackDuration,
        Duration recoveryDuration,
        Duration checkPeriod,
        int minimumRequests,
        Optional<Handler> fallback,
        List<SideEffect> onTripped,
        List<SideEffect> onStandby) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException that names the option and its value
     */
    public CircuitBreakerOptions {
        requirePositive("fallbackDuration", fallbackDuration);
        requirePositive("recoveryDuration", recoveryDuration);
        requirePositive("checkPeriod", checkPeriod);
        if (minimumRequests < 1) {
            throw new IllegalArgumentException("minimumRequests must be at least 1, is " + minimumRequests);
        }
        onTripped = List.copyOf(onTripped);
        onStandby = List.copyOf(onStandby);
    }

    private static void requirePositive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, is " + duration);
        }
    }

    /**
     * Starts from the defaults.
     *
     * @param condition as {@link TripWhen#parse} reads it
     * @return a builder
     */
    public static Builder builder(String condition) {
        return builder(TripWhen.parse(condition));
    }

    /**
     * Starts from the defaults.
     *
     * @param condition put together from {@link TripWhen}'s terms
     * @return a builder
     */
    public static Builder builder(Expression<Readings> condition) {
        return new Builder(condition);
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final Expression<Readings> condition;
        private final List<SideEffect> onTripped = new ArrayList<>();
        private final List<SideEffect> onStandby = new ArrayList<>();
        private Duration fallbackDuration = Duration.ofSeconds(10);
        private Duration recoveryDuration = Duration.ofSeconds(10);
        private Duration checkPeriod = Duration.ofMillis(100);
        private int minimumRequests = 10;
        private Optional<Handler> fallback = Optional.empty();

        private Builder(Expression<Readings> condition) {
            this.condition = condition;
        }

        /**
         * How long the fallback answers.
         *
         * @param duration positive
         * @return this
         */
        public Builder fallbackDuration(Duration duration) {
            fallbackDuration = duration;
            return this;
        }

        /**
         * How long traffic takes to come back.
         *
         * @param duration positive
         * @return this
         */
        public Builder recoveryDuration(Duration duration) {
            recoveryDuration = duration;
            return this;
        }

        /**
         * The least time between two questions to the condition.
         *
         * @param period positive
         * @return this
         */
        public Builder checkPeriod(Duration period) {
            checkPeriod = period;
            return this;
        }

        /**
         * How many requests there must be in the window.
         *
         * @param count at least 1
         * @return this
         */
        public Builder minimumRequests(int count) {
            minimumRequests = count;
            return this;
        }

        /**
         * Lets a handler answer while tripped.
         *
         * @param handler must be quick
         * @return this
         */
        public Builder fallback(Handler handler) {
            fallback = Optional.of(handler);
            return this;
        }

        /**
         * Answers with a fixed response while tripped.
         *
         * @param status 200 to 599
         * @param contentType such as {@code application/json}
         * @param body the text, sent as UTF-8
         * @return this
         */
        public Builder respond(int status, String contentType, String body) {
            return fallback(Fallback.respond(status, contentType, body));
        }

        /**
         * Redirects (302) to one place while tripped.
         *
         * @param url absolute
         * @return this
         */
        public Builder redirect(String url) {
            return fallback(Fallback.redirect(url, false));
        }

        /**
         * Redirects (302) to the same path and query elsewhere while tripped. oxy drops the query.
         *
         * @param url absolute; the request's target is appended
         * @return this
         */
        public Builder redirectPreservingPath(String url) {
            return fallback(Fallback.redirect(url, true));
        }

        /**
         * Runs something when the breaker trips.
         *
         * @param effect on a thread of its own
         * @return this
         */
        public Builder onTripped(SideEffect effect) {
            onTripped.add(effect);
            return this;
        }

        /**
         * Runs something when the breaker stands by again.
         *
         * @param effect on a thread of its own
         * @return this
         */
        public Builder onStandby(SideEffect effect) {
            onStandby.add(effect);
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         * @throws IllegalArgumentException that names the option and its value
         */
        public CircuitBreakerOptions build() {
            return new CircuitBreakerOptions(
                    condition,
                    fallbackDuration,
                    recoveryDuration,
                    checkPeriod,
                    minimumRequests,
                    fallback,
                    onTripped,
                    onStandby);
        }
    }
}
