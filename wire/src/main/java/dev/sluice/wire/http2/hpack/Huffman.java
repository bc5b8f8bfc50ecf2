package dev.sluice.wire.http2.hpack;

/**
 * Decodes strings in the Huffman code of RFC 7541 §5.2 and appendix B. The code is canonical: the symbols in the order of
 * the lengths of their codes have ascending codes, so that the lengths say all. Codes of up to {@value #SHORT} bits, which
 * are those of nearly every octet in use, are found by one look into a table.
 */
final class Huffman {
    /** The length of each octet's code in bits, then that of EOS (RFC 7541 appendix B). */
    private static final String LENGTHS = """
            13 23 28 28 28 28 28 28 28 24 30 28 28 30 28 28 28 28 28 28 28 28 30 28 28 28 28 28 28 28 28 28
            6 10 10 12 13 6 8 11 10 10 8 11 8 6 6 6 5 5 5 6 6 6 6 6 6 6 7 8 15 6 12 10
            13 6 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 8 7 8 13 19 13 14 6
            15 5 6 5 6 5 6 6 6 5 7 7 6 6 6 5 6 7 6 5 5 6 7 7 7 7 7 15 11 14 13 28
            20 22 20 20 22 22 22 23 22 23 23 23 23 23 24 23 24 24 22 23 24 23 23 23 23 21 22 23 22 23 23 24
            22 21 20 22 22 23 23 21 23 22 22 24 21 22 23 23 21 21 22 21 23 22 23 23 20 22 22 22 23 22 22 23
            26 26 20 19 22 23 22 25 26 26 26 27 27 26 24 25 19 21 26 27 27 26 27 24 21 21 26 26 28 27 27 27
            20 24 20 21 22 21 21 23 22 22 25 25 24 24 26 23 26 27 26 26 27 27 27 27 27 28 27 27 27 27 27 26
            30
            """;

    /** The length of the shortest code: eight bits of input make at most 8 / 5 octets. */
    private static final int SHORTEST = 5;

    private static final int LONGEST = 30;
    private static final int SHORT = 9;
    private static final int EOS = 256;

    /** By the next bits of input: the octet and the length of its code; 0 if its code is longer. */
    private static final short[] BY_BITS = new short[1 << SHORT];

    /** The octets and EOS in the order of their codes. */
    private static final int[] SYMBOLS = new int[EOS + 1];

    /** By length: the first code behind those of the length, aligned to 32 bits at the left. */
    private static final long[] BEHIND = new long[LONGEST + 1];

    /** By length: where in the symbols a code is, less the code. */
    private static final int[] SHIFT = new int[LONGEST + 1];

    static {
        String[] lengths = LENGTHS.strip().split("\\s+");
        int code = 0;
        int at = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code <<= 1;
            SHIFT[length] = at - code;
            for (int symbol = 0; symbol <= EOS; symbol++) {
                if (Integer.parseInt(lengths[symbol]) == length) {
                    SYMBOLS[at++] = symbol;
                    remember(symbol, code++, length);
                }
            }
            BEHIND[length] = (long) code << (32 - length);
        }
    }

    private Huffman() {}

    private static void remember(int symbol, int code, int length) {
        if (length <= SHORT) {
            int first = code << (SHORT - length);
            for (int bits = first; bits < first + (1 << (SHORT - length)); bits++) {
                BY_BITS[bits] = (short) (length << 8 | symbol);
            }
        }
    }

    /** The most octets that a string of so many bytes can be. */
    static int longest(int length) {
        return (int) (length * 8L / SHORTEST);
    }

    /**
     * Decodes a string.
     *
     * @param source holds it
     * @param offset index of its first byte
     * @param length its length
     * @param target has room for {@link #longest} octets
     * @param start index of the first octet
     * @return index behind the last octet; -1 if it is malformed: it has EOS, or its padding is longer than seven bits or
     *     not of ones
     */
    static int decode(byte[] source, int offset, int length, byte[] target, int start) {
        int at = offset;
        int end = offset + length;
        int to = start;
        long bits = 0; // the next ones, from the left; zeros behind them
        int held = 0;
        while (true) {
            while (held <= 56 && at < end) {
                bits |= (source[at++] & 0xffL) << (56 - held);
                held += 8;
            }
            int found = BY_BITS[(int) (bits >>> (64 - SHORT))];
            int codeLength = found != 0 ? found >> 8 : lengthOfLong(bits >>> 32);
            if (codeLength > held) {
                return held < 8 && bits == ~(-1L >>> held) ? to : -1;
            }
            int symbol = found != 0 ? found & 0xff : SYMBOLS[SHIFT[codeLength] + (int) (bits >>> (64 - codeLength))];
            if (symbol == EOS) {
                return -1;
            }
            target[to++] = (byte) symbol;
            bits <<= codeLength;
            held -= codeLength;
        }
    }

    /** The length of a code of more than {@link #SHORT} bits. */
    private static int lengthOfLong(long bits) {
        int length = SHORT + 1;
        while (bits >= BEHIND[length]) {
            length++;
        }
        return length;
    }
}
