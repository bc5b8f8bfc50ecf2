package dev.sluice.core;

import dev.sluice.core.syntax.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message (RFC 9110 §5), exactly as received: order, case of names, duplicates and bytes above 0x7f.
 *
 * <p>Immutable. Held as one block of bytes with an index of positions, so that a field nobody looks at is
 * never made a {@code String} and a whole head can be copied to the wire line by line. Names are matched without regard
 * to case. Text is ISO-8859-1: one char a byte.
 *
 * <p>Longer than a class should be by its documentation: each of its many methods is a few lines.
 */
public final class Fields extends FieldLines {
    /** No fields. */
    public static final Fields EMPTY = new Fields(new byte[0], new int[0], 0, 0);

    /**
     * Numbers an index holds for each field: start and end of its name, end of its value, and what is known of its name,
     * which is 0 or what {@link PreparedName#numberOf} says.
     */
    public static final int STRIDE = FieldLines.STRIDE;

    /** What they say of gRPC, from the first question on; whoever asks at the same time finds the same. */
    private Grpc.@Nullable Kind calls;

    Fields(byte[] block, int[] index, int size) {
        super(block, index, size, -1);
    }

    Fields(byte[] block, int[] index, int size, int contiguous) {
        super(block, index, size, contiguous);
    }

    /**
     * Fields over a parsed block, without a copy: for parsers that have checked every byte.
     *
     * @param block the bytes; must not change any more
     * @param index {@link #STRIDE} numbers a field
     * @param size how many fields
     * @return the fields
     */
    public static Fields parsed(byte[] block, int[] index, int size) {
        return size == 0 ? EMPTY : new Fields(block, index, size);
    }

    /**
     * Fields over a block that holds their lines as they are sent and nothing else, without a copy: for parsers that have
     * checked every byte. They are sent by one copy of the block.
     *
     * @param block name, colon, space, value, CR and LF of each field in turn; must not change any more
     * @param index {@link #STRIDE} numbers a field
     * @param size how many fields
     * @param length how many bytes of the block they are
     * @return the fields
     */
    public static Fields parsed(byte[] block, int[] index, int size, int length) {
        return size == 0 ? EMPTY : new Fields(block, index, size, length);
    }

    /**
     * Fields from names and values in turn.
     *
     * @param namesAndValues name, value, name, value …
     * @return the fields
     * @throws IllegalArgumentException for an odd count, a name that is not a token, or CR, LF or NUL in a value
     */
    public static Fields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value: " + namesAndValues[namesAndValues.length - 1]);
        }
        FieldsBuilder builder = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /**
     * Starts from nothing.
     *
     * @return a builder
     */
    public static FieldsBuilder builder() {
        return EMPTY.toBuilder();
    }

    /**
     * Starts from nothing, with room.
     *
     * @param lines how many fields there will be, about
     * @param bytes how long their names and values will be together, about
     * @return a builder
     */
    public static FieldsBuilder builder(int lines, int bytes) {
        return new FieldsBuilder(lines, bytes);
    }

    /**
     * Starts from these.
     *
     * @return a builder
     */
    public FieldsBuilder toBuilder() {
        return new FieldsBuilder(this);
    }

    /**
     * How many field lines.
     *
     * @return the count, duplicates included
     */
    public int size() {
        return size;
    }

    /**
     * Whether there are none.
     *
     * @return true for no fields
     */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * The name of a field line as it was written.
     *
     * @param i from 0
     * @return the name
     */
    public String name(int i) {
        return text(nameStart(i), nameEnd(i));
    }

    /**
     * The value of a field line.
     *
     * @param i from 0
     * @return the value without surrounding white space
     */
    public String value(int i) {
        return text(valueStart(i), valueEnd(i));
    }

    /**
     * Whether a field line has this name.
     *
     * @param i from 0
     * @param name in any case
     * @return true if it does
     */
    public boolean isNamed(int i, String name) {
        return isWord(nameStart(i), nameEnd(i), name);
    }

    /**
     * Whether a field line has this name.
     *
     * @param i from 0
     * @param name in any case
     * @return true if it does
     */
    public boolean isNamed(int i, PreparedName name) {
        return nameNumber(i) == name.number();
    }

    /**
     * Whether a field line has this name if underscores are read as hyphens, as CGI and its heirs do: to them
     * {@code Content_Length} is {@code Content-Length}.
     *
     * @param i from 0
     * @param name in any case, without underscores
     * @return true if it has, also if the names are the same
     */
    public boolean looksLike(int i, String name) {
        return isWordWithUnderscores(nameStart(i), nameEnd(i), name);
    }

    /**
     * Whether the name of a field line starts so.
     *
     * @param i from 0
     * @param start in any case
     * @return true if it does
     */
    public boolean startsNamed(int i, String start) {
        int from = nameStart(i);
        return nameEnd(i) - from >= start.length() && matches(from, start);
    }

    /**
     * Whether the name of a field line starts so, if underscores are read as hyphens.
     *
     * @param i from 0
     * @param start in any case, without underscores
     * @return true if it does
     */
    public boolean startsLike(int i, String start) {
        int from = nameStart(i);
        return nameEnd(i) - from >= start.length() && matchesWithUnderscores(from, start);
    }

    /**
     * Whether the value of a field line is a word.
     *
     * @param i from 0
     * @param word in any case
     * @return true if it is
     */
    public boolean isValue(int i, String word) {
        return isWord(valueStart(i), valueEnd(i), word);
    }

    /**
     * Whether the value of a field line is a text, letter for letter.
     *
     * @param i from 0
     * @param text one char a byte
     * @return true if it is
     */
    public boolean holds(int i, String text) {
        return isText(valueStart(i), valueEnd(i), text);
    }

    /**
     * The value of a field line as a number, as by {@link Tokens#number}, without making a text of it.
     *
     * @param i from 0
     * @return the number, if the value is 1 to {@link Tokens#LONGEST_NUMBER} digits and nothing else; otherwise -1
     */
    public long number(int i) {
        return number(valueStart(i), valueEnd(i));
    }

    /**
     * The first value of a field as a number.
     *
     * @param name in any case
     * @return the number; -1 if there is no such field or its value is none
     */
    public long number(String name) {
        int i = indexOf(name, 0);
        return i < 0 ? -1 : number(i);
    }

    /**
     * Whether the value of a field line starts with a word, such as the name of a scheme or a media type.
     *
     * @param i from 0
     * @param word in any case
     * @return true if it does
     */
    public boolean startsWith(int i, String word) {
        int start = valueStart(i);
        return valueEnd(i) - start >= word.length() && matches(start, word);
    }

    /**
     * Where the next field of a name is.
     *
     * @param name in any case
     * @param from first position to look at
     * @return its position, or -1
     */
    public int indexOf(String name, int from) {
        if (!mayHaveNameOf(name.length())) {
            return -1;
        }
        for (int i = from; i < size; i++) {
            if (isNamed(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Where the next field of a name is.
     *
     * @param name in any case
     * @param from first position to look at
     * @return its position, or -1
     */
    public int indexOf(PreparedName name, int from) {
        for (int i = from; i < size; i++) {
            if (isNamed(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /** Which gRPC the message is of: asked by many of each exchange. */
    Grpc.Kind calls() {
        Grpc.Kind known = calls;
        if (known == null) {
            known = Grpc.Kind.of(this);
            calls = known;
        }
        return known;
    }

    /**
     * Whether there is such a field.
     *
     * @param name in any case
     * @return true if there is
     */
    public boolean contains(String name) {
        return indexOf(name, 0) >= 0;
    }

    /**
     * Whether there is such a field.
     *
     * @param name in any case
     * @return true if there is
     */
    public boolean contains(PreparedName name) {
        return indexOf(name, 0) >= 0;
    }

    /**
     * The first value of a field.
     *
     * @param name in any case
     * @return the value, or empty if there is no such field
     */
    public Optional<String> first(String name) {
        int i = indexOf(name, 0);
        return i < 0 ? Optional.empty() : Optional.of(value(i));
    }

    /**
     * The first value of a field.
     *
     * @param name in any case
     * @return the value, or empty if there is no such field
     */
    public Optional<String> first(PreparedName name) {
        int i = indexOf(name, 0);
        return i < 0 ? Optional.empty() : Optional.of(value(i));
    }

    /**
     * All values of a field, a line each, in order.
     *
     * @param name in any case
     * @return the values, not split at commas
     */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            values.add(value(i));
        }
        return values;
    }

    /**
     * The members of a list-valued field (RFC 9110 §5.6.1), over all its lines, without empty ones.
     *
     * @param name in any case
     * @return the members, as written
     */
    public List<String> members(String name) {
        List<String> members = new ArrayList<>(2);
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            for (String member : value(i).split(",", -1)) {
                String stripped = member.strip();
                if (!stripped.isEmpty()) {
                    members.add(stripped);
                }
            }
        }
        return members;
    }

    /**
     * Whether a list-valued field has a member.
     *
     * @param name the field, in any case
     * @param member in any case
     * @return true if it has
     */
    public boolean hasMember(String name, String member) {
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            if (hasWord(valueStart(i), valueEnd(i), member)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a list-valued field has a member.
     *
     * @param name the field, in any case
     * @param member in any case
     * @return true if it has
     */
    public boolean hasMember(PreparedName name, String member) {
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            if (hasWord(valueStart(i), valueEnd(i), member)) {
                return true;
            }
        }
        return false;
    }

    /**
     * These with one field set, in place of all of its name.
     *
     * @param name a token
     * @param value without CR, LF and NUL
     * @return a changed copy
     */
    public Fields with(String name, String value) {
        return toBuilder().set(name, value).build();
    }

    /**
     * These without a field.
     *
     * @param name in any case
     * @return a changed copy, or this
     */
    public Fields without(String name) {
        return contains(name) ? toBuilder().remove(name).build() : this;
    }

    /**
     * These without some lines. Shares the bytes with these, so that only positions are copied.
     *
     * @param test says which; sees all lines
     * @return a changed copy
     */
    public Fields without(FieldsBuilder.LineTest test) {
        int[] left = new int[size * STRIDE];
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!test.test(this, i)) {
                System.arraycopy(index, i * STRIDE, left, kept * STRIDE, STRIDE);
                kept++;
            }
        }
        return kept == 0 ? EMPTY : new Fields(block, left, kept);
    }

    /**
     * How many bytes {@link #writeTo} writes.
     *
     * @return name, colon, space, value, CR and LF of every field
     */
    public int wireLength() {
        return length();
    }

    /**
     * How much memory they hold, which may be more than their lines: that of the head they were received in.
     *
     * @return bytes, about
     */
    public long memoryBytes() {
        return block.length + (long) Integer.BYTES * index.length;
    }

    /**
     * Writes the field lines, without the empty line after them.
     *
     * @param target where to; must have room for {@link #wireLength()}
     * @param offset first index
     * @return the index behind the last byte
     */
    public int writeTo(byte[] target, int offset) {
        return copyTo(target, offset);
    }

    /**
     * How long the name of a field line is.
     *
     * @param i from 0
     * @return bytes, at least 1
     */
    public int nameLength(int i) {
        return nameEnd(i) - nameStart(i);
    }

    /**
     * How long the value of a field line is.
     *
     * @param i from 0
     * @return bytes
     */
    public int valueLength(int i) {
        return valueEnd(i) - valueStart(i);
    }

    /**
     * Writes the name of a field line, in lower case.
     *
     * @param i from 0
     * @param target where to; must have room for {@link #nameLength}
     * @param offset first index
     * @return the index behind the last byte
     */
    public int writeLowerName(int i, byte[] target, int offset) {
        return copyLowerName(i, target, offset);
    }

    /**
     * Writes the value of a field line.
     *
     * @param i from 0
     * @param target where to; must have room for {@link #valueLength}
     * @param offset first index
     * @return the index behind the last byte
     */
    public int writeValue(int i, byte[] target, int offset) {
        return copy(valueStart(i), valueEnd(i), target, offset);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fields fields && toString().equals(fields.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The field lines, each ending in a line feed. Holds secrets: never log it whole. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.append(name(i)).append(": ").append(value(i)).append('\n');
        }
        return text.toString();
    }
}
