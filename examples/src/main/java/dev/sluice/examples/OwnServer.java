package dev.sluice.examples;

import static dev.sluice.Sluice.proxy;
import static dev.sluice.Sluice.wireHost;

import dev.sluice.server.WireHost;
import dev.sluice.server.WireOptions;
import io.helidon.webserver.WebServer;

/** A WebServer of one's own that speaks HTTP/1.1 as {@code listen(...)} does: trailers, tunnels and exact framing. */
public final class OwnServer {
    private OwnServer() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        start(8080, "http://localhost:63450");
    }

    static WebServer start(int port, String upstream) {
        WireHost wire = wireHost(WireOptions.builder().build());
        return WebServer.builder()
                .port(port)
                .useNio(false)
                .connectionOptions(wire.connectionOptions())
                .addConnectionSelector(wire)
                .routing(routing -> routing.addFeature(proxy().forward(upstream)))
                .build()
                .start();
    }
}
