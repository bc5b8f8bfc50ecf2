package dev.sluice.server;

import dev.sluice.server.portable.PortableExchange;
import dev.sluice.server.routed.RoutedRequest;
import dev.sluice.server.rules.HostedExchange;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Finds the exchange behind Helidon's request, in either host. */
final class HostedExchanges {
    private HostedExchanges() {}

    static HostedExchange of(ServerRequest request, ServerResponse response) {
        return request instanceof RoutedRequest routed ? routed.exchange() : PortableExchange.of(request, response);
    }
}
