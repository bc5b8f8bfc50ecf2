package dev.sluice.server.accept;

import dev.sluice.io.PolledTls;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * The channel and the TLS below a connection of Helidon.
 *
 * @param channel the TCP connection
 * @param tls the TLS socket on it, if Helidon makes the handshakes and the listener's TLS is {@link AcceptedChannels#tls}
 * @param polled the TLS on it, if the handshakes are made here
 * @param leave must be run when the connection has ended, to free its place; running it again does nothing
 */
public record Accepted(SocketChannel channel, Optional<SSLSocket> tls, Optional<PolledTls> polled, Runnable leave) {
    static Accepted plain(SocketChannel channel, Runnable leave) {
        return new Accepted(channel, Optional.empty(), Optional.empty(), leave);
    }

    Accepted with(SSLSocket secured) {
        return new Accepted(channel, Optional.of(secured), Optional.empty(), leave);
    }

    Accepted with(PolledTls secured) {
        return new Accepted(channel, Optional.empty(), Optional.of(secured), leave);
    }

    /** The TLS session; empty without TLS, and if it is not known. */
    public Optional<SSLSession> session() {
        return polled.map(PolledTls::session).or(() -> tls.map(SSLSocket::getSession));
    }

    /**
     * The connection with what is known of its TLS.
     *
     * @param ctx as Helidon knows it
     */
    public ConnectionContext context(ConnectionContext ctx) {
        return polled.<ConnectionContext>map(secured -> new SecuredContext(ctx, secured.session()))
                .orElse(ctx);
    }

    /** Closes it at once, and wakes whoever waits for it. */
    void close() throws IOException {
        if (polled.isPresent()) {
            polled.get().close();
        } else {
            channel.close();
        }
    }
}
