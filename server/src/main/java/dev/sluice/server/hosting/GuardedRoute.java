package dev.sluice.server.hosting;

import io.helidon.http.HttpPrologue;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRoute;
import java.util.Optional;

/** An own route of the service behind the gates of a pipeline. */
record GuardedRoute(HttpRoute own, Handler handler) implements HttpRoute {
    static HttpRoute of(HostedExchanges exchanges, HttpRoute own) {
        return new GuardedRoute(own, new GuardedHandler(exchanges, own.handler()));
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue) {
        return own.accepts(prologue);
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue, ServerRequestHeaders headers) {
        return own.accepts(prologue, headers);
    }

    @Override
    public Optional<PathMatcher> pathMatcher() {
        return own.pathMatcher();
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
