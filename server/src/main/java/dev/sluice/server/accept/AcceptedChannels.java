package dev.sluice.server.accept;

import dev.sluice.io.Deadlines;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * What this gateway needs of a listener and Helidon 4.5.0 does not offer: the channel below a connection, to half-close
 * and to cut it, and the TLS socket on that channel. It rests on four habits of Helidon's listener without NIO, and
 * nothing else of this module does; {@code HelidonAssumptionsTest} has a test for each:
 *
 * <ul>
 *   <li>the listener applies its {@code connectionOptions} to each channel as it accepts it, before any byte is read;
 *   <li>an exception from there closes that channel only, and the listener goes on;
 *   <li>a {@code ConnectionContext} tells the same two addresses as the channel;
 *   <li>TLS sockets are made by the {@code SSLContext} of the listener's {@code TlsManager}, on the accepted channel.
 * </ul>
 *
 * <p>A channel is remembered until a connection claims it. One that no connection claims in time (a TLS handshake or a
 * PROXY header that does not come to its end) is closed if all connections of the listener are the wire host's, else
 * forgotten. Thread-safe.
 */
public final class AcceptedChannels {
    private static final System.Logger LOGGER = System.getLogger(AcceptedChannels.class.getName());

    private record Ends(SocketAddress local, SocketAddress remote) {
        static Ends of(SocketChannel channel) throws IOException {
            return new Ends(channel.getLocalAddress(), channel.getRemoteAddress());
        }

        /** By hand, as {@link #hashCode()}: what the compiler makes is linked at the first call, which takes milliseconds. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Ends that && local.equals(that.local) && remote.equals(that.remote);
        }

        @Override
        public int hashCode() {
            return 31 * local.hashCode() + remote.hashCode();
        }
    }

    private record Waiting(Accepted accepted, Deadlines.Deadline deadline) {}

    private final Map<Ends, Waiting> waiting = new ConcurrentHashMap<>();
    private final Duration patience;
    private final boolean allOurs;
    private final OpenFiles files = OpenFiles.ofProcess();

    /**
     * Catches channels.
     *
     * @param patience how long to wait for a connection on one
     * @param allOurs whether nobody else serves the listener
     */
    public AcceptedChannels(Duration patience, boolean allOurs) {
        this.patience = patience;
        this.allOurs = allOurs;
    }

    /** The socket options to give to the listener. */
    public SocketOptions options() {
        return new CatchingSocketOptions(
                SocketOptions.builder().tcpNoDelay(true).build(), this::caught);
    }

    /**
     * The TLS to give to the listener.
     *
     * @param tls what it is to do
     */
    public Tls tls(Tls tls) {
        return CatchingTls.of(tls, this::secured);
    }

    /** Notes what will speak TLS on a channel. */
    private void secured(SocketChannel channel, SSLSocket tls) {
        try {
            waiting.computeIfPresent(
                    Ends.of(channel),
                    (ends, caught) -> new Waiting(new Accepted(channel, Optional.of(tls)), caught.deadline()));
        } catch (IOException closed) {
            LOGGER.log(Level.TRACE, "a connection was closed before its handshake", closed);
        }
    }

    /** What a connection runs on; known once only. */
    public Optional<Accepted> claim(ConnectionContext ctx) {
        return claim(new Ends(ctx.localPeer().address(), ctx.remotePeer().address()));
    }

    private Optional<Accepted> claim(Ends ends) {
        Waiting caught = waiting.remove(ends);
        if (caught == null) {
            return Optional.empty();
        }
        caught.deadline().close();
        return Optional.of(caught.accepted());
    }

    /** Runs on the accepting thread; a channel whose options cannot be set is closed, and the next one accepted. */
    private void caught(SocketChannel channel) {
        if (allOurs && !files.anotherFits()) {
            LOGGER.log(Level.WARNING, "a connection was closed as it was accepted: almost no file descriptor is free");
            throw new IllegalStateException("almost no file descriptor is free");
        }
        try {
            Ends ends = Ends.of(channel);
            Deadlines.Deadline deadline = Deadlines.system().deadline(() -> giveUp(ends));
            waiting.put(ends, new Waiting(new Accepted(channel, Optional.empty()), deadline));
            deadline.set(patience);
        } catch (IOException closed) {
            LOGGER.log(Level.TRACE, "a connection was closed as it was accepted", closed);
        }
    }

    private void giveUp(Ends ends) {
        claim(ends).filter(unclaimed -> allOurs).ifPresent(unclaimed -> {
            try {
                unclaimed.channel().close();
            } catch (IOException closed) {
                LOGGER.log(Level.TRACE, "an unclaimed connection was closed already", closed);
            }
        });
    }

    /** How many connections have not been claimed yet. */
    public int unclaimed() {
        return waiting.size();
    }
}
