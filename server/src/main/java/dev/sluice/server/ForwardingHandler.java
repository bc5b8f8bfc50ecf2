package dev.sluice.server;

import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.server.rules.HostedExchange;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;

/**
 * The rest of a pipeline as a Helidon handler. The edge where an exception, which is a bug, becomes 500 once, and a
 * broken request body that a handler was reading becomes the answer for it.
 */
final class ForwardingHandler implements io.helidon.webserver.http.Handler {
    private static final System.Logger LOGGER = System.getLogger(ForwardingHandler.class.getName());

    private final Handler handler;

    ForwardingHandler(Handler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        HostedExchange exchange = HostedExchanges.of(request, response);
        Response answer;
        try {
            answer = handler.handle(exchange.request());
        } catch (TransferException broken) {
            answer = Response.failed(broken.failure(), Provenance.LOCAL);
        } catch (RuntimeException bug) {
            LOGGER.log(
                    Level.ERROR,
                    "a middleware or handler failed on " + exchange.request().method(),
                    bug);
            answer = Response.of(Status.INTERNAL_SERVER_ERROR_500, "Internal Server Error\n");
        }
        exchange.send(answer);
    }
}
