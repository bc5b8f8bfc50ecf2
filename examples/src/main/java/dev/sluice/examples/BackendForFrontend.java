package dev.sluice.examples;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;

import dev.sluice.Gateway;
import io.helidon.webserver.WebServer;
import java.time.Duration;

/** A backend for one frontend: a Helidon service that answers some requests itself, with the gateway to the others inside it. */
public final class BackendForFrontend {
    private BackendForFrontend() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        start(8080, "http://localhost:63450", "http://localhost:63451");
    }

    static WebServer start(int port, String orders, String users) {
        Gateway gateway = gateway(g -> {
            g.scope(path("/api/**"), api -> {
                api.rateLimit(100, Duration.ofSeconds(1));
                api.rewrite(w -> w.stripPrefix("/api"));
                api.route("orders", path("/api/orders/**"), r -> r.forward(orders));
                api.route("users", path("/api/users/**"), r -> r.forward(users));
            });
            g.otherwise(r -> r.respond(404, "application/json", "{\"error\":\"not found\"}"));
        });
        return WebServer.builder()
                .port(port)
                .routing(routing -> routing.get("/home", (request, response) -> response.send("home\n"))
                        .addFeature(gateway))
                .build()
                .start();
    }
}
