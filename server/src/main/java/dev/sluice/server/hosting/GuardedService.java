package dev.sluice.server.hosting;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.util.stream.Stream;

/** A service whose routes are behind the gates of a pipeline. */
record GuardedService(PipelineSteps steps, HttpService own) implements HttpService {
    static HttpService[] all(PipelineSteps steps, HttpService... services) {
        return Stream.of(services)
                .map(service -> new GuardedService(steps, service))
                .toArray(HttpService[]::new);
    }

    @Override
    public void routing(HttpRules rules) {
        own.routing(new Rules(steps, rules));
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

    private record Rules(PipelineSteps steps, HttpRules rules) implements HttpRules {
        @Override
        public HttpRules register(HttpService... services) {
            rules.register(all(steps, services));
            return this;
        }

        @Override
        public HttpRules register(String pathPattern, HttpService... services) {
            rules.register(pathPattern, all(steps, services));
            return this;
        }

        @Override
        public HttpRules route(HttpRoute route) {
            rules.route(GuardedRoute.of(steps, route));
            return this;
        }
    }
}
