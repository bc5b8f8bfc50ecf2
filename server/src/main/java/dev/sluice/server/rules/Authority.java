package dev.sluice.server.rules;

/** The grammar of {@code uri-host [":" port]} (RFC 3986 §3.2.2, RFC 9110 §7.2): without user information. */
final class Authority {
    private static final String NAME_MARKS = "-._~!$&'()*+,;=%";

    private Authority() {}

    static boolean isValid(String text) {
        int portAt;
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            if (close < 0 || !isAddress(text, 1, close)) {
                return false;
            }
            portAt = close + 1;
        } else {
            int colon = text.indexOf(':');
            portAt = colon < 0 ? text.length() : colon;
            if (portAt == 0 || !isName(text, portAt)) {
                return false;
            }
        }
        return portAt == text.length() || (text.charAt(portAt) == ':' && isPort(text, portAt + 1));
    }

    private static boolean isName(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && NAME_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isAddress(String text, int start, int end) {
        boolean colon = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                return false;
            }
            colon |= c == ':';
        }
        return colon;
    }

    /** Whether it is a port: up to five digits, at most 65535; the empty text is one, too. */
    private static boolean isPort(String text, int start) {
        int port = 0;
        for (int i = start; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9' || i - start == 5) {
                return false;
            }
            port = port * 10 + digit - '0';
        }
        return port <= 65_535;
    }
}
