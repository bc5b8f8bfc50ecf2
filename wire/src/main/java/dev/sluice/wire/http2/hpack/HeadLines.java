package dev.sluice.wire.http2.hpack;

import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.wire.HeadParser;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import java.util.Arrays;

/**
 * The fields of the head that is being decoded, in a block of lines as HTTP/1.1 has them, so that they can go to such an
 * upstream in one copy. The first is Host if there is an {@code :authority}; other pseudo-fields have no line.
 *
 * <p>A field is written behind the lines, from {@link #length} on, before it is {@linkplain #take taken}. The block and
 * the index are used for all heads of a connection, and copied at the end of each.
 */
final class HeadLines {
    /** What a connection keeps between heads: bytes of lines and number of lines. */
    private static final int KEPT_BYTES = 1024;

    private static final int KEPT_LINES = 32;

    /** Decoded bytes that are read, though not stored, even if less is allowed. */
    private static final int READ_ON = 64 * 1024;

    private static final int SEPARATORS = 4;
    private static final String HOST = "host: ";
    private static final int HOST_NUMBER = StaticTable.get(StaticTable.HOST).nameNumber();

    private final MessageLimits limits;
    private final long most;

    private byte[] block = new byte[KEPT_BYTES];
    private int length;
    private int[] index = new int[KEPT_LINES * Fields.STRIDE];
    private int size;
    private long decoded;
    private FieldRole last = FieldRole.ORDINARY;
    private DecodedHead head;

    HeadLines(MessageLimits limits) {
        this.limits = limits;
        most = Math.max(READ_ON, 2L * limits.head());
        head = new DecodedHead(limits);
    }

    byte[] block() {
        return block;
    }

    /** Where the lines end: a field is written from here on. */
    int length() {
        return length;
    }

    /** Makes room for a line that begins at {@link #length}, given how long its name and value are together at most. */
    void reserve(int text) {
        long needed = length + (long) text + SEPARATORS;
        if (needed > block.length) {
            block = Arrays.copyOf(block, (int) Math.max(needed, 2L * block.length));
        }
    }

    /** Writes a colon and a space behind a name; returns where the value is. */
    int separate(int nameEnd) {
        block[nameEnd] = ':';
        block[nameEnd + 1] = ' ';
        return nameEnd + 2;
    }

    /** Writes CR and LF behind a value; returns where the line ends. */
    int terminate(int valueEnd) {
        block[valueEnd] = '\r';
        block[valueEnd + 1] = '\n';
        return valueEnd + 2;
    }

    /** Refuses a string that cannot be a part of a head of reasonable length, before it is decoded. */
    void checkLength(int bytes) throws Http2ConnectionException {
        if (bytes > most) {
            throw new Http2ConnectionException(ErrorCode.ENHANCE_YOUR_CALM, "fields of more than " + most + " bytes");
        }
    }

    private void count(int bytes) throws Http2ConnectionException {
        decoded += bytes;
        checkLength((int) Math.min(decoded, Integer.MAX_VALUE));
        if (decoded > limits.head()) {
            head.setTooLarge();
        }
    }

    /** Whether a value has no control in it and no space around it (RFC 9113 §8.2.1; as in HTTP/1.1). */
    boolean isSound(int start, int end) {
        for (int i = start; i < end; i++) {
            if (HeadParser.isControl(block[i])) {
                return false;
            }
        }
        return start == end || (!isSpace(block[start]) && !isSpace(block[end - 1]));
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Takes a field of a table. */
    void take(TableField field) throws Http2ConnectionException {
        count(field.size());
        if (field.role().isPseudo()) {
            pseudo(field.role(), field.value(), field.sound());
            return;
        }
        byte[] line = field.line();
        reserve(line.length);
        System.arraycopy(line, 0, block, length, line.length);
        int nameEnd = length + field.nameLength();
        regular(field.role(), field.sound(), nameEnd, length + field.valueEnd(), field.nameNumber());
    }

    /** Takes the field that was written last, of whose name this is known. */
    void take(FieldRole role, boolean sound, int nameEnd, int valueEnd, int nameNumber)
            throws Http2ConnectionException {
        count(valueEnd - length - 2 + TableField.OVERHEAD);
        if (role.isPseudo()) {
            pseudo(role, HeadParser.text(block, nameEnd + 2, valueEnd), sound);
        } else {
            regular(role, sound, nameEnd, valueEnd, nameNumber);
        }
    }

    @SuppressWarnings("deprecation") // the one encoder that takes the low byte of each char, and the fastest
    private void pseudo(FieldRole role, String value, boolean sound) {
        head.addPseudo(role, value, sound);
        if (role == FieldRole.AUTHORITY && size == 0) {
            reserve(HOST.length() + value.length());
            int start = length + HOST.length();
            HOST.getBytes(0, HOST.length(), block, length);
            value.getBytes(0, value.length(), block, start);
            keep(start - 2, start + value.length(), HOST_NUMBER);
        }
    }

    private void regular(FieldRole role, boolean sound, int nameEnd, int valueEnd, int nameNumber) {
        boolean crumb = role == FieldRole.COOKIE && last == FieldRole.COOKIE;
        boolean trailers = role != FieldRole.TE || isTrailers(nameEnd + 2, valueEnd);
        head.addRegular(role, crumb, sound && trailers);
        if (crumb && !head.tooLarge()) {
            join(nameEnd + 2, valueEnd);
        } else {
            keep(nameEnd, valueEnd, nameNumber);
        }
        last = role;
    }

    private boolean isTrailers(int start, int end) {
        return HeadParser.text(block, start, end).equalsIgnoreCase("trailers");
    }

    /** Appends a value to that of the line before (RFC 9113 §8.2.3). */
    private void join(int valueStart, int valueEnd) {
        int end = (size - 1) * Fields.STRIDE + 2;
        int at = index[end];
        block[at] = ';';
        block[at + 1] = ' ';
        System.arraycopy(block, valueStart, block, at + 2, valueEnd - valueStart);
        length = terminate(at + 2 + valueEnd - valueStart);
        index[end] = length - 2;
    }

    /** Keeps the line that was written, unless the head is too large. */
    private void keep(int nameEnd, int valueEnd, int nameNumber) {
        if (size == limits.fields()) {
            head.setTooLarge();
        }
        if (head.tooLarge()) {
            return;
        }
        int at = size * Fields.STRIDE;
        if (at == index.length) {
            index = Arrays.copyOf(index, 2 * at);
        }
        index[at] = length;
        index[at + 1] = nameEnd;
        index[at + 2] = valueEnd;
        index[at + 3] = nameNumber;
        size++;
        length = terminate(valueEnd);
    }

    /** Ends the head and begins the next. */
    DecodedHead finish() {
        DecodedHead finished = head;
        if (!finished.tooLarge()) {
            byte[] lines = Arrays.copyOf(block, length);
            finished.setFields(Fields.parsed(lines, Arrays.copyOf(index, size * Fields.STRIDE), size, length));
        }
        head = new DecodedHead(limits);
        block = block.length > KEPT_BYTES ? new byte[KEPT_BYTES] : block;
        index = index.length > KEPT_LINES * Fields.STRIDE ? new int[KEPT_LINES * Fields.STRIDE] : index;
        length = 0;
        size = 0;
        decoded = 0;
        last = FieldRole.ORDINARY;
        return finished;
    }
}
