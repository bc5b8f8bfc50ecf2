package dev.sluice.routing;

import dev.sluice.core.Request;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.function.Predicate;

/** A time of day from one instant, inclusive, to another, exclusive. */
record TimeWindow(Instant from, Instant until) implements Predicate<Request> {
    TimeWindow {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("the window must end after it begins, is " + from + " to " + until);
        }
    }

    static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException noInstant) {
            throw new IllegalArgumentException(
                    "a time must be as in RFC 3339, such as 2026-01-31T12:00:00Z, is \"" + text + "\"", noInstant);
        }
    }

    @Override
    public boolean test(Request request) {
        Instant now = Moment.of(request).now();
        return !now.isBefore(from) && now.isBefore(until);
    }
}
