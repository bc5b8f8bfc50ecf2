package dev.sluice.server.accept;

import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * The channel and the TLS socket below a connection of Helidon.
 *
 * @param channel the TCP connection
 * @param tls the TLS socket on it, if the listener's TLS is {@link AcceptedChannels#tls}
 * @param leave must be run when the connection has ended, to free its place; running it again does nothing
 */
public record Accepted(SocketChannel channel, Optional<SSLSocket> tls, Runnable leave) {
    Accepted with(SSLSocket secured) {
        return new Accepted(channel, Optional.of(secured), leave);
    }
}
