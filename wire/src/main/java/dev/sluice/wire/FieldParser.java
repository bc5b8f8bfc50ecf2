package dev.sluice.wire;

import static dev.sluice.wire.MalformedException.bad;

import dev.sluice.core.Fields;
import dev.sluice.core.syntax.Tokens;
import java.util.Arrays;

/** Parses field lines (RFC 9112 §5): no folding, no bare CR, no controls, names are tokens. */
final class FieldParser {
    /** Bytes of an average field line: an index of this many entries for a head seldom has to grow. */
    private static final int USUAL_LENGTH = 24;

    private final byte[] block;
    private final int maximum;
    private final boolean spaceBeforeColon;
    private int[] index;
    private int size;

    private FieldParser(byte[] block, int from, int maximum, boolean spaceBeforeColon) {
        this.block = block;
        this.index = new int[(1 + (block.length - from) / USUAL_LENGTH) * Fields.STRIDE];
        this.maximum = maximum;
        this.spaceBeforeColon = spaceBeforeColon;
    }

    /**
     * Parses lines up to the empty one, which is the end of the block.
     *
     * @param spaceBeforeColon whether white space before the colon is dropped, as for responses, or refused, as for
     *     requests (RFC 9112 §5.1)
     */
    static Fields parse(byte[] block, int from, int maximum, boolean spaceBeforeColon) {
        return new FieldParser(block, from, maximum, spaceBeforeColon).lines(from);
    }

    private Fields lines(int from) {
        int at = from;
        while (block[at] != '\r') {
            at = line(at);
        }
        if (at + 2 != block.length) {
            throw bad("a carriage return without a line feed");
        }
        return Fields.parsed(block, index, size);
    }

    private int line(int start) {
        int nameEnd = start;
        while (Tokens.isTokenChar(block[nameEnd])) {
            nameEnd++;
        }
        if (nameEnd == start) {
            throw bad(block[start] == ' ' || block[start] == '\t' ? "a folded field line" : "a field without a name");
        }
        int colon = spaceBeforeColon ? skipSpace(nameEnd) : nameEnd;
        if (block[colon] != ':') {
            throw bad("a field line without a colon, or with something else before it");
        }
        int valueStart = skipSpace(colon + 1);
        int lineEnd = valueStart;
        while (!HeadParser.isControl(block[lineEnd])) {
            lineEnd++;
        }
        if (block[lineEnd] != '\r' || block[lineEnd + 1] != '\n') {
            throw bad("a control in the value of a field");
        }
        int valueEnd = lineEnd;
        while (valueEnd > valueStart && isSpace(block[valueEnd - 1])) {
            valueEnd--;
        }
        remember(start, nameEnd, valueEnd);
        return lineEnd + 2;
    }

    private int skipSpace(int from) {
        int at = from;
        while (isSpace(block[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private void remember(int nameStart, int nameEnd, int valueEnd) {
        if (size == maximum) {
            throw new MalformedException(MalformedException.HEAD_TOO_LARGE, "more than " + maximum + " fields");
        }
        int at = size * Fields.STRIDE;
        if (at == index.length) {
            index = Arrays.copyOf(index, at * 2);
        }
        index[at] = nameStart;
        index[at + 1] = nameEnd;
        index[at + 2] = valueEnd;
        index[at + 3] = 0;
        size++;
    }
}
