package dev.sluice.middlewares.rewrite;

import java.util.Optional;

/** The Host field of a request (RFC 9110 §7.2), by the grammar of RFC 3986 §3.2.2 and §3.2.3. */
final class HostField {
    private static final String NAME_MARKS = "-._~!$&'()*+,;=%";

    private static final int ASCII_END = 0x80;
    private static final int HEX = 16;

    private HostField() {}

    /** Its host without the port; empty if it is none. */
    static Optional<String> withoutPort(String line) {
        int end = line.startsWith("[") ? line.indexOf(']') + 1 : endOfName(line);
        String host = line.substring(0, end);
        boolean valid = !host.isEmpty()
                && (host.charAt(0) != '[' || isAddress(host.substring(1, end - 1)))
                && isPort(line.substring(end));
        return valid ? Optional.of(host) : Optional.empty();
    }

    private static int endOfName(String line) {
        int end = 0;
        while (end < line.length() && isNameChar(line.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNameChar(char c) {
        return (c < ASCII_END && Character.isLetterOrDigit(c)) || NAME_MARKS.indexOf(c) >= 0;
    }

    /** Whether a literal has only the characters of an IPv6 address. */
    private static boolean isAddress(String literal) {
        return literal.length() > 1
                && literal.chars()
                        .allMatch(c -> (c < ASCII_END && Character.digit(c, HEX) >= 0) || c == ':' || c == '.');
    }

    private static boolean isPort(String rest) {
        return rest.isEmpty()
                || (rest.charAt(0) == ':' && rest.substring(1).chars().allMatch(c -> c >= '0' && c <= '9'));
    }
}
