package dev.sluice.server;

import dev.sluice.core.Gate;
import dev.sluice.core.Verdict;
import dev.sluice.server.portable.PortableExchange;
import dev.sluice.server.routed.RoutedRequest;
import dev.sluice.server.rules.HostedExchange;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The leading gates of a pipeline as a Helidon filter: the same verdicts and completions as inside the handler. One
 * filter for all of them keeps the stack low that a virtual thread takes along when it waits.
 *
 * <p>In a foreign WebServer it also makes the exchange and ends it, also if a route beside the proxy answers. The wire
 * host does that itself.
 */
final class PipelineFilter implements Filter {
    private final List<Gate> gates;

    PipelineFilter(List<Gate> gates) {
        this.gates = gates;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (request instanceof RoutedRequest || PortableExchange.exists(request)) {
            pass(chain, HostedExchanges.of(request, response));
            return;
        }
        PortableExchange exchange = PortableExchange.begin(request, response);
        if (exchange.refused()) {
            return;
        }
        try {
            pass(chain, exchange);
        } finally {
            exchange.finish();
        }
    }

    private void pass(FilterChain chain, HostedExchange exchange) {
        for (Gate gate : gates) {
            switch (gate.admit(exchange.request())) {
                case Verdict.Rejected rejected -> {
                    exchange.send(rejected.response());
                    return;
                }
                case Verdict.Admitted admitted -> {
                    exchange.onEnd(admitted.completion());
                    exchange.handOn(admitted.attributes());
                }
            }
        }
        chain.proceed();
    }

    @Override
    public String toString() {
        return gates.stream().map(Gate::describe).collect(Collectors.joining(" ", "gates(", ")"));
    }
}
