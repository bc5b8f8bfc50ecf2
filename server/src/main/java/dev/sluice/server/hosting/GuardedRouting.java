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
    private final PipelineSteps steps;
    private final HttpRouting.Builder routing;

    private GuardedRouting(PipelineSteps steps, HttpRouting.Builder routing) {
        this.steps = steps;
        this.routing = routing;
    }

    /** A view of a routing. */
    public static HttpRouting.Builder of(PipelineSteps steps, HttpRouting.Builder routing) {
        routing.addFilter(new EndOfExchange());
        return new GuardedRouting(steps, routing);
    }

    @Override
    public HttpRouting.Builder register(HttpService... services) {
        routing.register(GuardedService.all(steps, services));
        return this;
    }

    @Override
    public HttpRouting.Builder register(String pathPattern, HttpService... services) {
        routing.register(pathPattern, GuardedService.all(steps, services));
        return this;
    }

    @Override
    public HttpRouting.Builder route(HttpRoute route) {
        routing.route(GuardedRoute.of(steps, route));
        return this;
    }

    @Override
    public HttpRouting.Builder addFilter(Filter filter) {
        routing.addFilter(filter);
        return this;
    }

    @Override
    public HttpRouting.Builder addFeature(Supplier<? extends HttpFeature> feature) {
        routing.addFeature(new Feature(steps, feature.get()));
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
        return new GuardedRouting(steps, routing.copy());
    }

    @Override
    public HttpRouting build() {
        return routing.build();
    }

    private record Feature(PipelineSteps steps, HttpFeature own) implements HttpFeature, Weighted {
        @Override
        public void setup(HttpRouting.Builder routing) {
            own.setup(new GuardedRouting(steps, routing));
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
