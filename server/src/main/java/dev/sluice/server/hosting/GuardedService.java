package dev.sluice.server.hosting;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.util.stream.Stream;

/** A service whose routes are behind the gates of a pipeline. */
record GuardedService(HostedExchanges exchanges, HttpService own) implements HttpService {
    static HttpService[] all(HostedExchanges exchanges, HttpService... services) {
        return Stream.of(services)
                .map(service -> new GuardedService(exchanges, service))
                .toArray(HttpService[]::new);
    }

    @Override
    public void routing(HttpRules rules) {
        own.routing(new Rules(exchanges, rules));
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

    private record Rules(HostedExchanges exchanges, HttpRules rules) implements HttpRules {
        @Override
        public HttpRules register(HttpService... services) {
            rules.register(all(exchanges, services));
            return this;
        }

        @Override
        public HttpRules register(String pathPattern, HttpService... services) {
            rules.register(pathPattern, all(exchanges, services));
            return this;
        }

        @Override
        public HttpRules route(HttpRoute route) {
            rules.route(GuardedRoute.of(exchanges, route));
            return this;
        }
    }
}
