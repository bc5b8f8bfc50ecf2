package dev.sluice.middlewares.field;

import dev.sluice.core.Fields;
import dev.sluice.core.syntax.Tokens;
import dev.sluice.core.time.Ticker;
import io.helidon.http.DateTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/** The {@code Retry-After} field: seconds or a date (RFC 9110 §10.2.3). */
public final class RetryAfter {
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /** How long to wait; zero for a date that has passed; empty if there is no such field or it cannot be read. */
    public static Optional<Duration> of(Fields fields, Ticker ticker) {
        return fields.first("Retry-After").flatMap(value -> duration(value, ticker));
    }

    private static Optional<Duration> duration(String value, Ticker ticker) {
        long seconds = Tokens.number(value, MOST_DIGITS);
        return seconds < 0 ? untilDate(value, ticker) : Optional.of(Duration.ofSeconds(seconds));
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
