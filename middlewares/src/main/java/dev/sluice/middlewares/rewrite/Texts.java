package dev.sluice.middlewares.rewrite;

import java.util.HexFormat;

/** Which characters a target or a location may hold, whatever a rule made of it. */
final class Texts {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int DELETE = 0x7f;

    private Texts() {}

    /** Whether there is none that would end a target, or break a line. */
    static boolean isEncoded(String text) {
        return text.chars().noneMatch(c -> c <= ' ' || c >= DELETE || c == '#');
    }

    /**
     * A location that browsers read as it is meant: all but printable ASCII is encoded, backslashes are no slashes, and
     * two slashes in front are one, because they would name a host.
     */
    static String location(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= DELETE || c == '\\') {
                safe.append('%').append(HEX.toHexDigits((byte) c));
            } else {
                safe.append(c);
            }
        }
        while (safe.length() > 1 && safe.charAt(0) == '/' && safe.charAt(1) == '/') {
            safe.deleteCharAt(0);
        }
        return safe.toString();
    }
}
