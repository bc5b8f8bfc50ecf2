package dev.sluice.forwarder.connection;

import dev.sluice.core.syntax.Cidr;
import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.spi.DnsResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Looks up the addresses of a host, for each new connection: all addresses by the JDK, which caches them for 30 s, or
 * the one address that a configured resolver gives.
 */
final class Addresses {
    private Addresses() {}

    /**
     * The addresses to try.
     *
     * @param turn the number of this connection: connections start with the addresses of a family in turn, so that all
     *     are used
     */
    static List<InetAddress> of(String host, int turn, Optional<DnsResolver> resolver, Progress progress)
            throws IOException {
        Optional<InetAddress> literal = Cidr.address(host);
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        return resolver.isPresent()
                ? List.of(Aside.call(progress, () -> chosen(resolver.get(), host)))
                : interleaved(turn, Aside.call(progress, () -> InetAddress.getAllByName(host)));
    }

    private static InetAddress chosen(DnsResolver resolver, String host) {
        return resolver.resolveAddress(host, DnsAddressLookup.defaultLookup());
    }

    /**
     * Orders addresses with IPv6 and IPv4 alternating, starting with the family of the resolver's first address, so
     * that a family without connectivity costs one attempt (RFC 8305 §4).
     */
    static List<InetAddress> interleaved(int turn, InetAddress... addresses) {
        Deque<InetAddress> first = new ArrayDeque<>();
        Deque<InetAddress> second = new ArrayDeque<>();
        for (InetAddress address : addresses) {
            (address.getClass() == addresses[0].getClass() ? first : second).add(address);
        }
        rotate(first, turn);
        rotate(second, turn);
        List<InetAddress> all = new ArrayList<>(addresses.length);
        while (!first.isEmpty() || !second.isEmpty()) {
            if (!first.isEmpty()) {
                all.add(first.remove());
            }
            if (!second.isEmpty()) {
                all.add(second.remove());
            }
        }
        return all;
    }

    private static void rotate(Deque<InetAddress> family, int turn) {
        for (int i = family.isEmpty() ? 0 : Math.floorMod(turn, family.size()); i > 0; i--) {
            family.add(family.remove());
        }
    }
}
