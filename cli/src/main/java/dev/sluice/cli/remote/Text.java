package dev.sluice.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How values of the admin API look on a terminal. */
public final class Text {
    /** For what is not known. */
    public static final String NONE = "-";

    private Text() {}

    /** Without characters that steer a terminal: part of what is shown was sent by clients. */
    public static String visible(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .map(one -> Character.isISOControl(one) || Character.getType(one) == Character.FORMAT ? '\uFFFD' : one)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** Several lines, each without such characters. */
    static String visibleLines(String text) {
        List<String> lines =
                text.lines().map(line -> visible(line.replace("\t", "    "))).toList();
        return String.join(System.lineSeparator(), lines);
    }

    /** A text or a number; {@link #NONE} if it is missing or null. */
    public static String of(JsonNode value) {
        return value.isValueNode() && !value.isNull() && !value.asText().isEmpty() ? visible(value.asText()) : NONE;
    }

    /** {@code 4.2ms}, {@code 1.25s}: of a number of seconds. */
    public static String seconds(JsonNode value) {
        return value.isNumber() ? seconds(value.doubleValue()) : NONE;
    }

    /** {@code 4.2ms}, {@code 1.25s}. */
    public static String seconds(double seconds) {
        if (seconds < 0.001) {
            return number("%.0fus", seconds * 1_000_000);
        } else if (seconds < 1) {
            return number(seconds < 0.1 ? "%.1fms" : "%.0fms", seconds * 1_000);
        }
        return number("%.2fs", seconds);
    }

    /** {@code 3d 4h}, {@code 5m 12s}: how long something has run. */
    public static String uptime(double seconds) {
        long all = (long) seconds;
        if (all >= 86_400) {
            return all / 86_400 + "d " + all % 86_400 / 3_600 + "h";
        } else if (all >= 3_600) {
            return all / 3_600 + "h " + all % 3_600 / 60 + "m";
        }
        return all >= 60 ? all / 60 + "m " + all % 60 + "s" : all + "s";
    }

    /** {@code 120.4/s}; {@link #NONE} if it is missing. */
    public static String rate(JsonNode value) {
        return value.isNumber() ? rate(value.doubleValue()) : NONE;
    }

    /** {@code 120.4/s}, {@code 0/s}. */
    public static String rate(double perSecond) {
        return perSecond == 0 ? "0/s" : number(perSecond < 1_000 ? "%.1f/s" : "%.0f/s", perSecond);
    }

    /** {@code up 2, ejected 1}: counts by name. */
    public static String counts(JsonNode counts) {
        List<String> all = new ArrayList<>();
        counts.properties()
                .forEach(one ->
                        all.add(visible(one.getKey()) + " " + one.getValue().asText()));
        return all.isEmpty() ? NONE : String.join(", ", all);
    }

    /** {@code 1 member}, {@code 2 members}. */
    static String many(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
