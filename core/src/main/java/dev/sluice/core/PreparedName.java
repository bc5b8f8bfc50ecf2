package dev.sluice.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The name of a field, prepared for being compared with those of messages: eight bytes at a time, in any case of their
 * letters. For tables of names that every line of a message is looked up in. Immutable.
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
    private final int hash;

    private PreparedName(String text) {
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        this.hash = FieldLines.hash(lower.length, lower[0], lower[lower.length - 1]);
    }

    /**
     * Prepares a name.
     *
     * @param text letters, digits and hyphens, one at least
     * @return the name
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
        return new PreparedName(text);
    }

    /**
     * The name as it was given.
     *
     * @return its text
     */
    public String text() {
        return text;
    }

    /**
     * A number by which tables sort most names out.
     *
     * @return the same as {@link Fields#nameHash} of a field line with this name
     */
    public int hash() {
        return hash;
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
