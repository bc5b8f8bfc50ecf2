package dev.sluice.wire.http2.hpack;

import dev.sluice.core.MessageLimits;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import java.util.Arrays;

/**
 * Decodes the blocks of fields of one connection, in their order, and keeps the table that they share (RFC 7541). For the
 * thread that reads.
 */
public final class HeadDecoder {
    private static final byte[] NONE = {};

    /** Octets that a number may have behind its prefix; five are enough for every value that is allowed. */
    private static final int NUMBER_OCTETS = 5;

    private final DynamicTable table = new DynamicTable();
    private final Repeats repeats = new Repeats();
    private final HeadLines lines;

    private byte[] block = NONE;
    private int at;
    private int end;

    /**
     * With an empty table of at most 4 096 bytes.
     *
     * @param limits of each block, decoded: {@code head} bytes and {@code fields} lines
     */
    public HeadDecoder(MessageLimits limits) {
        lines = new HeadLines(limits);
    }

    /**
     * Decodes a whole block.
     *
     * @param block holds it
     * @param offset index of its first byte
     * @param length its length
     * @return what it says; checked when it is asked for
     * @throws Http2ConnectionException COMPRESSION_ERROR if it is malformed, ENHANCE_YOUR_CALM if it is far beyond the
     *     limits when decoded
     */
    public DecodedHead decode(byte[] block, int offset, int length) throws Http2ConnectionException {
        this.block = block;
        at = offset;
        end = offset + length;
        resize();
        while (at < end) {
            int first = block[at];
            if (first < 0) {
                lines.take(field(number(7)));
            } else if ((first & 0x40) != 0) {
                literal(6, true);
            } else if ((first & 0x20) == 0) {
                literal(4, false);
            } else {
                throw broken("a change of the table's size behind a field");
            }
        }
        this.block = NONE;
        return lines.finish();
    }

    /** The changes of the table's size, which may only be in front of the fields (RFC 7541 §4.2). */
    private void resize() throws Http2ConnectionException {
        while (at < end && (block[at] & 0xe0) == 0x20) {
            int size = number(5);
            if (size > DynamicTable.MAXIMUM) {
                throw broken("a table of more than " + DynamicTable.MAXIMUM + " bytes");
            }
            table.limit(size);
        }
    }

    /** A literal field, whose first octet has a prefix of so many bits (RFC 7541 §6.2). */
    private void literal(int prefix, boolean indexed) throws Http2ConnectionException {
        int number = number(prefix);
        boolean mayRepeat = indexed && number > 0 && number <= StaticTable.SIZE;
        Repeats.Literal known = mayRepeat ? repeats.find(number, block, at, end) : null;
        if (known != null) {
            at += known.code().length;
            table.add(known.field());
            lines.take(known.field());
            return;
        }
        int start = lines.length();
        FieldRole role;
        int nameEnd;
        int nameNumber;
        if (number == 0) {
            nameEnd = string(start);
            role = FieldRole.of(lines.block(), start, nameEnd);
            nameNumber = 0;
        } else {
            TableField named = field(number);
            lines.reserve(named.nameLength());
            System.arraycopy(named.line(), 0, lines.block(), start, named.nameLength());
            nameEnd = start + named.nameLength();
            role = named.role();
            nameNumber = named.nameNumber();
        }
        int valueStart = lines.separate(nameEnd);
        int code = at;
        int valueEnd = string(valueStart);
        boolean sound = lines.isSound(valueStart, valueEnd);
        if (indexed) {
            byte[] line = Arrays.copyOfRange(lines.block(), start, lines.terminate(valueEnd));
            TableField field = new TableField(line, nameEnd - start, role, sound);
            table.add(field);
            if (mayRepeat) {
                repeats.keep(number, block, code, at, field);
            }
        }
        lines.take(role, sound, nameEnd, valueEnd, nameNumber);
    }

    private TableField field(int number) throws Http2ConnectionException {
        if (number == 0) {
            throw broken("a field with the number 0");
        }
        if (number <= StaticTable.SIZE) {
            return StaticTable.get(number);
        }
        TableField field = table.get(number - StaticTable.SIZE - 1);
        if (field == null) {
            throw broken("a field that is in no table");
        }
        return field;
    }

    /** A number whose first octet has a prefix of so many bits (RFC 7541 §5.1). */
    private int number(int prefix) throws Http2ConnectionException {
        int mask = (1 << prefix) - 1;
        int first = block[at++] & mask;
        if (first < mask) {
            return first;
        }
        long number = mask;
        for (int i = 0; i < NUMBER_OCTETS && at < end; i++) {
            int octet = block[at++];
            number += (octet & 0x7fL) << (7 * i);
            if (octet >= 0) {
                if (number > Integer.MAX_VALUE) {
                    break;
                }
                return (int) number;
            }
        }
        throw broken("a number that is too large, or has no end");
    }

    /**
     * Decodes a string (RFC 7541 §5.2) into the block of lines.
     *
     * @param start where in the block
     * @return where it ends there
     */
    private int string(int start) throws Http2ConnectionException {
        if (at == end) {
            throw broken("a field without an end");
        }
        boolean coded = block[at] < 0;
        int length = number(7);
        if (length > end - at) {
            throw broken("a string that is longer than the block");
        }
        lines.checkLength(length);
        int from = at;
        at += length;
        lines.reserve(start - lines.length() + (coded ? Huffman.longest(length) : length));
        if (!coded) {
            System.arraycopy(block, from, lines.block(), start, length);
            return start + length;
        }
        int stop = Huffman.decode(block, from, length, lines.block(), start);
        if (stop < 0) {
            throw broken("a string that is not in the Huffman code");
        }
        return stop;
    }

    private static Http2ConnectionException broken(String detail) {
        return new Http2ConnectionException(ErrorCode.COMPRESSION_ERROR, detail);
    }
}
