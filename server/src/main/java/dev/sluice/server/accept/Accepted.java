package dev.sluice.server.accept;

import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * What is below a connection of Helidon's.
 *
 * @param channel the TCP connection
 * @param tls the socket that speaks TLS on it, if the listener's TLS is {@link AcceptedChannels#tls}
 * @param leave to be run when the connection has ended: gives its place to another; running it again does nothing
 */
public record Accepted(SocketChannel channel, Optional<SSLSocket> tls, Runnable leave) {
    Accepted with(SSLSocket secured) {
        return new Accepted(channel, Optional.of(secured), leave);
    }
}
