package dev.sluice.examples;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;

import dev.sluice.Gateway;
import java.time.Duration;

/**
 * In front of servers of gRPC: each call is balanced by itself, servers that are not well get none, and a call that one of
 * them refuses goes to another. Browsers come by gRPC-Web.
 */
public final class GrpcGateway {
    private GrpcGateway() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        of("https://shop.example.com", "h2c://localhost:63450", "h2c://localhost:63451")
                .listen(8080);
    }

    static Gateway of(String page, String... servers) {
        return gateway(g -> {
            g.pool("orders", pool -> {
                for (String server : servers) {
                    pool.member(server);
                }
                pool.health(h -> h.grpc().interval(Duration.ofSeconds(1)));
            });
            g.cors(c -> c.origins(page)
                            .methods("POST")
                            .headers("content-type", "x-grpc-web", "x-user-agent", "grpc-timeout")
                            .exposed("grpc-status", "grpc-message"))
                    .grpcWeb();
            g.route(
                    "orders",
                    path("/shop.Orders/**"),
                    r -> r.rateLimit(100, Duration.ofSeconds(1))
                            .retry("GrpcStatus() == 14 && Attempts() < 3")
                            .forwardTo("orders"));
        });
    }
}
