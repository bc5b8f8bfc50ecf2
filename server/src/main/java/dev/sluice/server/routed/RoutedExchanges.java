package dev.sluice.server.routed;

import dev.sluice.server.exchange.ExchangeService;
import dev.sluice.server.exchange.WireExchange;
import io.helidon.http.HttpException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;

/** Serves the exchanges of one connection by the listener's routing: filters, own routes, and the pipeline. */
public final class RoutedExchanges implements ExchangeService {
    private final ConnectionContext ctx;
    private final HttpRouting routing;

    /**
     * Serves by the routing of a connection's listener.
     *
     * @param ctx the connection
     */
    public RoutedExchanges(ConnectionContext ctx) {
        this.ctx = ctx;
        this.routing = ctx.router().routing(HttpRouting.class, HttpRouting.empty());
    }

    @Override
    public void serve(WireExchange exchange) {
        try {
            RoutedRequest request = new RoutedRequest(ctx, routing.security(), exchange);
            routing.route(ctx, request, new RoutedResponse(ctx, request, exchange));
        } catch (CloseConnectionException asked) {
            exchange.abandon();
        } catch (HttpException refused) {
            exchange.fail(refused.status());
        }
    }
}
