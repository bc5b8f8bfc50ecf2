package dev.sluice.forwarder.connection;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.io.PolledSocket;
import dev.sluice.io.PolledTls;
import io.helidon.webclient.api.Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Opens connections: name lookup, socket options, outbound proxy, TLS. Thread-safe. */
public final class Dialer {
    private static final List<String> HTTP_1_1_ONLY = List.of(Connection.HTTP_1_1);

    private final ConnectionParts parts;
    private final DialSettings settings;
    private final AtomicInteger turns = new AtomicInteger();
    private final ClientSettings client;

    /** Opens connections by some settings. */
    public Dialer(ConnectionParts parts, DialSettings settings) {
        this.parts = parts;
        this.settings = settings;
        this.client = new ClientSettings(settings);
    }

    /**
     * Opens a connection; returns within the connect timeout and, for https, the TLS timeout.
     *
     * @throws TransferException with {@link Failure.ConnectFailed}, {@link Failure.TimedOut}, or why it was stopped
     */
    public Connection dial(Upstream upstream, Progress progress) {
        return dial(upstream, settings.protocols(), progress);
    }

    /**
     * As {@link #dial}, without HTTP/2: for what only HTTP/1.1 can do there.
     *
     * @throws TransferException also if the upstream speaks HTTP/2 only
     */
    public Connection dialHttp1(Upstream upstream, Progress progress) {
        return dial(upstream, HTTP_1_1_ONLY, progress);
    }

    /** Whether connections to an upstream may turn out to speak HTTP/2. */
    public boolean mayBeHttp2(Upstream upstream) {
        return settings.mayBeHttp2(upstream);
    }

    /** Whether an upstream is spoken to in HTTP/2 and in nothing else. */
    public boolean isHttp2(Upstream upstream) {
        return settings.isHttp2(upstream);
    }

    private Connection dial(Upstream upstream, List<String> protocols, Progress progress) {
        progress.dials(true);
        try {
            if (settings.unixSocket().isPresent()) {
                return overUnixSocket(upstream, settings.unixSocket().get(), progress);
            }
            Socket socket = connected(upstream, progress);
            SocketChannel channel = socket.getChannel(); // none if an outbound proxy has opened it
            if (upstream.secure()) {
                return channel == null
                        ? securedSocket(socket, upstream, protocols, progress)
                        : secured(channel, upstream, protocols, progress);
            }
            String protocol = settings.isHttp2(upstream) ? Connection.HTTP_2 : Connection.HTTP_1_1;
            return channel == null
                    ? new Connection(socket, socket, protocol, parts)
                    : new Connection(PolledSocket.of(channel), protocol, parts);
        } catch (IOException failed) {
            progress.drop();
            throw new TransferException(progress.causeOr(new Failure.ConnectFailed(upstream + ": " + failed)));
        } finally {
            progress.dials(false);
        }
    }

    private Timer deadline(Phase phase, Progress progress) {
        return parts.timers().deadline(() -> progress.timedOut(phase));
    }

    private Socket connected(Upstream upstream, Progress progress) throws IOException {
        try (Timer deadline = deadline(Phase.CONNECT, progress)) {
            deadline.set(settings.connectTimeout());
            Socket socket =
                    client.isProxied(upstream) ? throughProxy(upstream, progress) : directly(upstream, progress);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(0);
            return socket;
        }
    }

    private Connection overUnixSocket(Upstream upstream, Path file, Progress progress) throws IOException {
        if (upstream.secure()) {
            throw new IOException("TLS over a Unix domain socket is not supported");
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        progress.hold(channel);
        try (Timer deadline = deadline(Phase.CONNECT, progress)) {
            deadline.set(settings.connectTimeout());
            channel.connect(UnixDomainSocketAddress.of(file));
            String protocol = settings.isHttp2(upstream) ? Connection.HTTP_2 : Connection.HTTP_1_1;
            return new Connection(PolledSocket.of(channel), protocol, parts);
        }
    }

    private static InetSocketAddress unresolved(Upstream upstream) {
        return InetSocketAddress.createUnresolved(upstream.destination(), upstream.port());
    }

    /**
     * An HTTP proxy is always asked for a tunnel by CONNECT: plain requests through it would need the absolute form of
     * the target (RFC 9112 §3.2.2).
     */
    private Socket throughProxy(Upstream upstream, Progress progress) throws IOException {
        Proxy proxy = client.proxy();
        boolean tunnel = upstream.secure() || proxy.type() == Proxy.ProxyType.HTTP;
        Socket socket = Aside.call(
                progress,
                () -> proxy.tcpSocket(
                        ClientSettings.webClient(), unresolved(upstream), client.socketOptions(), tunnel));
        progress.hold(socket);
        return socket;
    }

    private Socket directly(Upstream upstream, Progress progress) throws IOException {
        List<InetSocketAddress> addresses =
                Addresses.of(upstream.destination(), turns.getAndIncrement(), settings.dns(), progress).stream()
                        .map(address -> new InetSocketAddress(address, upstream.port()))
                        .toList();
        if (addresses.size() > 1) {
            return Race.run(addresses, this::connect, parts.timers(), progress).socket();
        }
        SocketChannel channel = SocketChannel.open();
        progress.hold(channel);
        connect(channel, addresses.getFirst());
        return channel.socket();
    }

    private void connect(SocketChannel channel, InetSocketAddress address) throws IOException {
        try {
            client.socketOptions().configureSocket(channel);
            channel.connect(address);
        } catch (UnsupportedAddressTypeException noSuchFamily) {
            throw new IOException("no addresses of that family here", noSuchFamily);
        }
    }

    /** What the upstream has chosen (ALPN): HTTP/1.1 if it does not say. */
    private static String agreed(@Nullable String chosen, List<String> protocols) throws IOException {
        String spoken = chosen == null || chosen.isEmpty() ? Connection.HTTP_1_1 : chosen;
        if (!protocols.contains(spoken)) {
            throw new IOException("http2 is required, but in the TLS handshake (ALPN) the server did not choose it");
        }
        return spoken;
    }

    /** The name that the upstream's certificate must have, and that it is asked for (RFC 6066 §3). */
    private String nameOf(Upstream upstream) {
        return settings.tlsServerName().orElse(upstream.host());
    }

    private Connection secured(SocketChannel channel, Upstream upstream, List<String> protocols, Progress progress)
            throws IOException {
        PolledTls secured = new PolledTls(
                PolledSocket.of(channel), client.engine(nameOf(upstream), upstream.port(), protocols), parts.buffers());
        progress.hold(secured);
        try (Timer deadline = deadline(Phase.TLS, progress)) {
            deadline.set(settings.tlsTimeout());
            secured.handshake();
        }
        return new Connection(secured, agreed(secured.applicationProtocol(), protocols), parts);
    }

    private Connection securedSocket(Socket socket, Upstream upstream, List<String> protocols, Progress progress)
            throws IOException {
        try (Timer deadline = deadline(Phase.TLS, progress)) {
            deadline.set(settings.tlsTimeout());
            SSLSocket secured = client.tls()
                    .createSocket(
                            protocols, socket, InetSocketAddress.createUnresolved(nameOf(upstream), upstream.port()));
            secured.startHandshake();
            return new Connection(socket, secured, agreed(secured.getApplicationProtocol(), protocols), parts);
        } catch (UncheckedIOException closedBefore) {
            throw closedBefore.getCause();
        }
    }
}
