package dev.sluice.server;

import dev.sluice.core.peer.Peer;
import dev.sluice.server.accept.Accepted;
import dev.sluice.server.accept.AcceptedChannels;
import dev.sluice.server.accept.ClientSocket;
import dev.sluice.server.accept.Peers;
import dev.sluice.server.exchange.ClientLimits;
import dev.sluice.server.exchange.ExchangeService;
import dev.sluice.server.exchange.OpenConnections;
import dev.sluice.server.exchange.UnderWay;
import dev.sluice.server.exchange.WireListener;
import dev.sluice.server.http1.WireConnection;
import dev.sluice.server.http2.Http2Connection;
import dev.sluice.server.routed.RoutedExchanges;
import dev.sluice.server.rules.Arrivals;
import dev.sluice.wire.http2.Http2Options;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The wire host: speaks HTTP/1.1 and HTTP/2 on the client's side of a listener itself, and runs Helidon's routing, filters and
 * routes on it. {@code listen(...)} uses it. To use it in an embedded WebServer:
 *
 * {@snippet :
 * WireHost wire = WireHost.create(WireOptions.builder().build(), hosting);
 * WebServer.builder()
 *         .useNio(false)
 *         .connectionOptions(wire.connectionOptions())
 *         .tls(wire.tls(tls)) // if it speaks TLS
 *         .addConnectionSelector(wire);
 * }
 *
 * <p>Own routes of the service, filters and server-sent events work as on Helidon's own connections. WebSocket routes
 * of Helidon's ({@code WsRouting}) do not, since they are upgrades of Helidon's own HTTP/1.1: a server that has them on
 * a listener with a wire host does not start. They work on another listener; WebSockets of upstreams are tunnelled
 * here.
 *
 * <p>Thread-safe. HTTP/2 is spoken by ALPN with TLS and by prior knowledge without it, unless {@link WireOptions#http2}
 * says otherwise: then it is left to Helidon's selectors, if the listener has them.
 */
public final class WireHost implements ServerConnectionSelector {
    private static final String WEB_SOCKET_ROUTES = "io.helidon.webserver.websocket.";
    private static final byte[] HTTP2_PREFACE = {'P', 'R', 'I', ' ', '*', ' ', 'H', 'T', 'T', 'P', '/', '2'};

    /** Half of Helidon's default time for exchanges to end when a WebServer stops. */
    private static final Duration LAST_REQUEST = Duration.ofMillis(250);

    private final Hosting hosting;
    private final AcceptedChannels accepted;
    private final Duration lastRequest;
    private final OpenConnections open = new OpenConnections();
    private final Peers peers = new Peers();
    private volatile Granted granted;

    /** What new connections are granted. */
    private record Granted(WireOptions options, WireListener listener) {}

    private WireHost(WireOptions options, Hosting hosting, AcceptedChannels accepted, Duration lastRequest) {
        this.hosting = hosting;
        this.accepted = accepted;
        this.lastRequest = lastRequest;
        this.granted = granted(options);
    }

    private Granted granted(WireOptions options) {
        return new Granted(
                options,
                new WireListener(
                        limits(options, lastRequest),
                        http2(options),
                        peer -> new Arrivals(peer, options.trust(), options.clientCertificates()),
                        (request, outcome) ->
                                hosting.recorders().forEach(recorder -> recorder.record(request, outcome)),
                        hosting.errors(),
                        hosting.time(),
                        open));
    }

    /** Grants something else to new connections. Those that are open keep what they have. */
    void change(WireOptions options) {
        accepted.patience(options.headTimeout());
        accepted.applicationProtocols(protocols(options));
        granted = granted(options);
    }

    private static ClientLimits limits(WireOptions options, Duration lastRequest) {
        return new ClientLimits(
                options.limits(),
                options.headTimeout(),
                options.bodyTimeout(),
                options.minRequestRate(),
                options.minResponseRate(),
                options.rateWindow(),
                options.idleTimeout(),
                options.tunnelIdleTimeout(),
                options.maxBody(),
                options.lingerTimeout(),
                lastRequest,
                options.budget());
    }

    private static Http2Options http2(WireOptions options) {
        Http2Limits limits = options.http2Limits();
        return new Http2Options(
                options.limits(),
                limits.maxStreams(),
                limits.streamWindow(),
                limits.connectionWindow(),
                false,
                options.headTimeout(),
                options.bodyTimeout(),
                options.idleTimeout(),
                limits.resets(),
                limits.glitches());
    }

    /**
     * A host.
     *
     * @param options limits and timeouts
     * @param hosting time, recorders and error renderer
     * @return the selector to add to a WebServer
     */
    public static WireHost create(WireOptions options, Hosting hosting) {
        return new WireHost(
                options, hosting, AcceptedChannels.shared(options.headTimeout(), hosting.time()), LAST_REQUEST);
    }

    /**
     * A host on a listener without other protocols: a channel that does not become an HTTP/1.1 connection in time is
     * closed.
     *
     * @param most connections at a time
     * @param lastRequest how long an idle connection may send one more request when the server stops
     */
    static WireHost alone(WireOptions options, Hosting hosting, int most, Duration lastRequest) {
        return new WireHost(
                options, hosting, AcceptedChannels.alone(options.headTimeout(), most, hosting.time()), lastRequest);
    }

    /**
     * Stops a server whose WebSocket routes a wire host would hide.
     *
     * @throws IllegalStateException if it has any
     */
    static void refuseWebSocketRoutes(WebServer server) {
        WebServerConfig config = server.prototype();
        boolean hidden = Stream.concat(Stream.of(config), config.sockets().values().stream())
                .filter(listener -> listener.connectionSelectors().stream().anyMatch(WireHost.class::isInstance))
                .flatMap(listener -> listener.routings().stream())
                .anyMatch(routing -> routing.getClass().getName().startsWith(WEB_SOCKET_ROUTES));
        if (hidden) {
            server.stop();
            throw new IllegalStateException("a listener with a WireHost does not serve Helidon's WsRouting: put the"
                    + " WebSocket routes on a listener of their own (WebServer.builder().putSocket(...))");
        }
    }

    /**
     * The socket options that the listener must have. Without them connections cannot be half closed, so the gateway
     * closes them where it would otherwise linger, half close a tunnel or answer 408.
     *
     * @return options with TCP_NODELAY
     */
    public SocketOptions connectionOptions() {
        return accepted.options();
    }

    /**
     * The TLS configuration that the listener must have. Without it, Helidon 4.5.0 ignores client authentication,
     * protocols and cipher suites on a listener that does not use NIO.
     *
     * @param tls the configuration to wrap
     * @return the same configuration, which can be reloaded
     */
    public Tls tls(Tls tls) {
        return accepted.tls(tls);
    }

    /** Makes the handshakes itself; the listener, which is served by this host alone, must not have TLS. */
    void secure(Tls tls) {
        accepted.secure(tls, protocols(granted.options()));
    }

    /** Those of ALPN, the preferred one first. */
    private static List<String> protocols(WireOptions options) {
        return options.http2() ? List.of("h2", "http/1.1") : List.of("http/1.1");
    }

    /** Other TLS for new connections, after {@link #secure}. */
    void exchange(Tls fresh) {
        accepted.exchange(fresh);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        if (granted.options().http2()) {
            return Support.SUPPORTED;
        }
        for (byte expected : HTTP2_PREFACE) {
            if (data.available() == 0 || data.read() != expected) {
                return Support.SUPPORTED;
            }
        }
        return Support.UNSUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.copyOf(protocols(granted.options()));
    }

    @Override
    public ServerConnection connection(ConnectionContext plain) {
        Optional<Accepted> below = accepted.claim(plain);
        ConnectionContext ctx = below.map(known -> known.context(plain)).orElse(plain);
        Granted now = granted;
        try {
            ClientSocket socket = new ClientSocket(ctx, below);
            return trusted(ctx, now.options())
                    ? connection(ctx, now, socket, peers.of(ctx, below.flatMap(Accepted::session)))
                    : new ClosedConnection(socket);
        } catch (IOException closed) {
            below.ifPresent(known -> known.leave().run());
            throw new UncheckedIOException(closed);
        }
    }

    /** HTTP/2 if the client chose it by ALPN; without TLS it may still choose it by its first bytes (RFC 9113 §3.3). */
    private static ServerConnection connection(ConnectionContext ctx, Granted now, ClientSocket socket, Peer peer) {
        ExchangeService service = new RoutedExchanges(ctx);
        if (socket.protocol().equals("h2")) {
            return new Http2Connection(now.listener(), socket, peer, service);
        }
        Optional<Supplier<ServerConnection>> http2 =
                now.options().http2() && peer.tls().isEmpty()
                        ? Optional.of(() -> new Http2Connection(now.listener(), socket, peer, service))
                        : Optional.empty();
        return new WireConnection(now.listener(), socket, peer, service, http2);
    }

    /** With PROXY protocol turned on, only the listed peers may connect. */
    private static boolean trusted(ConnectionContext ctx, WireOptions options) {
        return options.proxyProtocolFrom().isEmpty()
                || (ctx.remotePeer().address() instanceof InetSocketAddress from
                        && options.proxyProtocolFrom().stream().anyMatch(cidr -> cidr.contains(from.getAddress())));
    }

    /** Takes no further requests on any connection, including connections that Helidon does not know yet. */
    void drain() {
        open.drain();
        accepted.close();
    }

    /** Whatever has not ended is cut from now on. */
    void drainOver() {
        open.drainOver();
    }

    /** What its connections are doing right now. */
    UnderWay underWay() {
        return open.underWay();
    }

    /** How many accepted channels have not become connections yet. */
    int unclaimed() {
        return accepted.unclaimed();
    }

    /** How many heads and tunnels were refused for lack of memory, since the options were last changed. */
    long refusedForMemory() {
        return granted.listener().refusedForMemory();
    }

    /** How many bodies of requests came too slowly. */
    long slowRequests() {
        return open.slowRequests();
    }

    /** How many responses were taken too slowly. */
    long slowResponses() {
        return open.slowResponses();
    }

    /** The channels that were accepted. */
    AcceptedChannels accepted() {
        return accepted;
    }

    /** A connection of a peer that may not send a PROXY header: it is closed. */
    private record ClosedConnection(ClientSocket socket) implements ServerConnection {
        @Override
        public void handle(Limit limit) {
            socket.cut();
            socket.close();
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {
            socket.cut();
        }
    }
}
