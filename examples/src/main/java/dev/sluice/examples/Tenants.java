package dev.sluice.examples;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.host;
import static dev.sluice.Sluice.path;
import static dev.sluice.Sluice.rate;

import dev.sluice.Gateway;
import dev.sluice.core.Request;
import dev.sluice.routing.Captures;

/** A host for each tenant, one service for all of them: it is told the tenant, and each tenant has its own limit. */
public final class Tenants {
    private Tenants() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        of("http://localhost:63450", 100).listen(8080);
    }

    static Gateway of(String service, long requestsPerMinute) {
        return gateway(g -> {
            g.scope(host("{tenant}.example.com"), t -> {
                t.rateLimit(r -> r.rate(rate(requestsPerMinute).perMinute()).by(request -> tenant(request)));
                t.use((request, next) ->
                        next.handle(request.withFields(request.fields().with("X-Tenant", tenant(request)))));
                t.route("app", path("/**"), r -> r.forward(service));
            });
            g.otherwise(r -> r.respond(404, "text/plain", "there is no such tenant\n"));
        });
    }

    private static String tenant(Request request) {
        return request.attributes()
                .get(Captures.KEY)
                .flatMap(captures -> captures.get("tenant"))
                .orElse("");
    }
}
