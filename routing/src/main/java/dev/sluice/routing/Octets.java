package dev.sluice.routing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Percent-encoded texts: decoded octets are kept as one char each. */
final class Octets {
    private static final int HEX = 16;
    private static final String DIGITS = "0123456789ABCDEF";

    private Octets() {}

    /** The octets of a percent-encoded text, one char each. A percent sign that begins no escape stands for itself. */
    static String decoded(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            int octet = c == '%' && at + 2 < text.length() ? octet(text.charAt(at + 1), text.charAt(at + 2)) : -1;
            if (octet >= 0) {
                out.append((char) octet);
                at += 2;
            } else {
                out.append(plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        return out.toString();
    }

    private static int octet(char high, char low) {
        int h = high < 0x80 ? Character.digit(high, HEX) : -1;
        int l = low < 0x80 ? Character.digit(low, HEX) : -1;
        return h < 0 || l < 0 ? -1 : HEX * h + l;
    }

    /** The text that octets spell in UTF-8; what is no UTF-8 becomes the replacement character. */
    static String text(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.charAt(i) >= 0x80) {
                return StandardCharsets.UTF_8
                        .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                        .toString();
            }
        }
        return octets;
    }

    static void escape(char octet, StringBuilder out) {
        out.append('%').append(DIGITS.charAt(octet / HEX)).append(DIGITS.charAt(octet % HEX));
    }

    static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }
}
