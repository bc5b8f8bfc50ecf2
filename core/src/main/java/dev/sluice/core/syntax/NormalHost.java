package dev.sluice.core.syntax;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The form in which hosts are compared (RFC 3986 §3.2.2): without port, in lower case, without the dot at the end that
 * makes a name absolute (RFC 1034 §3.1), an IPv6 address in brackets and as RFC 5952 writes it. All spellings of a name
 * that reach the same server have one normal form. Allocates nothing for a name that is in normal form.
 */
public final class NormalHost {
    private NormalHost() {}

    /**
     * The normal form of the host of an authority.
     *
     * @param authority host, or host and port, such as a Host field
     * @return the normal form, the same object if the authority is that already; empty if it names no host. What is no
     *     host is made lower case and never an error
     */
    public static String of(String authority) {
        if (authority.startsWith("[")) {
            return bracketed(authority);
        }
        int colon = authority.indexOf(':');
        if (colon >= 0 && authority.indexOf(':', colon + 1) >= 0) {
            Optional<String> address = address(authority);
            if (address.isPresent()) {
                return address.get();
            }
        }
        int end = colon < 0 ? authority.length() : colon;
        while (end > 0 && authority.charAt(end - 1) == '.') {
            end--;
        }
        return lower(authority, end);
    }

    private static String bracketed(String authority) {
        int close = authority.indexOf(']');
        if (close < 0) {
            return lower(authority, authority.length());
        }
        return address(authority.substring(1, close))
                .map(text -> authority.equals(text) ? authority : text)
                .orElseGet(() -> lower(authority, close + 1));
    }

    private static Optional<String> address(String literal) {
        Optional<InetAddress> address = Cidr.address(literal);
        return address.map(
                found -> found instanceof Inet6Address ? "[" + AddressText.of(found) + "]" : AddressText.of(found));
    }

    /** The first characters in lower case; only those of ASCII change. */
    private static String lower(String text, int end) {
        for (int i = 0; i < end; i++) {
            if (isUpper(text.charAt(i))) {
                return lowered(text, end, i);
            }
        }
        return text.substring(0, end);
    }

    private static String lowered(String text, int end, int from) {
        StringBuilder out = new StringBuilder(end).append(text, 0, from);
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            out.append(isUpper(c) ? (char) (c | 0x20) : c);
        }
        return out.toString();
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
