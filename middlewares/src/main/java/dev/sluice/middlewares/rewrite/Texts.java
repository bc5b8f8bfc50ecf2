package dev.sluice.middlewares.rewrite;

import java.util.HexFormat;

/** Checks the characters of a target or location that a rule has made. */
final class Texts {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int DELETE = 0x7f;

    private Texts() {}

    /** Whether the text has no character that would end a target, or the line it stands in. */
    static boolean isEncoded(String text) {
        return text.chars().noneMatch(c -> c <= ' ' || c >= DELETE || c == '#');
    }

    /**
     * A location that cannot be misread by browsers: all but printable ASCII is percent-encoded, backslashes too, since
     * browsers read them as slashes, and two slashes in front become one, since two would name a host.
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
