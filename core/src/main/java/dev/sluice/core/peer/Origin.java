package dev.sluice.core.peer;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who a client is, and what it has asked for, behind the trusted hops between it and us: the one answer that gates, keys
 * of limits, redirects, cookies, trace and forwarded fields use. The host settles it once, before the first gate. Where
 * nobody is trusted it is the {@linkplain Peer peer} itself. Immutable.
 *
 * @param address its IP address; empty for a unix socket
 * @param text the address as text without an IPv6 zone, or {@code unix}
 * @param scheme {@code http} or {@code https}: what it speaks, to us or to the hop that has terminated TLS
 * @param authority the host and port that it asked for, as it wrote them (RFC 9110 §7.2); empty if it named none
 * @param port the port that it asked for; if it named none, the scheme's default
 * @param way how its request came from there to here
 */
public record Origin(Optional<InetAddress> address, String text, String scheme, String authority, int port, Way way) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MOST = 65_535;

    /**
     * How a request came from its origin.
     *
     * @param claims what is said of the way before the origin, furthest first: nobody has verified it
     * @param hops the addresses of the trusted hops behind the origin, the peer last; empty if the origin is the peer
     */
    public record Way(List<String> claims, List<String> hops) {
        /** Nobody in between, and nothing said about it. */
        public static final Way DIRECT = new Way(List.of(), List.of());

        /** Keeps copies. */
        public Way {
            claims = List.copyOf(claims);
            hops = List.copyOf(hops);
        }
    }

    /**
     * A client that speaks to us itself.
     *
     * @param peer the other end of its connection
     * @param authority its Host field or {@code :authority}; empty if it has none
     * @return the origin
     */
    public static Origin of(Peer peer, String authority) {
        String scheme = peer.secure() ? "https" : "http";
        return new Origin(peer.address(), peer.host(), scheme, authority, port(authority, scheme), Way.DIRECT);
    }

    /**
     * The port that an authority means.
     *
     * @param authority host, or host and port
     * @param scheme {@code http} or {@code https}
     * @return the one that is written, else the scheme's default
     */
    public static int port(String authority, String scheme) {
        int colon = authority.lastIndexOf(':');
        if (colon <= authority.lastIndexOf(']')) {
            return byDefault(scheme);
        }
        int port = 0;
        for (int i = colon + 1; i < authority.length(); i++) {
            int digit = authority.charAt(i) - '0';
            if (digit < 0 || digit > 9 || port > MOST / 10) {
                return byDefault(scheme);
            }
            port = port * 10 + digit;
        }
        return port == 0 || port > MOST ? byDefault(scheme) : port;
    }

    private static int byDefault(String scheme) {
        return scheme.equals("https") ? HTTPS : HTTP;
    }

    /**
     * The host that it asked for.
     *
     * @return the authority without its port; an IPv6 address in brackets
     */
    public String host() {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    /**
     * Whether it speaks TLS.
     *
     * @return true for https
     */
    public boolean secure() {
        return scheme.equals("https");
    }
}
