package dev.sluice.middlewares.ratelimit;

import java.time.Duration;

/** Durations as Go prints them, which is what oxy's clients parse: {@code 400ms}, {@code 1.5s}, {@code 1m40s}. */
final class GoDuration {
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long MINUTES_PER_HOUR = 60;

    private GoDuration() {}

    /** The text, rounded up to a millisecond, so that a client that waits for this time does not come too early. */
    static String text(Duration duration) {
        long millis = Math.ceilDiv(duration.toNanos(), 1_000_000);
        if (millis < MILLIS_PER_SECOND) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        long minutes = millis / MILLIS_PER_SECOND / SECONDS_PER_MINUTE;
        String seconds = seconds(millis % (SECONDS_PER_MINUTE * MILLIS_PER_SECOND));
        if (minutes == 0) {
            return seconds;
        }
        long hours = minutes / MINUTES_PER_HOUR;
        String rest = minutes % MINUTES_PER_HOUR + "m" + seconds;
        return hours == 0 ? rest : hours + "h" + rest;
    }

    private static String seconds(long millis) {
        long fraction = millis % MILLIS_PER_SECOND;
        String digits =
                fraction == 0 ? "" : "." + String.format("%03d", fraction).replaceFirst("0+$", "");
        return millis / MILLIS_PER_SECOND + digits + "s";
    }
}
