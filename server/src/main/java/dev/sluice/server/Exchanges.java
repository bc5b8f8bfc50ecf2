package dev.sluice.server;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Finds the exchange behind Helidon's request, in either host. */
final class Exchanges {
    private Exchanges() {}

    static Exchange of(ServerRequest request, ServerResponse response) {
        return request instanceof RoutedRequest routed ? routed.exchange() : PortableExchange.of(request, response);
    }
}
