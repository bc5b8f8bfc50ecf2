package dev.sluice.core;

import dev.sluice.core.syntax.Tokens;
import java.util.Arrays;

/**
 * Changes a copy of {@link Fields}; bytes are shared until a field is added. Lines are added as they go to the wire, so
 * that those of a builder from which nothing was taken go there at once. Not thread-safe, used once.
 */
public final class FieldsBuilder {
    private static final int STRIDE = FieldLines.STRIDE;
    private static final int ROOM_FOR_BYTES = 256;
    private static final int ROOM_FOR_FIELDS = 8;

    private static final int MOST_DIGITS = 19;

    private final int sharedLength;
    /** Whether the block holds the lines of the index in their order, and nothing else. */
    private boolean onlyLines;

    private byte[] block;
    private int blockLength;
    private int[] index;
    private int size;

    FieldsBuilder(Fields origin) {
        block = origin.block;
        onlyLines = origin.isContiguous();
        blockLength = onlyLines ? origin.length() : block.length;
        sharedLength = blockLength;
        size = origin.size();
        index = Arrays.copyOf(origin.index, (size + ROOM_FOR_FIELDS) * STRIDE);
    }

    FieldsBuilder(int lines, int bytes) {
        block = new byte[bytes];
        sharedLength = -1;
        onlyLines = true;
        index = new int[Math.max(lines, 1) * STRIDE];
    }

    /**
     * Adds a field line at the end.
     *
     * @param name a token
     * @param value without CR, LF and NUL; chars above 0xff are not possible; white space around it is dropped
     * @return this
     * @throws IllegalArgumentException if either is not what a field may hold (RFC 9110 §5.5)
     */
    public FieldsBuilder add(String name, String value) {
        checkName(name);
        checkValue(name, value);
        String content = value.strip(); // of spaces and tabs: no other white space gets past the check
        reserve(name.length() + content.length());
        int start = blockLength;
        append(name);
        int nameEnd = separate();
        append(content);
        end(start, nameEnd, 0);
        return this;
    }

    /**
     * Adds a field line at the end whose value is a number.
     *
     * @param name a token
     * @param number 0 or more
     * @return this
     * @throws IllegalArgumentException if the name is not a token, or the number is negative
     */
    public FieldsBuilder add(String name, long number) {
        checkName(name);
        if (number < 0) {
            throw new IllegalArgumentException("the value of field '" + name + "' is negative: " + number);
        }
        reserve(name.length() + MOST_DIGITS);
        int start = blockLength;
        append(name);
        int nameEnd = separate();
        append(number);
        end(start, nameEnd, 0);
        return this;
    }

    private void append(long number) {
        if (number > 9) {
            append(number / 10);
        }
        block[blockLength++] = (byte) ('0' + number % 10);
    }

    /**
     * Adds a line of other fields at the end, bytes as they are.
     *
     * @param fields where from
     * @param i which line
     * @return this
     */
    public FieldsBuilder add(Fields fields, int i) {
        int nameStart = fields.nameStart(i);
        int nameLength = fields.nameEnd(i) - nameStart;
        int valueLength = valueLength(fields, i);
        reserve(nameLength + valueLength);
        int start = blockLength;
        if (fields.isSeparatedAsSent(i)) {
            append(fields, nameStart, nameLength + FieldLines.COLON_AND_SPACE + valueLength);
            end(start, start + nameLength, fields.nameNumber(i));
        } else {
            append(fields, nameStart, nameLength);
            addValue(start, fields, i);
        }
        return this;
    }

    /**
     * Adds all lines of other fields at the end, bytes as they are.
     *
     * @param fields where from
     * @return this
     */
    public FieldsBuilder add(Fields fields) {
        if (!fields.isContiguous()) {
            for (int i = 0; i < fields.size(); i++) {
                add(fields, i);
            }
            return this;
        }
        reserve(fields.length(), fields.size());
        int moved = blockLength;
        append(fields, 0, fields.length());
        for (int i = 0; i < fields.size(); i++) {
            addIndex(
                    fields.nameStart(i) + moved,
                    fields.nameEnd(i) + moved,
                    fields.valueEnd(i) + moved,
                    fields.nameNumber(i));
        }
        return this;
    }

    /**
     * Adds a line at the end whose value, bytes as they are, another line has.
     *
     * @param name a token
     * @param fields where the value is from
     * @param i which line
     * @return this
     * @throws IllegalArgumentException if the name is not a token
     */
    public FieldsBuilder add(String name, Fields fields, int i) {
        checkName(name);
        reserve(name.length() + valueLength(fields, i));
        int start = blockLength;
        append(name);
        addValue(start, fields, i);
        return this;
    }

    private static int valueLength(Fields fields, int i) {
        return fields.valueEnd(i) - fields.valueStart(i);
    }

    /** Behind the name of a line that starts there. */
    private void addValue(int start, Fields fields, int i) {
        int nameEnd = separate();
        append(fields, fields.valueStart(i), valueLength(fields, i));
        end(start, nameEnd, 0);
    }

    /** Behind a name; where that ended. */
    private int separate() {
        int nameEnd = blockLength;
        block[nameEnd] = ':';
        block[nameEnd + 1] = ' ';
        blockLength += FieldLines.COLON_AND_SPACE;
        return nameEnd;
    }

    /** Behind a value. */
    private void end(int start, int nameEnd, int nameNumber) {
        addIndex(start, nameEnd, blockLength, nameNumber);
        block[blockLength] = '\r';
        block[blockLength + 1] = '\n';
        blockLength += FieldLines.CR_AND_LF;
    }

    private void addIndex(int nameStart, int nameEnd, int valueEnd, int nameNumber) {
        int at = size * STRIDE;
        index[at] = nameStart;
        index[at + 1] = nameEnd;
        index[at + 2] = valueEnd;
        index[at + 3] = nameNumber;
        size++;
    }

    private void append(Fields fields, int start, int length) {
        System.arraycopy(fields.block, start, block, blockLength, length);
        blockLength += length;
    }

    /**
     * Sets a field: all of its name go, one is added at the end.
     *
     * @param name a token
     * @param value without CR, LF and NUL
     * @return this
     */
    public FieldsBuilder set(String name, String value) {
        return remove(name).add(name, value);
    }

    /**
     * Removes all fields of a name.
     *
     * @param name in any case
     * @return this
     */
    public FieldsBuilder remove(String name) {
        return removeIf((fields, i) -> fields.isNamed(i, name));
    }

    /**
     * Removes field lines by a test, which sees all lines as they were before.
     *
     * @param test says which
     * @return this
     */
    public FieldsBuilder removeIf(LineTest test) {
        Fields before = new Fields(block, index, size);
        int[] left = index;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!test.test(before, i)) {
                System.arraycopy(index, i * STRIDE, left, kept * STRIDE, STRIDE);
                kept++;
            } else if (kept == i) {
                onlyLines = false;
                left = index.clone(); // at the first removal: the test may look at any line, also at removed ones
            }
        }
        index = left;
        size = kept;
        return this;
    }

    /** A question about one field line. */
    @FunctionalInterface
    public interface LineTest {
        /**
         * Tests a line.
         *
         * @param fields all lines
         * @param i which one
         * @return the answer
         */
        boolean test(Fields fields, int i);
    }

    /**
     * The result.
     *
     * @return immutable fields
     */
    public Fields build() {
        if (size == 0) {
            return Fields.EMPTY;
        }
        return onlyLines ? new Fields(block, index, size, blockLength) : new Fields(block, index, size);
    }

    /** Makes room for another line, given the length of its name and value. */
    private void reserve(int text) {
        reserve(text + FieldLines.COLON_AND_SPACE + FieldLines.CR_AND_LF, 1);
    }

    private void reserve(int bytes, int lines) {
        if (blockLength == sharedLength || blockLength + bytes > block.length) {
            block = Arrays.copyOf(block, blockLength + bytes + ROOM_FOR_BYTES);
        }
        int positions = (size + lines) * STRIDE;
        if (positions > index.length) {
            index = Arrays.copyOf(index, Math.max(positions, index.length * 2));
        }
    }

    @SuppressWarnings("deprecation") // the one encoder that takes the low byte of each char, and the fastest
    private void append(String text) {
        text.getBytes(0, text.length(), block, blockLength);
        blockLength += text.length();
    }

    private static void checkName(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a field name must not be empty");
        }
        for (int i = 0; i < name.length(); i++) {
            if (!Tokens.isTokenChar(name.charAt(i))) {
                throw new IllegalArgumentException("field name '" + name + "' is not a token");
            }
        }
    }

    private static void checkValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0xff || c == 0x7f || (c < 0x20 && c != '\t')) {
                throw new IllegalArgumentException("the value of field '" + name + "' has a character (code " + (int) c
                        + ") that a field cannot hold");
            }
        }
    }
}
