package dev.sluice.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * HPACK (RFC 7541) for tests: an encoder of literals, and a decoder with a dynamic table. Fields are texts like
 * {@code name: value}, of one char a byte.
 */
final class Hpack {
    private static final String[] STATIC =
            (":authority=|:method=GET|:method=POST|:path=/|:path=/index.html|:scheme=http|:scheme=https|:status=200|"
                            + ":status=204|:status=206|:status=304|:status=400|:status=404|:status=500|accept-charset=|"
                            + "accept-encoding=gzip, deflate|accept-language=|accept-ranges=|accept=|"
                            + "access-control-allow-origin=|age=|allow=|authorization=|cache-control=|"
                            + "content-disposition=|content-encoding=|content-language=|content-length=|"
                            + "content-location=|content-range=|content-type=|cookie=|date=|etag=|expect=|expires=|"
                            + "from=|host=|if-match=|if-modified-since=|if-none-match=|if-range=|if-unmodified-since=|"
                            + "last-modified=|link=|location=|max-forwards=|proxy-authenticate=|proxy-authorization=|"
                            + "range=|referer=|refresh=|retry-after=|server=|set-cookie=|strict-transport-security=|"
                            + "transfer-encoding=|user-agent=|vary=|via=|www-authenticate=")
                    .replace("=", ": ")
                    .split("\\|", -1);

    /** The lengths in bits of the codes of appendix B, as letters from A for 5; within a length codes follow each other. */
    private static final String LENGTHS = "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHF"
            + "IBCCCCCCCCCCCCCCCCCCCCCCDCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIX"
            + "PRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSSPRRRSRRS"
            + "VVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWVZ";

    private static final int LONGEST = 30;

    private final List<String> table = new ArrayList<>();
    private int tableLimit = 4_096;

    /** Each field as a literal that is not indexed, with a literal name. */
    static byte[] encode(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String field : fields) {
            int colon = field.indexOf(": ", 1);
            if (colon < 0) {
                throw new IllegalArgumentException("a field is 'name: value', not '" + field + "'");
            }
            block.write(0);
            string(block, field.substring(0, colon));
            string(block, field.substring(colon + 2));
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            while (rest >= 128) {
                block.write((rest & 127) | 128);
                rest >>>= 7;
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    List<String> decode(byte[] block) {
        List<String> fields = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(block);
        while (in.hasRemaining()) {
            int first = in.get(in.position()) & 0xff;
            if (first >= 0x80) {
                fields.add(entry(number(in, 7)));
            } else if (first >= 0x40) {
                fields.add(literal(in, 6));
                table.addFirst(fields.getLast());
                evict();
            } else if (first >= 0x20) {
                tableLimit = number(in, 5);
                evict();
            } else {
                fields.add(literal(in, 4));
            }
        }
        return fields;
    }

    private void evict() {
        while (table.stream().mapToInt(entry -> entry.length() - 2 + 32).sum() > tableLimit) {
            table.removeLast();
        }
    }

    private String literal(ByteBuffer in, int bits) {
        int index = number(in, bits);
        String name = index == 0 ? string(in) : name(entry(index));
        return name + ": " + string(in);
    }

    private static String name(String field) {
        return field.substring(0, field.indexOf(": ", 1));
    }

    private String entry(int index) {
        if (index < 1 || index > STATIC.length + table.size()) {
            throw new AssertionError("a head with index " + index + " of " + (STATIC.length + table.size()));
        }
        return index <= STATIC.length ? STATIC[index - 1] : table.get(index - STATIC.length - 1);
    }

    private static int number(ByteBuffer in, int bits) {
        int most = (1 << bits) - 1;
        int value = in.get() & most;
        if (value < most) {
            return value;
        }
        int shift = 0;
        int next;
        do {
            next = in.get();
            value += (next & 127) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    private static String string(ByteBuffer in) {
        boolean huffman = in.get(in.position()) < 0;
        byte[] bytes = new byte[number(in, 7)];
        in.get(bytes);
        return huffman ? huffman(bytes) : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String huffman(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int code = 0;
        int length = 0;
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            code = (code << 1) | ((bytes[bit / 8] >> (7 - bit % 8)) & 1);
            length++;
            int symbol = symbol(code, length);
            if (symbol >= 0) {
                text.append((char) symbol);
                code = 0;
                length = 0;
            }
        }
        if (length > 7 || code != (1 << length) - 1) {
            throw new AssertionError("a Huffman code padded with " + length + " bits " + Integer.toBinaryString(code));
        }
        return text.toString();
    }

    /** The symbol of a code; -1 if none of this length has it. */
    private static int symbol(int code, int length) {
        int next = 0;
        for (int of = 5; of <= LONGEST && of <= length; of++) {
            char letter = (char) ('A' + of - 5);
            if (of == length && code >= next) {
                return nth(letter, code - next);
            }
            next = (next + (int) LENGTHS.chars().filter(each -> each == letter).count()) << 1;
        }
        return -1;
    }

    private static int nth(char letter, int n) {
        int at = LENGTHS.indexOf(letter);
        for (int skipped = 0; skipped < n && at >= 0; skipped++) {
            at = LENGTHS.indexOf(letter, at + 1);
        }
        return at;
    }
}
