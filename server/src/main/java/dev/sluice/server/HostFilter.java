package dev.sluice.server;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * The outermost filter of a pipeline: in a foreign WebServer it makes the exchange and ends it, also if a route beside
 * the proxy answers. The wire host does that itself.
 */
final class HostFilter implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (request instanceof RoutedRequest || PortableExchange.exists(request)) {
            chain.proceed();
            return;
        }
        PortableExchange exchange = PortableExchange.begin(request, response);
        if (exchange.refused()) {
            return;
        }
        try {
            chain.proceed();
        } finally {
            exchange.finish();
        }
    }
}
