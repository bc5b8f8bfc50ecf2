package dev.sluice.forwarder.connection;

import dev.sluice.core.Cidr;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Where a name leads: all its addresses, looked up again for each new connection (the JDK keeps them for 30 s). */
final class Addresses {
    private Addresses() {}

    static List<InetAddress> of(String host, Progress progress) throws IOException {
        Optional<InetAddress> literal = Cidr.address(host);
        return literal.isPresent()
                ? List.of(literal.get())
                : interleaved(Aside.call(progress, () -> InetAddress.getAllByName(host)));
    }

    /** In the resolver's order, but with the families in turn, so that a broken one costs one try (RFC 8305 §4). */
    static List<InetAddress> interleaved(InetAddress... addresses) {
        Deque<InetAddress> first = new ArrayDeque<>();
        Deque<InetAddress> second = new ArrayDeque<>();
        for (InetAddress address : addresses) {
            (address.getClass() == addresses[0].getClass() ? first : second).add(address);
        }
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
}
