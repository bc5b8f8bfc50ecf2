package dev.sluice.server;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;

/**
 * A compiled proxy: the leading run of gates, which become a Helidon filter, and the rest, which becomes one handler.
 *
 * @param gates outermost first
 * @param handler the rest
 */
public record Pipeline(List<Gate> gates, Handler handler) {
    /** Keeps its own copy. */
    public Pipeline {
        gates = List.copyOf(gates);
    }

    /**
     * Those that are told of messages that a host refuses.
     *
     * @return outermost first
     */
    public List<ExchangeRecorder> recorders() {
        return gates.stream()
                .filter(ExchangeRecorder.class::isInstance)
                .map(ExchangeRecorder.class::cast)
                .toList();
    }

    /**
     * Puts the pipeline into a routing: its gates work for the whole routing, its handler answers what no route
     * registered before has answered.
     *
     * @param routing where to
     */
    public void install(HttpRouting.Builder routing) {
        routing.addFilter(new PipelineFilter(gates));
        routing.any(new ForwardingHandler(handler));
    }
}
