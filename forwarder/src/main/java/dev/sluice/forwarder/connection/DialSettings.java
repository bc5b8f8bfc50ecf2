package dev.sluice.forwarder.connection;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.spi.DnsResolver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a transport's options say about opening a connection. What is empty has Helidon's default.
 *
 * @param tls for secure upstreams
 * @param insecureSkipVerify whether any certificate will do
 * @param tlsServerName what secure upstreams are called, in place of their host
 * @param dns where names are looked up
 * @param proxy the outbound proxy
 * @param socketOptions of connections
 * @param unixSocket the socket's file that leads to every upstream
 * @param connectTimeout for the whole way to a usable connection
 */
public record DialSettings(
        Optional<Tls> tls,
        boolean insecureSkipVerify,
        Optional<String> tlsServerName,
        Optional<DnsResolver> dns,
        Optional<Proxy> proxy,
        Optional<SocketOptions> socketOptions,
        Optional<Path> unixSocket,
        Duration connectTimeout) {}
