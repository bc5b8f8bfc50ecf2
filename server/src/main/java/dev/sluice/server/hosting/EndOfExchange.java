package dev.sluice.server.hosting;

import dev.sluice.server.portable.PortableExchange;
import dev.sluice.server.routed.RoutedRequest;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Ends an exchange of the portable host whose answer came from an own route, an error handler, or nobody: only a filter
 * sees the end of those. The wire host ends its exchanges itself.
 */
final class EndOfExchange implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (request instanceof RoutedRequest) {
            chain.proceed();
            return;
        }
        try {
            chain.proceed();
        } finally {
            PortableExchange.finish(request);
        }
    }
}
