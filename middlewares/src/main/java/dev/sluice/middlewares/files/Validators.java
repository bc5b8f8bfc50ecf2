package dev.sluice.middlewares.files;

import dev.sluice.core.Fields;
import io.helidon.http.DateTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What tells one state of a file from another, and the conditions of requests about it (RFC 9110 §8.8 and §13).
 *
 * @param tag strong, with its quotes
 * @param modified in whole seconds, not later than now
 * @param settled whether the date is a strong validator, too: more than a minute old (RFC 9110 §8.8.2.2)
 */
record Validators(String tag, Instant modified, boolean settled) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    /** What follows from the conditions of a request. */
    enum Result {
        SEND,
        NOT_MODIFIED,
        FAILED
    }

    /** The validators of a file.
     *
     * @param time when it was changed
     * @param size in bytes
     * @param coding of the representation, or empty
     * @param now the time
     */
    static Validators of(Instant time, long size, String coding, Instant now) {
        String state = Long.toHexString(time.getEpochSecond()) + "." + Integer.toHexString(time.getNano()) + "-"
                + Long.toHexString(size);
        Instant modified = (time.isAfter(now) ? now : time).truncatedTo(ChronoUnit.SECONDS);
        return new Validators(
                "\"" + state + (coding.isEmpty() ? "" : "-" + coding) + "\"",
                modified,
                modified.isBefore(now.minusSeconds(60)));
    }

    /** {@link #modified} as a date of HTTP. */
    String date() {
        return DATE.format(modified);
    }

    /** Evaluates the conditions of a request in the order of RFC 9110 §13.2.2. */
    Result of(Fields request) {
        if (request.contains("If-Match")) {
            if (!matches(request.members("If-Match"), false)) {
                return Result.FAILED;
            }
        } else if (date(request, "If-Unmodified-Since")
                .filter(modified::isAfter)
                .isPresent()) {
            return Result.FAILED;
        }
        boolean same = request.contains("If-None-Match")
                ? matches(request.members("If-None-Match"), true)
                : date(request, "If-Modified-Since")
                        .filter(since -> !modified.isAfter(since))
                        .isPresent();
        return same ? Result.NOT_MODIFIED : Result.SEND;
    }

    /** Whether a range of the file is meant by a request: no {@code If-Range}, or one that holds (RFC 9110 §13.1.5). */
    boolean allowRange(Fields request) {
        Optional<String> condition = request.first("If-Range").map(String::strip);
        return condition.isEmpty()
                || condition.get().equals(tag)
                || (settled && date(condition.get()).filter(modified::equals).isPresent());
    }

    private boolean matches(List<String> tags, boolean weakly) {
        return tags.stream().anyMatch(one -> one.equals("*") || one.equals(tag) || (weakly && one.equals("W/" + tag)));
    }

    private static Optional<Instant> date(Fields request, String name) {
        List<String> lines = request.all(name);
        return lines.size() == 1 ? date(lines.getFirst()) : Optional.empty();
    }

    /** Reads a date of HTTP; empty for anything else, so that a malformed field counts as absent. */
    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(DateTime.parse(text)).map(ZonedDateTime::toInstant);
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
