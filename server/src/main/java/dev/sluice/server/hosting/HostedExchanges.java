package dev.sluice.server.hosting;

import dev.sluice.server.portable.PortableExchange;
import dev.sluice.server.routed.RoutedRequest;
import dev.sluice.server.rules.HostTime;
import dev.sluice.server.rules.HostedExchange;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * Finds the exchange behind a request of Helidon's routing, in either host, and the steps that run on it.
 *
 * @param source the steps
 * @param time what the portable host times exchanges by
 */
public record HostedExchanges(StepsSource source, HostTime time) {
    HostedExchange of(ServerRequest request, ServerResponse response) {
        return request instanceof RoutedRequest routed
                ? routed.exchange()
                : PortableExchange.of(request, response, time);
    }

    /** The steps of an exchange, which say what its errors look like. */
    PipelineSteps steps(HostedExchange exchange) {
        PipelineSteps steps = source.of(exchange.state());
        steps.errors().ifPresent(exchange.state()::errors);
        return steps;
    }
}
