package dev.sluice.core;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Locale;

/** What a limit counts by: the client's address, a field, or whatever a program says. */
@FunctionalInterface
public interface Source {
    /**
     * The key of a request. Everybody without one (a missing field) shares the empty key.
     *
     * @param request what arrived
     * @return the key
     */
    String key(Request request);

    /**
     * The client's address: IPv4 whole, IPv6 by its /64 prefix, since one subscriber holds at least that.
     *
     * @return the source
     */
    static Source clientIp() {
        return new Named("clientIp()", request -> addressKey(request.client().peer(), 64));
    }

    /**
     * The client's address, with an IPv6 prefix of one's own.
     *
     * @param ipv6PrefixBits 1 to 128
     * @return the source
     */
    static Source clientIp(int ipv6PrefixBits) {
        if (ipv6PrefixBits < 1 || ipv6PrefixBits > 128) {
            throw new IllegalArgumentException("ipv6PrefixBits must be 1..128, is " + ipv6PrefixBits);
        }
        return new Named(
                "clientIp(" + ipv6PrefixBits + ")",
                request -> addressKey(request.client().peer(), ipv6PrefixBits));
    }

    /**
     * A field of the request, such as {@code X-Api-Key}.
     *
     * @param name the field's name, in any case
     * @return the source
     */
    static Source header(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("header name must not be empty");
        }
        return new Named(
                "header(" + name + ")", request -> request.fields().first(name).orElse(""));
    }

    /**
     * The host that the request names, with its port, in lower case.
     *
     * @return the source
     */
    static Source host() {
        return new Named(
                "host()", request -> request.fields().first("Host").orElse("").toLowerCase(Locale.ROOT));
    }

    private static String addressKey(Peer peer, int prefixBits) {
        return peer.address().filter(Inet6Address.class::isInstance).isEmpty()
                ? peer.host()
                : prefix(peer.address().get(), prefixBits);
    }

    private static String prefix(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        for (int bit = bits; bit < 128; bit++) {
            bytes[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
        }
        return HexFormat.of().formatHex(bytes) + "/" + bits;
    }

    /**
     * A source with a name for {@code explain()}.
     *
     * @param name as the DSL writes it
     * @param source what it does
     */
    record Named(String name, Source source) implements Source {
        @Override
        public String key(Request request) {
            return source.key(request);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
