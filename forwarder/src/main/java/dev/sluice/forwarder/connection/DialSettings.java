package dev.sluice.forwarder.connection;

import dev.sluice.core.Upstream;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.spi.DnsResolver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The transport options for opening a connection. An empty one has Helidon's default.
 *
 * @param tls the TLS configuration for https upstreams
 * @param insecureSkipVerify whether certificates are not verified
 * @param tlsServerName the TLS server name, in place of the host
 * @param dns the resolver of host names
 * @param proxy the outbound proxy
 * @param socketOptions of connections
 * @param unixSocket the Unix domain socket that all connections use
 * @param protocols what is offered to upstreams with TLS (ALPN), the preferred one first; if HTTP/1.1 is not among them,
 *     HTTP/2 is spoken to upstreams without TLS, too
 * @param connectTimeout the longest time for name lookup, TCP and outbound proxy together
 * @param tlsTimeout the longest time for the TLS handshake
 */
public record DialSettings(
        Optional<Tls> tls,
        boolean insecureSkipVerify,
        Optional<String> tlsServerName,
        Optional<DnsResolver> dns,
        Optional<Proxy> proxy,
        Optional<SocketOptions> socketOptions,
        Optional<Path> unixSocket,
        List<String> protocols,
        Duration connectTimeout,
        Duration tlsTimeout) {
    /** Whether a connection to an upstream may turn out to speak HTTP/2. */
    public boolean mayBeHttp2(Upstream upstream) {
        return upstream.secure() ? protocols.contains(Connection.HTTP_2) : isHttp2(upstream);
    }

    /** Whether HTTP/2 is spoken to an upstream, and nothing else. */
    public boolean isHttp2(Upstream upstream) {
        return upstream.priorKnowledge() || !protocols.contains(Connection.HTTP_1_1);
    }
}
