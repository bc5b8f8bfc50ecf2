package dev.sluice.middlewares.loadbalance.health;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statuses of a member that is well, from one to another, written {@code 200-399} or {@code 204}.
 *
 * @param from the first
 * @param to the last
 */
public record GoodStatuses(int from, int to) {
    private static final Pattern TEXT = Pattern.compile("([1-9]\\d{2})(?:-([1-9]\\d{2}))?");

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if it is none
     */
    public GoodStatuses {
        if (from < 100 || to > 999 || from > to) {
            throw new IllegalArgumentException("statuses must be a range within 100-999, are " + from + "-" + to);
        }
    }

    /**
     * Reads a range.
     *
     * @param text one status, or two with a hyphen between them
     * @return the range
     * @throws IllegalArgumentException if it is none
     */
    public static GoodStatuses of(String text) {
        Matcher range = TEXT.matcher(text.strip());
        if (!range.matches()) {
            throw new IllegalArgumentException("statuses must be such as 200-399 or 204, are '" + text + "'");
        }
        int from = Integer.parseInt(range.group(1));
        return new GoodStatuses(from, range.group(2) == null ? from : Integer.parseInt(range.group(2)));
    }

    boolean has(int code) {
        return code >= from && code <= to;
    }

    @Override
    public String toString() {
        return from == to ? String.valueOf(from) : from + "-" + to;
    }
}
