package dev.sluice.core.syntax;

import java.net.InetAddress;

/** IP addresses as text: IPv4 in decimals, IPv6 in the one form of RFC 5952. */
public final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** The text of an address, without a zone. */
    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 2 * GROUPS ? ipv6(bytes) : address.getHostAddress();
    }

    /** Lower case, no leading zeros, the longest run of two or more zero groups, the first of equals, as {@code ::}. */
    private static String ipv6(byte[] bytes) {
        int zerosAt = -1;
        int zeros = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zerosFrom(bytes, i);
            if (run > zeros) {
                zerosAt = i;
                zeros = run;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == zerosAt) {
                text.append("::");
                i += zeros - 1;
            } else {
                text.append(i == 0 || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(group(bytes, i)));
            }
        }
        return text.toString();
    }

    private static int zerosFrom(byte[] bytes, int first) {
        int end = first;
        while (end < GROUPS && group(bytes, end) == 0) {
            end++;
        }
        return end - first;
    }

    private static int group(byte[] bytes, int i) {
        return ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
}
