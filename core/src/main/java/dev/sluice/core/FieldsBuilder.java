package dev.sluice.core;

import java.util.Arrays;

/** Changes a copy of {@link Fields}; bytes are shared until a field is added. Not thread-safe, used once. */
public final class FieldsBuilder {
    private static final int STRIDE = Fields.STRIDE;
    private static final int ROOM_FOR_BYTES = 256;
    private static final int ROOM_FOR_FIELDS = 8;

    private final int sharedLength;
    private byte[] block;
    private int blockLength;
    private int[] index;
    private int size;

    FieldsBuilder(Fields origin) {
        block = origin.block;
        blockLength = block.length;
        sharedLength = blockLength;
        size = origin.size();
        index = Arrays.copyOf(origin.index, (size + ROOM_FOR_FIELDS) * STRIDE);
    }

    FieldsBuilder(int lines, int bytes) {
        block = new byte[bytes];
        sharedLength = -1;
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
        int at = size * STRIDE;
        index[at] = blockLength;
        append(name);
        index[at + 1] = blockLength;
        index[at + 2] = blockLength;
        append(content);
        index[at + 3] = blockLength;
        size++;
        return this;
    }

    /**
     * Adds a line of other fields at the end, bytes as they are.
     *
     * @param fields where from
     * @param i which line
     * @return this
     */
    public FieldsBuilder add(Fields fields, int i) {
        int start = fields.index[i * STRIDE];
        int nameLength = fields.index[i * STRIDE + 1] - start;
        reserve(nameLength + valueLength(fields, i));
        int at = size * STRIDE;
        index[at] = blockLength;
        System.arraycopy(fields.block, start, block, blockLength, nameLength);
        blockLength += nameLength;
        index[at + 1] = blockLength;
        addValue(fields, i);
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
        int at = size * STRIDE;
        index[at] = blockLength;
        append(name);
        index[at + 1] = blockLength;
        addValue(fields, i);
        return this;
    }

    private static int valueLength(Fields fields, int i) {
        return fields.index[i * STRIDE + 3] - fields.index[i * STRIDE + 2];
    }

    private void addValue(Fields fields, int i) {
        int at = size * STRIDE;
        int length = valueLength(fields, i);
        index[at + 2] = blockLength;
        System.arraycopy(fields.block, fields.index[i * STRIDE + 2], block, blockLength, length);
        blockLength += length;
        index[at + 3] = blockLength;
        size++;
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
        return size == 0 ? Fields.EMPTY : new Fields(block, index, size);
    }

    private void reserve(int bytes) {
        if (blockLength == sharedLength || blockLength + bytes > block.length) {
            block = Arrays.copyOf(block, blockLength + bytes + ROOM_FOR_BYTES);
        }
        if ((size + 1) * STRIDE > index.length) {
            index = Arrays.copyOf(index, index.length * 2);
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
