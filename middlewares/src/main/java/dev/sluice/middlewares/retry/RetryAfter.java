package dev.sluice.middlewares.retry;

import dev.sluice.core.Fields;
import dev.sluice.core.Ticker;
import io.helidon.http.DateTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/** The {@code Retry-After} field: seconds or a date (RFC 9110 §10.2.3). */
final class RetryAfter {
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /** How long to wait; zero for a date that has passed; empty if there is no such field or it cannot be read. */
    static Optional<Duration> of(Fields fields, Ticker ticker) {
        return fields.first("Retry-After").flatMap(value -> seconds(value).or(() -> untilDate(value, ticker)));
    }

    private static Optional<Duration> seconds(String value) {
        boolean digits = !value.isEmpty()
                && value.length() <= MOST_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Duration.ofSeconds(Long.parseLong(value))) : Optional.empty();
    }

    private static Optional<Duration> untilDate(String value, Ticker ticker) {
        try {
            Duration wait = Duration.between(ticker.now(), DateTime.parse(value).toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
