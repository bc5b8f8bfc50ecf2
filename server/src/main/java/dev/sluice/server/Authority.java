package dev.sluice.server;

/** The grammar of {@code uri-host [":" port]} (RFC 3986 §3.2.2, RFC 9110 §7.2): no user info, nothing else. */
final class Authority {
    private static final String NAME_MARKS = "-._~!$&'()*+,;=%";

    private Authority() {}

    static boolean isValid(String text) {
        int portAt;
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            if (close < 0 || !isAddress(text.substring(1, close))) {
                return false;
            }
            portAt = close + 1;
        } else {
            int colon = text.indexOf(':');
            portAt = colon < 0 ? text.length() : colon;
            if (portAt == 0 || !isName(text.substring(0, portAt))) {
                return false;
            }
        }
        return portAt == text.length() || (text.charAt(portAt) == ':' && isPort(text.substring(portAt + 1)));
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isAlphanumeric(c) && NAME_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isAddress(String address) {
        if (address.indexOf(':') < 0) {
            return false;
        }
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(String port) {
        if (port.length() > 5) {
            return false;
        }
        for (int i = 0; i < port.length(); i++) {
            if (port.charAt(i) < '0' || port.charAt(i) > '9') {
                return false;
            }
        }
        return port.isEmpty() || Integer.parseInt(port) <= 65_535;
    }
}
