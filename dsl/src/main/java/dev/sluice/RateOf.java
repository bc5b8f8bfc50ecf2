package dev.sluice;

import dev.sluice.middlewares.ratelimit.Rate;
import java.time.Duration;

/**
 * A number of tokens that wants its period.
 *
 * @param tokens how many
 */
public record RateOf(long tokens) {
    /**
     * Per second.
     *
     * @return the rate, its burst the number of tokens
     */
    public Rate perSecond() {
        return per(Duration.ofSeconds(1));
    }

    /**
     * Per minute.
     *
     * @return the rate, its burst the number of tokens
     */
    public Rate perMinute() {
        return per(Duration.ofMinutes(1));
    }

    /**
     * Per hour.
     *
     * @return the rate, its burst the number of tokens
     */
    public Rate perHour() {
        return per(Duration.ofHours(1));
    }

    /**
     * Per any period.
     *
     * @param period positive
     * @return the rate, its burst the number of tokens
     */
    public Rate per(Duration period) {
        return Rate.of(tokens, period);
    }
}
