package dev.sluice.forwarder.connection;

import dev.sluice.core.Cidr;
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
 * Where a name leads, looked up again for each new connection: all its addresses by the JDK, which keeps them for 30 s,
 * or the one that a resolver chooses.
 */
final class Addresses {
    private Addresses() {}

    /**
     * The addresses to try.
     *
     * @param turn of this connection: those of a family are begun with in turn, so that all get their share
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
     * The resolver's first family first, but with the families in turn, so that a broken one costs one try (RFC 8305 §4).
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
