package dev.sluice.server.rules;

import dev.sluice.core.time.Ticker;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date field, formatted once a second (RFC 9110 §5.6.7). The data race is benign: it is formatted twice. */
final class DateField {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private record Formatted(long second, String text) {}

    private static volatile Formatted latest = new Formatted(0, "");

    private DateField() {}

    static String at(Ticker ticker) {
        Instant now = ticker.now();
        Formatted formatted = latest;
        if (formatted.second() != now.getEpochSecond()) {
            formatted = new Formatted(now.getEpochSecond(), FORMAT.format(now));
            latest = formatted;
        }
        return formatted.text();
    }
}
