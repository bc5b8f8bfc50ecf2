package dev.sluice.core.syntax;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A range of IP addresses (RFC 4632, RFC 4291 §2.3), such as {@code 10.0.0.0/8}, {@code 2001:db8::/32} or one address.
 *
 * <p>An IPv4-mapped IPv6 address ({@code ::ffff:192.0.2.1}) is the IPv4 address it stands for, on both sides of a
 * comparison. Nothing here ever asks DNS. Immutable; a comparison costs a few nanoseconds.
 *
 * @param network the first address of the range
 * @param prefixBits how many leading bits are fixed: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Cidr(InetAddress network, int prefixBits) {
    private static final int MAPPED_BITS = 96;
    private static final int LONGEST_LITERAL = 45;

    /**
     * Checks a range.
     *
     * @throws IllegalArgumentException if the prefix is too long, or bits behind it are set
     */
    public Cidr {
        byte[] bytes = network.getAddress();
        if (isMapped(bytes)) {
            bytes = Arrays.copyOfRange(bytes, 12, 16);
            network = address(bytes);
            prefixBits -= MAPPED_BITS;
        }
        String text = AddressText.of(network) + "/" + prefixBits;
        if (prefixBits < 0 || prefixBits > bytes.length * 8) {
            throw new IllegalArgumentException(
                    "address range '" + text + "': the prefix must be 0.." + bytes.length * 8 + " bits");
        }
        byte[] first = masked(bytes, prefixBits);
        if (!Arrays.equals(first, bytes)) {
            throw new IllegalArgumentException("address range '" + text + "' has bits behind its prefix, write "
                    + AddressText.of(address(first)) + "/" + prefixBits);
        }
    }

    /**
     * Parses {@code address/bits}, or a single address. Names are refused, not looked up.
     *
     * @param text the range
     * @return the range
     * @throws IllegalArgumentException with the reason and the text
     */
    public static Cidr of(String text) {
        String stripped = text.strip();
        int slash = stripped.indexOf('/');
        String literal = slash < 0 ? stripped : stripped.substring(0, slash);
        InetAddress address = address(literal)
                .orElseThrow(() -> new IllegalArgumentException(
                        "address range '" + text + "' must be an IP address, or address/bits"));
        int length = address.getAddress().length * 8;
        if (slash < 0) {
            return new Cidr(address, length);
        }
        int bits = decimal(stripped.substring(slash + 1), 128);
        if (bits < 0) {
            throw new IllegalArgumentException("address range '" + text + "': the prefix must be a number of bits");
        }
        boolean mapped = length == 32 && literal.indexOf(':') >= 0;
        return new Cidr(address, mapped ? bits - MAPPED_BITS : bits);
    }

    /**
     * The address that a literal stands for, without DNS: what a forwarded field or an option may hold.
     *
     * @param literal dotted decimal without leading zeros, or IPv6 without brackets and zone
     * @return the address, or empty if the text is anything else
     */
    public static Optional<InetAddress> address(String literal) {
        return literal.indexOf(':') >= 0 ? ipv6(literal) : ipv4(literal).map(Cidr::address);
    }

    private static Optional<byte[]> ipv4(String literal) {
        String[] parts = literal.split("\\.", 5);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int octet = decimal(parts[i], 255);
            if (octet < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) octet;
        }
        return Optional.of(bytes);
    }

    private static Optional<InetAddress> ipv6(String literal) {
        boolean plain = literal.length() <= LONGEST_LITERAL
                && literal.charAt(0) != '.' // the JDK would look it up
                && literal.chars().allMatch(c -> c == ':' || c == '.' || HexFormat.isHexDigit(c));
        if (!plain) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException notALiteral) {
            return Optional.empty();
        }
    }

    /** The number, or -1 if the text is not a plain decimal up to a maximum. */
    private static int decimal(String text, int max) {
        boolean plain = !text.isEmpty()
                && text.length() <= 3
                && (text.length() == 1 || text.charAt(0) != '0')
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = plain ? Integer.parseInt(text) : -1;
        return number <= max ? number : -1;
    }

    /**
     * The addresses of this machine: {@code 127.0.0.0/8} and {@code ::1}.
     *
     * @return the ranges
     */
    public static List<Cidr> loopback() {
        return List.of(of("127.0.0.0/8"), of("::1"));
    }

    /**
     * The addresses of private networks (RFC 1918, RFC 4193), without loopback and link-local ones.
     *
     * @return the ranges
     */
    public static List<Cidr> privateNetworks() {
        return List.of(of("10.0.0.0/8"), of("172.16.0.0/12"), of("192.168.0.0/16"), of("fc00::/7"));
    }

    /**
     * Whether an address is in the range.
     *
     * @param address IPv4 or IPv6; its zone does not matter
     * @return true if it is; IPv4 is never in a range of IPv6
     */
    public boolean contains(InetAddress address) {
        byte[] theirs = address.getAddress();
        byte[] ours = network.getAddress();
        int skipped = isMapped(theirs) ? 12 : 0;
        if (theirs.length - skipped != ours.length) {
            return false;
        }
        int whole = prefixBits >> 3;
        if (!Arrays.equals(theirs, skipped, skipped + whole, ours, 0, whole)) {
            return false;
        }
        int rest = prefixBits & 7;
        return rest == 0 || (theirs[skipped + whole] ^ ours[whole]) >> (8 - rest) == 0;
    }

    /**
     * Whether an address is in one of several ranges.
     *
     * @param ranges where to look
     * @param address which address
     * @return true if one contains it
     */
    public static boolean anyContains(List<Cidr> ranges, InetAddress address) {
        for (Cidr range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMapped(byte[] bytes) {
        if (bytes.length != 16 || bytes[10] != -1 || bytes[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] masked(byte[] bytes, int prefixBits) {
        byte[] first = bytes.clone();
        for (int bit = prefixBits; bit < bytes.length * 8; bit++) {
            first[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
        }
        return first;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", impossible);
        }
    }

    /** The range as {@link #of} parses it, such as {@code 10.0.0.0/8}. */
    @Override
    public String toString() {
        return AddressText.of(network) + "/" + prefixBits;
    }
}
