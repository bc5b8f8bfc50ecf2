package dev.sluice;

import dev.sluice.server.ListenOptions;
import dev.sluice.server.WireOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/** Where and how a proxy listens. Not thread-safe. */
public final class Listen {
    private final ListenOptions.Builder options = ListenOptions.builder();
    private final WireOptions.Builder wire = WireOptions.builder();
    private Consumer<HttpRouting.Builder> routes = routing -> {};
    private String host = "0.0.0.0";
    private int port = 8080;
    private boolean stopWithProcess = true;

    Listen() {}

    /**
     * Sets the port; default 8080.
     *
     * @param value 0 takes a free one
     * @return this
     */
    public Listen port(int value) {
        port = value;
        return this;
    }

    /**
     * Sets the address to bind; default all.
     *
     * @param value a name or an address
     * @return this
     */
    public Listen host(String value) {
        host = value;
        return this;
    }

    /**
     * Turns TLS on.
     *
     * @param value certificates, trust, client authentication
     * @return this
     */
    public Listen tls(Tls value) {
        options.tls(value);
        return this;
    }

    /**
     * Sets limits and deadlines of clients.
     *
     * @param limits changes the defaults
     * @return this
     */
    public Listen clients(Consumer<WireOptions.Builder> limits) {
        limits.accept(wire);
        return this;
    }

    /**
     * Sets how many clients may be connected; default what the limit of open files allows.
     *
     * @param value 1 or more
     * @return this
     */
    public Listen maxConnections(int value) {
        options.maxConnections(value);
        return this;
    }

    /**
     * Sets how long a stop lets exchanges end; default 10 s.
     *
     * @param value zero for not at all
     * @return this
     */
    public Listen drainTimeout(Duration value) {
        options.drainTimeout(value);
        return this;
    }

    /**
     * Adds routes of one's own beside the proxy; they come first.
     *
     * @param own registers them
     * @return this
     */
    public Listen routes(Consumer<HttpRouting.Builder> own) {
        routes = own;
        return this;
    }

    /**
     * Sets whether the proxy drains and stops when the process is told to end; default true.
     *
     * @param value false if the program stops it itself
     * @return this
     */
    public Listen stopWithProcess(boolean value) {
        stopWithProcess = value;
        return this;
    }

    boolean stopsWithProcess() {
        return stopWithProcess;
    }

    Consumer<HttpRouting.Builder> routes() {
        return routes;
    }

    ListenOptions options() {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0..65535, is " + port);
        }
        return options.address(new InetSocketAddress(host, port))
                .wire(wire.build())
                .build();
    }
}
