package dev.sluice.examples;

import static dev.sluice.Sluice.proxy;

import dev.sluice.Proxy;
import io.helidon.webserver.WebServer;
import java.time.Duration;

/** A Helidon microservice that answers what it can itself, and forwards the rest to the service that it replaces. */
public final class EmbeddedProxy {
    private EmbeddedProxy() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        start(8080, "http://localhost:63450");
    }

    static WebServer start(int port, String old) {
        Proxy proxy = proxy().rateLimit(100, Duration.ofSeconds(1)).forward(old);
        return WebServer.builder()
                .port(port)
                .routing(routing -> routing.get("/hello", (request, response) -> response.send("hello\n"))
                        .addFeature(proxy))
                .build()
                .start();
    }
}
