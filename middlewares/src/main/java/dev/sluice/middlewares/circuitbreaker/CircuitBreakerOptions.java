package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Handler;
import dev.sluice.core.options.Mistakes;
import dev.sluice.expression.Expression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * When a breaker trips and what it does then. Immutable.
 *
 * @param condition trips it when it holds
 * @param fallbackDuration how long the fallback answers. Default: 10 s
 * @param recoveryDuration how long recovery lasts, in which a growing share of requests passes. Default: 10 s
 * @param checkPeriod the least time between two evaluations of the condition. Default: 100 ms
 * @param minimumRequests in standby the condition is evaluated only with at least this many exchanges in the window.
 *     Default: 10 (oxy has no such minimum, which is the same as 1)
 * @param window the length of the window in which exchanges are counted, 1 s or more. Default: 10 s
 * @param latencyWindow the length of the window in which latencies are measured, 1 s or more. Default: 1 min
 * @param latencyTo where the measured latency ends. Default: the head of the response
 * @param fallback answers while tripped; runs on the exchange's thread, before any body is read. Default: 503 {@code
 *     Service Unavailable} with {@code Retry-After}
 * @param onTripped run when the breaker trips. Default: nothing
 * @param onStandby run when it stands by again. Default: nothing
 */
public record CircuitBreakerOptions(
        Expression<Readings> condition,
        Duration fallbackDuration,
        Duration recoveryDuration,
        Duration checkPeriod,
        int minimumRequests,
        Duration window,
        Duration latencyWindow,
        LatencyTo latencyTo,
        Optional<Fallback> fallback,
        List<SideEffect> onTripped,
        List<SideEffect> onStandby) {
    private static final Duration LEAST_WINDOW = Duration.ofSeconds(1);

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public CircuitBreakerOptions {
        Mistakes mistakes = new Mistakes();
        positive(mistakes, "fallbackDuration", fallbackDuration);
        positive(mistakes, "recoveryDuration", recoveryDuration);
        positive(mistakes, "checkPeriod", checkPeriod);
        mistakes.unless(minimumRequests >= 1, "minimumRequests must be at least 1, is " + minimumRequests);
        aSecond(mistakes, "window", window);
        aSecond(mistakes, "latencyWindow", latencyWindow);
        mistakes.throwIfAny();
        onTripped = List.copyOf(onTripped);
        onStandby = List.copyOf(onStandby);
    }

    private static void positive(Mistakes mistakes, String name, Duration duration) {
        mistakes.unless(duration.isPositive(), name + " must be positive, is " + duration);
    }

    private static void aSecond(Mistakes mistakes, String name, Duration duration) {
        mistakes.unless(duration.compareTo(LEAST_WINDOW) >= 0, name + " must be 1 s or more, is " + duration);
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
        private final Mistakes mistakes = new Mistakes();
        private final List<SideEffect> onTripped = new ArrayList<>();
        private final List<SideEffect> onStandby = new ArrayList<>();
        private Duration fallbackDuration = Duration.ofSeconds(10);
        private Duration recoveryDuration = Duration.ofSeconds(10);
        private Duration checkPeriod = Duration.ofMillis(100);
        private int minimumRequests = 10;
        private Duration window = Duration.ofSeconds(10);
        private Duration latencyWindow = Duration.ofMinutes(1);
        private LatencyTo latencyTo = LatencyTo.HEAD;
        private Optional<Fallback> fallback = Optional.empty();

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
         * How long recovery lasts, in which a growing share of requests passes.
         *
         * @param duration positive
         * @return this
         */
        public Builder recoveryDuration(Duration duration) {
            recoveryDuration = duration;
            return this;
        }

        /**
         * The least time between two evaluations of the condition.
         *
         * @param period positive
         * @return this
         */
        public Builder checkPeriod(Duration period) {
            checkPeriod = period;
            return this;
        }

        /**
         * How many exchanges the window must have before the condition is evaluated in standby.
         *
         * @param count at least 1; by default 10
         * @return this
         */
        public Builder minimumRequests(int count) {
            minimumRequests = count;
            return this;
        }

        /**
         * The length of the window in which exchanges are counted.
         *
         * @param length 1 s or more
         * @return this
         */
        public Builder window(Duration length) {
            window = length;
            return this;
        }

        /**
         * The length of the window in which latencies are measured.
         *
         * @param length 1 s or more
         * @return this
         */
        public Builder latencyWindow(Duration length) {
            latencyWindow = length;
            return this;
        }

        /**
         * Where the measured latency ends.
         *
         * @param where the head of the response, or the end of its body
         * @return this
         */
        public Builder latencyTo(LatencyTo where) {
            latencyTo = where;
            return this;
        }

        /**
         * Has a handler answer while the breaker is tripped.
         *
         * @param handler must be quick and must not read the request's body
         * @return this
         */
        public Builder fallback(Handler handler) {
            return fallback(new Fallback.Custom(handler));
        }

        /**
         * What answers while tripped.
         *
         * @param answer a fixed response, a redirect or a handler
         * @return this
         */
        public Builder fallback(Fallback answer) {
            fallback = Optional.of(answer);
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
            mistakes.trying(() -> fallback(new Fallback.Respond(status, contentType, body)));
            return this;
        }

        /**
         * Redirects (302) to one place while tripped.
         *
         * @param url absolute
         * @return this
         */
        public Builder redirect(String url) {
            mistakes.trying(() -> fallback(new Fallback.RedirectTo(url, false)));
            return this;
        }

        /**
         * Redirects (302) to the same path and query elsewhere while tripped. oxy drops the query.
         *
         * @param url absolute; the request's target is appended
         * @return this
         */
        public Builder redirectPreservingPath(String url) {
            mistakes.trying(() -> fallback(new Fallback.RedirectTo(url, true)));
            return this;
        }

        /**
         * Runs a side effect when the breaker trips.
         *
         * @param effect on a thread of its own
         * @return this
         */
        public Builder onTripped(SideEffect effect) {
            onTripped.add(effect);
            return this;
        }

        /**
         * Runs a side effect when the breaker is back in standby.
         *
         * @param effect on a thread of its own
         * @return this
         */
        public Builder onStandby(SideEffect effect) {
            onStandby.add(effect);
            return this;
        }

        /**
         * Runs code when the breaker trips.
         *
         * @param code told whose breaker it is, on a thread of its own
         * @return this
         */
        public Builder onTripped(Consumer<BreakerEvent> code) {
            return onTripped(SideEffect.of("onTripped", code));
        }

        /**
         * Runs code when the breaker is back in standby.
         *
         * @param code told whose breaker it is, on a thread of its own
         * @return this
         */
        public Builder onStandby(Consumer<BreakerEvent> code) {
            return onStandby(SideEffect.of("onStandby", code));
        }

        /**
         * Makes the options.
         *
         * @return the options
         * @throws IllegalArgumentException naming every mistake
         */
        public CircuitBreakerOptions build() {
            mistakes.trying(this::made);
            mistakes.throwIfAny();
            return made();
        }

        private CircuitBreakerOptions made() {
            return new CircuitBreakerOptions(
                    condition,
                    fallbackDuration,
                    recoveryDuration,
                    checkPeriod,
                    minimumRequests,
                    window,
                    latencyWindow,
                    latencyTo,
                    fallback,
                    onTripped,
                    onStandby);
        }
    }
}
