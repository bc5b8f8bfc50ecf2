package dev.sluice.server;

import dev.sluice.core.Gate;
import dev.sluice.core.Verdict;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** A gate as a Helidon filter: the same verdicts and completions as inside the handler. */
final class GateFilter implements Filter {
    private final Gate gate;

    GateFilter(Gate gate) {
        this.gate = gate;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        Exchange exchange = Exchanges.of(request, response);
        switch (gate.admit(exchange.request())) {
            case Verdict.Rejected rejected -> exchange.send(rejected.response());
            case Verdict.Admitted admitted -> {
                exchange.onEnd(admitted.completion());
                chain.proceed();
            }
        }
    }

    @Override
    public String toString() {
        return gate.describe();
    }
}
