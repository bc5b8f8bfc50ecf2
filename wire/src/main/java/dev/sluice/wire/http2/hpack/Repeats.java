package dev.sluice.wire.http2.hpack;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The literals that were put into the table last, as they were encoded. Some peers, nginx among them, never refer to the
 * table that they fill, but send the same bytes in every head: those need not be decoded and checked again. For names of the
 * static table, and short values.
 */
final class Repeats {
    /** Names whose numbers differ by so many share a place. Those that servers send in every head do not. */
    private static final int PLACES = 32;

    /** A value of more bytes, as it is encoded, is decoded each time. */
    private static final int LONGEST = 64;

    private @Nullable Literal[] last = {};

    /** What came of a name and an encoded value. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Literal(int number, byte[] code, TableField field) {}

    /**
     * A literal that was kept.
     *
     * @param number of the name in the static table
     * @param block holds the encoded value
     * @param at where it begins
     * @param end where the block ends
     * @return null if the value is another
     */
    @Nullable
    Literal find(int number, byte[] block, int at, int end) {
        Literal known = last.length == 0 ? null : last[number & (PLACES - 1)];
        return known != null && known.number == number && startsWith(known.code, block, at, end) ? known : null;
    }

    private static boolean startsWith(byte[] code, byte[] block, int at, int end) {
        return code.length <= end - at && Arrays.equals(code, 0, code.length, block, at, at + code.length);
    }

    /** Keeps what came of a literal whose encoded value is between two places of a block, unless it is long. */
    void keep(int number, byte[] block, int start, int end, TableField field) {
        if (end - start > LONGEST) {
            return;
        }
        if (last.length == 0) {
            last = new @Nullable Literal[PLACES];
        }
        last[number & (PLACES - 1)] = new Literal(number, Arrays.copyOfRange(block, start, end), field);
    }
}
