package dev.sluice.middlewares.files;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file.
 *
 * @param from the first byte
 * @param to the last byte; less than {@code from} for no byte at all
 */
record ByteRange(long from, long to) {
    /** No byte of the file. */
    static final ByteRange UNSATISFIABLE = new ByteRange(0, -1);

    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * Reads a field {@code Range} (RFC 9110 §14.2).
     *
     * @param field its value
     * @param size of the file in bytes
     * @return nothing for what a server may answer with the whole file: other units, several ranges, what is no range
     */
    static Optional<ByteRange> of(String field, long size) {
        Matcher one = ONE.matcher(field.toLowerCase(Locale.ROOT));
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return Optional.empty();
        }
        long last = one.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(one.group(2));
        if (one.group(1).isEmpty()) {
            return Optional.of(
                    last == 0 || size == 0 ? UNSATISFIABLE : new ByteRange(Math.max(0, size - last), size - 1));
        }
        long first = Long.parseLong(one.group(1));
        if (last < first) {
            return Optional.empty();
        }
        return Optional.of(first >= size ? UNSATISFIABLE : new ByteRange(first, Math.min(last, size - 1)));
    }

    boolean satisfiable() {
        return to >= from;
    }

    long length() {
        return to - from + 1;
    }
}
