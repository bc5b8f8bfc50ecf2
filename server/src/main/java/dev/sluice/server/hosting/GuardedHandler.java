package dev.sluice.server.hosting;

import dev.sluice.core.Response;
import dev.sluice.server.rules.HostedExchange;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;

/** The handler of an own route behind the gates of a pipeline. */
record GuardedHandler(HostedExchanges exchanges, Handler own) implements Handler {
    @Override
    public void handle(ServerRequest request, ServerResponse response) throws Exception {
        HostedExchange exchange = exchanges.of(request, response);
        if (exchange.refused()) {
            return;
        }
        Response rejection = rejection(exchange);
        if (rejection != null) {
            exchange.send(rejection);
        } else {
            own.handle(request, response);
        }
    }

    private @Nullable Response rejection(HostedExchange exchange) {
        try {
            return exchanges.steps(exchange).guard(exchange);
        } catch (RuntimeException | Error bug) {
            return exchange.state().failed(bug);
        }
    }

    @Override
    public void beforeStart() {
        own.beforeStart();
    }

    @Override
    public void afterStart(WebServer webServer) {
        own.afterStart(webServer);
    }

    @Override
    public void afterStop() {
        own.afterStop();
    }
}
