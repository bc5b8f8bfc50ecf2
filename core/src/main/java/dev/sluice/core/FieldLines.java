package dev.sluice.core;

import dev.sluice.core.syntax.Tokens;
import java.nio.charset.StandardCharsets;

/**
 * The memory layout of {@link Fields}: a block of bytes that holds names and values, and an index of {@link #POSITIONS}
 * positions in it for each field line. Compares, searches and copies bytes; what the bytes mean to HTTP is the business
 * of {@code Fields}.
 *
 * <p>A superclass and not a member, as with {@link StringBuilder}: there are several {@code Fields} for each exchange, and
 * a member would be one more object for each.
 */
abstract class FieldLines {
    /**
     * Positions in the index for each line: start and end of its name, end of its value. Where the value starts is seen in
     * the block: behind the colon and what space follows, which is one in lines as they are sent.
     */
    static final int POSITIONS = 3;

    static final int COLON_AND_SPACE = 2;
    static final int CR_AND_LF = 2;

    private static final int VALUE_END = 2;
    private static final int SEPARATORS = COLON_AND_SPACE + CR_AND_LF;

    /** Names and values in ISO-8859-1. May hold more than the lines: the rest of a head, or lines that were removed. */
    final byte[] block;

    final int[] index;
    final int size;
    /**
     * The length of the lines as they are sent, if the block begins with exactly these lines in their order, separators
     * included; else negative.
     */
    private final int contiguous;

    /** The lengths of all names as bits, from the first question on; whoever asks at the same time finds the same. */
    private int nameLengths;

    FieldLines(byte[] block, int[] index, int size, int contiguous) {
        this.block = block;
        this.index = index;
        this.size = size;
        this.contiguous = contiguous;
    }

    /** Whether a name of that length is among them; perhaps, if one is longer by a multiple of 32. */
    final boolean mayHaveNameOf(int length) {
        int known = nameLengths;
        if (known == 0) { // none, or not looked yet
            for (int i = 0; i < size; i++) {
                known |= 1 << (nameEnd(i) - nameStart(i));
            }
            nameLengths = known;
        }
        return (known & (1 << length)) != 0;
    }

    final int nameStart(int i) {
        return index[i * POSITIONS];
    }

    final int nameEnd(int i) {
        return index[i * POSITIONS + 1];
    }

    final int valueStart(int i) {
        int at = nameEnd(i);
        if (contiguous >= 0) {
            return at + COLON_AND_SPACE;
        }
        while (block[at] != ':') { // white space, which is dropped
            at++;
        }
        at++;
        int end = valueEnd(i);
        while (at < end && isSpace(block[at])) {
            at++;
        }
        return at;
    }

    final int valueEnd(int i) {
        return index[i * POSITIONS + VALUE_END];
    }

    final String text(int start, int end) {
        return new String(block, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Whether these bytes are a word, in any case of its letters. */
    final boolean isWord(int start, int end, String word) {
        return end - start == word.length() && matches(start, word);
    }

    final boolean matches(int start, String text) {
        for (int i = 0; i < text.length(); i++) {
            int here = block[start + i];
            int there = text.charAt(i);
            if (here != there && lower(here) != lower(there)) { // most are the same as they are
                return false;
            }
        }
        return true;
    }

    /** Whether these bytes are a name, in any case of its letters, if underscores are read as hyphens. */
    final boolean isWordWithUnderscores(int start, int end, String name) {
        return end - start == name.length() && matchesWithUnderscores(start, name);
    }

    final boolean matchesWithUnderscores(int start, String text) {
        for (int i = 0; i < text.length(); i++) {
            byte letter = block[start + i];
            if (lower(letter == '_' ? '-' : letter) != lower(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether these bytes are a text, letter for letter. */
    final boolean isText(int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((block[start + i] & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The number that these bytes are, in digits only; -1 if they are none or too many. */
    final long number(int start, int end) {
        if (start == end || end - start > Tokens.LONGEST_NUMBER) {
            return -1;
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = block[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** Whether a word is among those that commas separate, white space around each ignored. */
    final boolean hasWord(int start, int end, String word) {
        int from = start;
        while (from < end) {
            int comma = from;
            while (comma < end && block[comma] != ',') {
                comma++;
            }
            if (isStrippedWord(from, comma, word)) {
                return true;
            }
            from = comma + 1;
        }
        return false;
    }

    private boolean isStrippedWord(int start, int end, String word) {
        int from = start;
        int to = end;
        while (from < to && isSpace(block[from])) {
            from++;
        }
        while (to > from && isSpace(block[to - 1])) {
            to--;
        }
        return isWord(from, to, word);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    /** A hash of a name: the same for each case of its letters. */
    static int hash(int length, int first, int last) {
        return length + 31 * (lower(first) + 31 * lower(last));
    }

    private static int lower(int letter) {
        return letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
    }

    /** Whether the block begins with these lines in their order as they are sent, and {@link #length} is where they end. */
    final boolean isContiguous() {
        return contiguous >= 0;
    }

    /** Whether a colon and one space are between name and value; a received line may have more or no space there. */
    final boolean isSeparatedAsSent(int i) {
        int nameEnd = nameEnd(i);
        return valueStart(i) == nameEnd + COLON_AND_SPACE && block[nameEnd] == ':' && block[nameEnd + 1] == ' ';
    }

    /** How many bytes the lines have as they are sent. */
    final int length() {
        if (contiguous >= 0) {
            return contiguous;
        }
        int length = 0;
        for (int i = 0; i < size; i++) {
            length += nameEnd(i) - nameStart(i) + valueEnd(i) - valueStart(i) + SEPARATORS;
        }
        return length;
    }

    /** Copies the lines as they are sent; returns the index behind the last byte. */
    final int copyTo(byte[] target, int offset) {
        if (contiguous >= 0) {
            System.arraycopy(block, 0, target, offset, contiguous);
            return offset + contiguous;
        }
        int at = offset;
        for (int i = 0; i < size; i++) {
            at = copy(nameStart(i), nameEnd(i), target, at);
            target[at++] = ':';
            target[at++] = ' ';
            at = copy(valueStart(i), valueEnd(i), target, at);
            target[at++] = '\r';
            target[at++] = '\n';
        }
        return at;
    }

    final int copyLower(int start, int end, byte[] target, int offset) {
        int at = offset;
        for (int i = start; i < end; i++) {
            target[at++] = (byte) lower(block[i]);
        }
        return at;
    }

    final int copy(int start, int end, byte[] target, int at) {
        System.arraycopy(block, start, target, at, end - start);
        return at + end - start;
    }
}
