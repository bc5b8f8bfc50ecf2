package dev.sluice.core.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads parameters of a query as HTML forms write them (WHATWG URL §5.1). */
public final class QueryText {
    private QueryText() {}

    /** The value of the first parameter with a name, decoded; empty if there is none. */
    public static String first(String target, String name) {
        int at = target.indexOf('?') + 1;
        while (at > 0 && at <= target.length()) {
            int and = target.indexOf('&', at);
            int end = and < 0 ? target.length() : and;
            int equals = target.indexOf('=', at);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (decoded(target.substring(at, nameEnd)).equals(name)) {
                return nameEnd == end ? "" : decoded(target.substring(nameEnd + 1, end));
            }
            at = end + 1;
        }
        return "";
    }

    private static String decoded(String text) {
        if (text.chars().allMatch(c -> c < 0x80 && c != '%' && c != '+')) {
            return text;
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i = Escapes.next(text, i)) {
            octets.write(text.charAt(i) == '+' ? ' ' : Escapes.decoded(text, i));
        }
        return octets.toString(StandardCharsets.UTF_8);
    }
}
