package dev.sluice.forwarder.connection;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.io.Deadlines.Deadline;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.Proxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** Opens connections as a WebClient is configured: socket options, outbound proxy, TLS. Thread-safe. */
public final class Dialer {
    private static final List<String> PROTOCOLS = List.of("http/1.1");

    private final ConnectionParts parts;
    private final Duration connectTimeout;
    private final ClientSettings client;

    /**
     * Reaches upstreams in one way.
     *
     * @param connectTimeout for the whole way to a usable connection
     */
    public Dialer(ConnectionParts parts, ClientSettings client, Duration connectTimeout) {
        this.parts = parts;
        this.client = client;
        this.connectTimeout = connectTimeout;
    }

    /**
     * Opens a connection; returns within the connect timeout.
     *
     * @throws TransferException with {@link Failure.ConnectFailed}, {@link Failure.TimedOut}, or why it was stopped
     */
    public Connection dial(Upstream upstream, Progress progress) {
        try (Deadline deadline = parts.deadlines().deadline(() -> progress.timedOut(Phase.CONNECT))) {
            deadline.set(connectTimeout);
            Socket socket = isProxied(upstream) ? throughProxy(upstream, progress) : directly(upstream, progress);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(0);
            Socket streams = upstream.secure() ? secured(socket, upstream) : socket;
            return new Connection(socket, streams, parts);
        } catch (IOException failed) {
            progress.drop();
            throw new TransferException(progress.causeOr(new Failure.ConnectFailed(upstream + ": " + failed)));
        }
    }

    private boolean isProxied(Upstream upstream) {
        Proxy proxy = client.proxy();
        return switch (proxy.type()) {
            case NONE -> false;
            case SYSTEM -> proxy.isUsingSystemProxy(upstream.toString());
            case HTTP -> !proxy.isNoHosts(unresolved(upstream));
        };
    }

    private static InetSocketAddress unresolved(Upstream upstream) {
        return InetSocketAddress.createUnresolved(upstream.host(), upstream.port());
    }

    /** An HTTP proxy is always asked for a tunnel: a request in absolute form would be another message. */
    private Socket throughProxy(Upstream upstream, Progress progress) throws IOException {
        Proxy proxy = client.proxy();
        boolean tunnel = upstream.secure() || proxy.type() == Proxy.ProxyType.HTTP;
        Socket socket = Aside.call(
                progress,
                () -> proxy.tcpSocket(client.webClient(), unresolved(upstream), client.socketOptions(), tunnel));
        progress.hold(socket);
        return socket;
    }

    private Socket directly(Upstream upstream, Progress progress) throws IOException {
        List<InetAddress> addresses = Addresses.of(upstream.host(), progress);
        Duration share = connectTimeout.dividedBy(addresses.size());
        IOException last = new IOException("the name has no address");
        for (int i = 0; i < addresses.size(); i++) {
            InetSocketAddress address = new InetSocketAddress(addresses.get(i), upstream.port());
            boolean isLast = i == addresses.size() - 1;
            try {
                return connected(address, isLast ? Duration.ZERO : share, progress);
            } catch (IOException failed) {
                progress.drop();
                last = failed;
            }
        }
        throw last;
    }

    /** Tries one address; gives up after its share of the time if there are others to try. */
    private Socket connected(InetSocketAddress address, Duration share, Progress progress) throws IOException {
        SocketChannel channel = SocketChannel.open();
        progress.hold(channel);
        SocketOptions socketOptions = client.socketOptions();
        try (Deadline deadline = parts.deadlines().deadline(() -> Progress.close(channel))) {
            deadline.set(share);
            socketOptions.configureSocket(channel);
            channel.connect(address);
            return channel.socket();
        } catch (UnsupportedAddressTypeException noSuchFamily) {
            throw new IOException("no addresses of that family here", noSuchFamily);
        }
    }

    private Socket secured(Socket socket, Upstream upstream) throws IOException {
        Tls tls = client.tls();
        if (!tls.enabled()) {
            throw new IOException("TLS is switched off in the forwarder's options");
        }
        SSLSocket secured = tls.createSocket(PROTOCOLS, socket, unresolved(upstream));
        secured.startHandshake();
        return secured;
    }
}
