package dev.sluice.server;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.server.accept.Capacity;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.Consumer;

/** A listener that runs: a WebServer whose HTTP/1.1 is the wire host's. Thread-safe. */
public final class RunningServer implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(RunningServer.class.getName());
    private static final int BACKLOG = 4096;

    private final WebServer server;
    private final WireHost wire;

    private RunningServer(WebServer server, WireHost wire) {
        this.server = server;
        this.wire = wire;
    }

    /**
     * Listens.
     *
     * @param routes registers what answers: a pipeline, and what else there is
     * @param recorders told of messages that are refused before any filter runs
     * @param options where and how
     * @return the running server; its port is bound
     * @throws IllegalStateException if the address cannot be bound, saying which
     */
    public static RunningServer start(
            Consumer<HttpRouting.Builder> routes, List<ExchangeRecorder> recorders, ListenOptions options) {
        HttpRouting.Builder routing = HttpRouting.builder();
        routes.accept(routing);
        int most = connectionsAtMost(options);
        WireHost wire = WireHost.alone(options.wire(), recorders, most);
        WebServer server = config(options, wire).addRouting(routing).build();
        LOGGER.log(Level.INFO, "at most {0} connections at a time", most);
        server.start(); // which only logs that it could not bind
        if (!server.isRunning()) {
            throw new IllegalStateException("cannot listen at " + where(options) + ": " + whyNot(options));
        }
        return new RunningServer(server, wire);
    }

    /** What was asked for, as far as it is possible. */
    private static int connectionsAtMost(ListenOptions options) {
        Capacity capacity = Capacity.ofProcess();
        int possible = capacity.atMost(options.tls().isPresent());
        if (options.maxConnections() > possible) {
            LOGGER.log(
                    Level.WARNING,
                    "maxConnections {0} is more than {1} allow: it is {2} instead",
                    String.valueOf(options.maxConnections()),
                    capacity,
                    String.valueOf(possible));
        }
        return Math.min(options.maxConnections(), possible);
    }

    /** As it is written in a URL, not as Java prints an address that was not looked up. */
    private static String where(ListenOptions options) {
        String host = options.address().getHostString();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + options.address().getPort();
    }

    private static String whyNot(ListenOptions options) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(options.address());
            return "the log says why";
        } catch (IOException reason) {
            return String.valueOf(reason.getMessage());
        }
    }

    private static WebServerConfig.Builder config(ListenOptions options, WireHost wire) {
        SocketOptions accepted = wire.connectionOptions();
        WebServerConfig.Builder config = WebServer.builder()
                .bindAddress(options.address())
                .backlog(BACKLOG)
                .useNio(false)
                .connectionOptions(accepted)
                .addConnectionSelector(wire)
                .protocolsDiscoverServices(false)
                .featuresDiscoverServices(false)
                .shutdownHook(false)
                .maxTcpConnections(-1) // the wire host admits them
                .shutdownGracePeriod(options.drainTimeout())
                .enableProxyProtocol(!options.wire().proxyProtocolFrom().isEmpty());
        options.tls().map(wire::tls).ifPresent(config::tls);
        return config;
    }

    /**
     * The port.
     *
     * @return the bound one, also if 0 was asked for
     */
    public int port() {
        return server.port();
    }

    /**
     * Whether it still listens.
     *
     * @return false after {@link #stop()}
     */
    public boolean isRunning() {
        return server.isRunning();
    }

    /**
     * Exchanges the listener's certificates for new connections.
     *
     * @param tls the new ones
     */
    public void reloadTls(Tls tls) {
        server.reloadTls(tls);
    }

    /** Takes no more connections, closes idle ones, lets exchanges end within the drain timeout, cuts the rest. */
    public void stop() {
        wire.drain();
        server.stop();
    }

    @Override
    public void close() {
        stop();
    }
}
