package dev.sluice.routing;

import dev.sluice.core.Client;
import dev.sluice.core.Request;
import dev.sluice.core.syntax.Cidr;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;

/** The address of the origin or of the peer, in a range. A unix socket is in none. */
record AddressMatch(boolean peer, Cidr range) implements Predicate<Request> {
    @Override
    public boolean test(Request request) {
        Client client = request.client();
        Optional<InetAddress> address =
                peer ? client.peer().address() : client.origin().address();
        return address.isPresent() && range.contains(address.get());
    }
}
