package dev.sluice.server.hosting;

import io.helidon.common.Weighted;
import io.helidon.common.Weights;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.HttpService;
import java.util.function.Supplier;

/**
 * A routing through which own routes are registered: they are put behind the gates of a pipeline. Filters, error
 * handlers and settings concern the whole routing, as always.
 */
public final class GuardedRouting implements HttpRouting.Builder {
    private final HostedExchanges exchanges;
    private final HttpRouting.Builder routing;

    private GuardedRouting(HostedExchanges exchanges, HttpRouting.Builder routing) {
        this.exchanges = exchanges;
        this.routing = routing;
    }

    /** The routing as services see it that register their routes. */
    public static HttpRouting.Builder of(HostedExchanges exchanges, HttpRouting.Builder routing) {
        routing.addFilter(new EndOfExchange());
        return new GuardedRouting(exchanges, routing);
    }

    @Override
    public HttpRouting.Builder register(HttpService... services) {
        routing.register(GuardedService.all(exchanges, services));
        return this;
    }

    @Override
    public HttpRouting.Builder register(String pathPattern, HttpService... services) {
        routing.register(pathPattern, GuardedService.all(exchanges, services));
        return this;
    }

    @Override
    public HttpRouting.Builder route(HttpRoute route) {
        routing.route(GuardedRoute.of(exchanges, route));
        return this;
    }

    @Override
    public HttpRouting.Builder addFilter(Filter filter) {
        routing.addFilter(filter);
        return this;
    }

    @Override
    public HttpRouting.Builder addFeature(Supplier<? extends HttpFeature> feature) {
        routing.addFeature(new Feature(exchanges, feature.get()));
        return this;
    }

    @Override
    public <T extends Throwable> HttpRouting.Builder error(Class<T> type, ErrorHandler<? super T> handler) {
        routing.error(type, handler);
        return this;
    }

    @Override
    public HttpRouting.Builder maxReRouteCount(int count) {
        routing.maxReRouteCount(count);
        return this;
    }

    @Override
    public HttpRouting.Builder security(HttpSecurity security) {
        routing.security(security);
        return this;
    }

    @Override
    public HttpRouting.Builder copy() {
        return new GuardedRouting(exchanges, routing.copy());
    }

    @Override
    public HttpRouting build() {
        return routing.build();
    }

    private record Feature(HostedExchanges exchanges, HttpFeature own) implements HttpFeature, Weighted {
        @Override
        public void setup(HttpRouting.Builder routing) {
            own.setup(new GuardedRouting(exchanges, routing));
        }

        @Override
        public double weight() {
            return Weights.find(own, Weighted.DEFAULT_WEIGHT);
        }

        @Override
        public String socket() {
            return own.socket();
        }

        @Override
        public boolean socketRequired() {
            return own.socketRequired();
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
}
