package dev.sluice.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The name of a field that is asked for in every message. Prepared names are numbered, and a field line remembers the number
 * of its name once somebody has asked for one of them: so a name is compared once for each line of a message, however many
 * ask, and eight bytes at a time. There is one of each name, which is never forgotten: they are for constants, not for
 * what comes from a configuration or a peer. Immutable.
 */
public final class PreparedName {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /**
     * What makes a letter lower case. Of the other bytes that a token may have it changes {@code ^} and {@code _} only,
     * to bytes that no name here has; and none of them becomes a letter, digit or hyphen.
     */
    private static final byte LOWER = 0x20;

    private static final long ALL_LOWER = 0x2020_2020_2020_2020L;

    private final String text;
    private final byte[] lower;
    private final int number;

    PreparedName(String text, int number) {
        this.text = text;
        this.lower = text.getBytes(StandardCharsets.US_ASCII);
        this.number = number;
    }

    /**
     * Prepares a name, unless that was done before.
     *
     * @param text letters, digits and hyphens, one at least, in any case
     * @return the name, the same object each time
     * @throws IllegalArgumentException if it has others, as the names of some rare fields do
     */
    public static PreparedName of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7f || (!Character.isLetterOrDigit(c) && c != '-')) {
                throw new IllegalArgumentException("letters, digits and hyphens, not '" + text + "'");
            }
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a field name must not be empty");
        }
        return KnownNames.named(text.toLowerCase(Locale.ROOT));
    }

    /**
     * What a parser may put into the index of {@link Fields#parsed(byte[], int[], int)} for a name that it meets often.
     *
     * @param block holds the name
     * @param start where it begins
     * @param end where it ends
     * @return the number of that name, or that it has none now
     */
    public static int numberOf(byte[] block, int start, int end) {
        return KnownNames.all().find(block, start, end);
    }

    /** Its place among all, from 1. */
    int number() {
        return number;
    }

    /** Its text in lower case. */
    byte[] lower() {
        return lower;
    }

    /** A letter of a token in lower case. */
    static int lowerCase(int letter) {
        return letter | LOWER;
    }

    /** Whether these bytes of a token are this name. */
    boolean isAt(byte[] block, int start, int end) {
        int length = lower.length;
        if (end - start != length) {
            return false;
        }
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                if ((block[start + i] | LOWER) != lower[i]) {
                    return false;
                }
            }
            return true;
        }
        int last = length - Long.BYTES; // may overlap what was compared before
        for (int i = 0; i < last; i += Long.BYTES) {
            if (differ(block, start, i)) {
                return false;
            }
        }
        return !differ(block, start, last);
    }

    private boolean differ(byte[] block, int start, int i) {
        return ((long) LONG.get(block, start + i) | ALL_LOWER) != (long) LONG.get(lower, i);
    }

    @Override
    public String toString() {
        return text;
    }
}
