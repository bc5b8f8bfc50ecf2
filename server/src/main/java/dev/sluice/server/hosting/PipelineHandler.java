package dev.sluice.server.hosting;

import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.server.rules.HostedExchange;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A pipeline as a handler of Helidon's routing. It is the edge where an exception or error, which is a bug, becomes 500
 * once, and a broken request body that a step was reading becomes the answer for it.
 */
public final class PipelineHandler implements Handler {
    private final HostedExchanges exchanges;
    private final Predicate<Request> mine;
    private final boolean refusesAmbiguous;
    private final Consumer<WebServer> started;

    /**
     * Hosts a pipeline.
     *
     * @param exchanges what answers
     * @param mine which requests; the others are passed on to the routes behind
     * @param refusesAmbiguous whether a target that other routes could read differently is answered 400
     * @param started told of a server that has started with it, and may refuse by an exception
     */
    public PipelineHandler(
            HostedExchanges exchanges, Predicate<Request> mine, boolean refusesAmbiguous, Consumer<WebServer> started) {
        this.exchanges = exchanges;
        this.refusesAmbiguous = refusesAmbiguous;
        this.mine = mine;
        this.started = started;
    }

    @Override
    public void afterStart(WebServer server) {
        started.accept(server);
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        HostedExchange exchange = exchanges.of(request, response);
        if (exchange.refused()) {
            return;
        }
        if (!mine.test(exchange.request())) {
            response.next();
            return;
        }
        Response answer;
        try {
            answer = answer(exchange);
        } catch (TransferException broken) {
            answer = Response.failed(broken.failure(), Provenance.LOCAL);
        } catch (RuntimeException | Error bug) {
            answer = exchange.state().failed(bug);
        }
        exchange.send(answer);
    }

    private Response answer(HostedExchange exchange) {
        PipelineSteps steps = exchanges.steps(exchange);
        Optional<String> ambiguity =
                refusesAmbiguous ? BesideRoutes.ambiguity(exchange.request().target()) : Optional.empty();
        return ambiguity.isEmpty()
                ? steps.answer(exchange)
                : steps.refuse(
                        exchange,
                        Response.problem(
                                Status.BAD_REQUEST_400,
                                Reason.AMBIGUOUS_TARGET,
                                "The target can be read in more than one way: " + ambiguity.get() + "\n"));
    }
}
