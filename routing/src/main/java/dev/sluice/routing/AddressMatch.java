package dev.sluice.routing;

import dev.sluice.core.Cidr;
import dev.sluice.core.Client;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;

/** The address of the origin or of the peer, in a range. A unix socket is in none. */
record AddressMatch(boolean peer, Cidr range) implements Predicate<MatchContext> {
    @Override
    public boolean test(MatchContext context) {
        Client client = context.request().client();
        Optional<InetAddress> address =
                peer ? client.peer().address() : client.origin().address();
        return address.isPresent() && range.contains(address.get());
    }
}
