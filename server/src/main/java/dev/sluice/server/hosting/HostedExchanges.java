package dev.sluice.server.hosting;

import dev.sluice.server.portable.PortableExchange;
import dev.sluice.server.routed.RoutedRequest;
import dev.sluice.server.rules.HostTime;
import dev.sluice.server.rules.HostedExchange;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Finds the exchange behind a request of Helidon's routing, in either host. */
public final class HostedExchanges {
    private HostedExchanges() {}

    static HostedExchange of(ServerRequest request, ServerResponse response, HostTime time) {
        return request instanceof RoutedRequest routed
                ? routed.exchange()
                : PortableExchange.of(request, response, time);
    }
}
