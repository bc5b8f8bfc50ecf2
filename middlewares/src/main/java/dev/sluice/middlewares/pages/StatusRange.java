package dev.sluice.middlewares.pages;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statuses of errors.
 *
 * @param from the first, 400 or more
 * @param to the last, 599 or less
 */
public record StatusRange(int from, int to) {
    private static final Pattern WRITTEN = Pattern.compile("([45])xx|(\\d{3})(?:-(\\d{3}))?");
    private static final int LEAST = 400;
    private static final int MOST = 599;
    private static final int CLASS = 100;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException naming it
     */
    public StatusRange {
        if (from < LEAST || to > MOST || from > to) {
            throw wrong(from + "-" + to);
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "statuses must be such as 404, 5xx or 500-503, from 400 to 599, is " + text);
    }

    /**
     * Reads a range.
     *
     * @param text such as {@code 404}, {@code 5xx} or {@code 500-503}
     * @return the range
     * @throws IllegalArgumentException naming the text
     */
    public static StatusRange of(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw wrong(text);
        }
        if (written.group(1) != null) {
            int first = Integer.parseInt(written.group(1)) * CLASS;
            return new StatusRange(first, first + CLASS - 1);
        }
        int from = Integer.parseInt(written.group(2));
        return new StatusRange(from, written.group(3) == null ? from : Integer.parseInt(written.group(3)));
    }

    boolean contains(int status) {
        return status >= from && status <= to;
    }

    /** As it is written: {@code 404}, {@code 5xx} or {@code 500-503}. */
    @Override
    public String toString() {
        if (from == to) {
            return String.valueOf(from);
        }
        return from % CLASS == 0 && to == from + CLASS - 1 ? from / CLASS + "xx" : from + "-" + to;
    }
}
