package dev.sluice.server;

import dev.sluice.core.Gate;
import dev.sluice.core.Outcome;
import dev.sluice.core.Peer;
import dev.sluice.core.Request;
import dev.sluice.wire.BufferPool;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The wire host: owns HTTP/1.1 on the client's side of a listener, and still runs Helidon's routing, filters and
 * routes. {@code listen(...)} uses it; to use it in a WebServer of one's own:
 *
 * {@snippet :
 * WireHost wire = WireHost.create(WireOptions.builder().build(), List.of());
 * WebServer.builder()
 *         .useNio(false)
 *         .connectionOptions(wire.connectionOptions())
 *         .addConnectionSelector(wire);
 * }
 *
 * <p>Thread-safe. Other protocols of the listener (HTTP/2 with prior knowledge or ALPN) keep their own selectors.
 */
public final class WireHost implements ServerConnectionSelector {
    private static final byte[] HTTP2_PREFACE = {'P', 'R', 'I', ' ', '*', ' ', 'H', 'T', 'T', 'P', '/', '2'};

    private final WireOptions options;
    private final List<Gate> recorders;
    private final AcceptedChannels accepted;
    private final BufferPool buffers = new BufferPool();

    private WireHost(WireOptions options, List<Gate> recorders) {
        this.options = options;
        this.recorders = List.copyOf(recorders);
        this.accepted = new AcceptedChannels(options.headTimeout());
    }

    /**
     * A host.
     *
     * @param options limits and deadlines
     * @param recorders gates to tell of messages that are refused before any pipeline
     * @return the selector to add to a WebServer
     */
    public static WireHost create(WireOptions options, List<Gate> recorders) {
        return new WireHost(options, recorders);
    }

    /**
     * Socket options to give to the listener. Without them connections cannot be half closed, so lingering, half-closed
     * tunnels and 408 are reduced to closing.
     *
     * @return options with TCP_NODELAY
     */
    public SocketOptions connectionOptions() {
        return accepted.options();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        for (byte expected : HTTP2_PREFACE) {
            if (data.available() == 0 || data.read() != expected) {
                return Support.SUPPORTED;
            }
        }
        return Support.UNSUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of("http/1.1");
    }

    @Override
    public ServerConnection connection(ConnectionContext ctx) {
        Optional<SocketChannel> channel = accepted.claim(ctx.remotePeer().address());
        try {
            ClientSocket socket = new ClientSocket(ctx, channel);
            return trusted(ctx) ? new WireConnection(this, ctx, socket, peer(ctx)) : new ClosedConnection(socket);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    /** With PROXY protocol on, only those may connect who may say on whose behalf. */
    private boolean trusted(ConnectionContext ctx) {
        return options.proxyProtocolFrom().isEmpty()
                || (ctx.remotePeer().address() instanceof InetSocketAddress from
                        && options.proxyProtocolFrom().stream().anyMatch(cidr -> cidr.contains(from.getAddress())));
    }

    private static Peer peer(ConnectionContext ctx) {
        Optional<Peer.TlsSession> tls = ctx.isSecure() ? Optional.of(tlsSession(ctx)) : Optional.empty();
        Optional<ProxyProtocolData> proxied = ctx.proxyProtocolData();
        return proxied.isPresent() && !proxied.get().sourceAddress().isEmpty()
                ? Peer.of(
                        new InetSocketAddress(
                                proxied.get().sourceAddress(),
                                Math.max(0, proxied.get().sourcePort())),
                        tls)
                : Peer.of(ctx.remotePeer().address(), tls);
    }

    private static Peer.TlsSession tlsSession(ConnectionContext ctx) {
        String principal = ctx.remotePeer().tlsPrincipal().map(Object::toString).orElse("");
        return new Peer.TlsSession("", "", "", principal);
    }

    WireOptions options() {
        return options;
    }

    BufferPool buffers() {
        return buffers;
    }

    void refused(Request request, Outcome outcome) {
        recorders.forEach(gate -> gate.refused(request, outcome));
    }

    /** A connection from someone whom PROXY protocol is not trusted of. */
    private record ClosedConnection(ClientSocket socket) implements ServerConnection {
        @Override
        public void handle(Limit limit) {
            socket.close();
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {
            socket.close();
        }
    }
}
