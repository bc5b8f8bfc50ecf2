package dev.sluice.core.syntax;

/** Reads percent-encoded octets (RFC 3986 §2.1) without making strings. */
final class Escapes {
    private static final int HEX = 16;

    private Escapes() {}

    /** Whether a percent sign and two hex digits stand there. */
    static boolean isAt(String text, int at) {
        return text.charAt(at) == '%'
                && at + 2 < text.length()
                && digit(text.charAt(at + 1)) >= 0
                && digit(text.charAt(at + 2)) >= 0;
    }

    /** The character there, or the octet that is encoded there. */
    static int decoded(String text, int at) {
        return isAt(text, at) ? HEX * digit(text.charAt(at + 1)) + digit(text.charAt(at + 2)) : text.charAt(at);
    }

    /** Where the next character or escape begins. */
    static int next(String text, int at) {
        return at + (isAt(text, at) ? 3 : 1);
    }

    /** The value of a hex digit of ASCII, or -1. */
    static int digit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
