package dev.sluice.examples;

import static dev.sluice.Sluice.attempts;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.host;
import static dev.sluice.Sluice.path;
import static dev.sluice.Sluice.rate;
import static dev.sluice.Sluice.requestMethod;
import static dev.sluice.Sluice.responseCode;

import dev.sluice.Gateway;

/** Two services behind one address: an API with limits and retries, and images under a host of their own. */
public final class ApiGateway {
    private ApiGateway() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        System.out.println(of("http://localhost:63450", "http://localhost:63451", "http://localhost:63452")
                .listen(8080));
    }

    static Gateway of(String large, String small, String images) {
        return gateway(g -> {
            g.pool(
                    "api",
                    p -> p.member(large, 3)
                            .member(small)
                            .retry(
                                    responseCode()
                                            .equalTo(502)
                                            .or(responseCode().equalTo(504))
                                            .and(requestMethod().equalTo("GET"))
                                            .and(attempts().lessThan(3)),
                                    options -> {}));
            g.route(
                    "api",
                    path("/api/**"),
                    r -> r.rateLimit(rate(100).perSecond().burst(200))
                            .headers(h -> h.request(f -> f.set("X-Gw", "1")))
                            .forwardTo("api"));
            g.route(
                    "images",
                    host("img.example.com"),
                    r -> r.rewrite(w -> w.stripPrefix("/img"))
                            .headers(h -> h.response(f -> f.remove("Server")))
                            .forward(images));
        });
    }
}
