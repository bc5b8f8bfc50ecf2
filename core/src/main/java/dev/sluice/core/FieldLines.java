package dev.sluice.core;

import dev.sluice.core.syntax.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The memory layout of {@link Fields}: a block of bytes that holds names and values, and an index of {@link #STRIDE}
 * numbers for each field line. Compares, searches and copies bytes; what the bytes mean to HTTP is the business of {@code
 * Fields}.
 *
 * <p>A superclass and not a member, as with {@link StringBuilder}: there are several {@code Fields} for each exchange, and
 * a member would be one more object for each.
 */
abstract class FieldLines {
    /**
     * Numbers in the index for each line: where its name starts and ends, where its value ends, and what is known of its
     * name. Where the value starts is seen in the block: behind the colon and what space follows, which is one in lines as
     * they are sent.
     */
    static final int STRIDE = 4;

    static final int COLON_AND_SPACE = 2;
    static final int CR_AND_LF = 2;

    private static final int VALUE_END = 2;
    private static final int NAME_NUMBER = 3;
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
        return index[i * STRIDE];
    }

    final int nameEnd(int i) {
        return index[i * STRIDE + 1];
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
        return index[i * STRIDE + VALUE_END];
    }

    /**
     * The number of a name that is a prepared one, which is more than 0. Remembered: whoever looks at the same time finds
     * the same. That a name is none of those that there were is remembered, too.
     */
    final int nameNumber(int i) {
        int at = i * STRIDE + NAME_NUMBER;
        int number = index[at];
        return number > 0 ? number : lookUp(i, at);
    }

    private int lookUp(int i, int at) {
        KnownNames known = KnownNames.all();
        int number = index[at];
        if (number != known.none()) {
            number = known.find(block, nameStart(i), nameEnd(i));
            index[at] = number;
        }
        return number;
    }

    /** The number of the prepared name that a name is if its underscores are read as hyphens; 0 or less if it has none. */
    final int lookAlikeNumber(int i) {
        int start = nameStart(i);
        int end = nameEnd(i);
        int at = start;
        while (at < end && block[at] != '_') {
            at++;
        }
        if (at == end) {
            return 0;
        }
        byte[] name = Arrays.copyOfRange(block, start, end);
        for (int n = at - start; n < name.length; n++) {
            name[n] = name[n] == '_' ? (byte) '-' : name[n];
        }
        return KnownNames.all().find(name, 0, name.length);
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

    final int copyLowerName(int i, byte[] target, int offset) {
        int start = nameStart(i);
        int end = nameEnd(i);
        int number = nameNumber(i);
        if (number > 0) {
            System.arraycopy(KnownNames.all().get(number).lower(), 0, target, offset, end - start);
        } else {
            for (int at = start; at < end; at++) {
                target[offset + at - start] = (byte) lower(block[at]);
            }
        }
        return offset + end - start;
    }

    final int copy(int start, int end, byte[] target, int at) {
        System.arraycopy(block, start, target, at, end - start);
        return at + end - start;
    }
}
