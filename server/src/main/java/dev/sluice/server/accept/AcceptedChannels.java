package dev.sluice.server.accept;

import dev.sluice.core.Timers.Timer;
import dev.sluice.server.rules.HostTime;
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
 * forgotten. One that is closed before that, since its handshake failed, is forgotten when as many have been accepted
 * since as were remembered, and at once if a place is wanted. Thread-safe.
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

    private record Waiting(Accepted accepted, Timer deadline, Optional<OneHandshake> handshake) {
        boolean closed() {
            return !accepted.channel().isOpen();
        }

        void forget() {
            deadline.close();
            accepted.leave().run();
        }
    }

    private static final int FEW = 64;

    private final Map<Ends, Waiting> waiting = new ConcurrentHashMap<>();
    private final Duration patience;
    private final HostTime time;
    private final Optional<Admission> admission;
    /** How many may be remembered before the closed ones are looked for; the accepting thread's own. */
    private int many = FEW;

    private AcceptedChannels(Duration patience, HostTime time, Optional<Admission> admission) {
        this.patience = patience;
        this.time = time;
        this.admission = admission;
    }

    /**
     * Catches the channels of a listener that others serve as well.
     *
     * @param patience how long to wait for a connection on one
     * @param time what that is timed by
     */
    public static AcceptedChannels shared(Duration patience, HostTime time) {
        return new AcceptedChannels(patience, time, Optional.empty());
    }

    /**
     * Catches the channels of a listener that nobody else serves.
     *
     * @param patience how long to wait for a connection on one
     * @param most connections at a time, those included that have not begun; further ones wait
     * @param time what both are timed by
     */
    public static AcceptedChannels alone(Duration patience, int most, HostTime time) {
        return alone(patience, time, new Admission(most, OpenFiles.ofProcess(time.ticker()), time.ticker()));
    }

    static AcceptedChannels alone(Duration patience, HostTime time, Admission admission) {
        return new AcceptedChannels(patience, time, Optional.of(admission));
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
    private void secured(SocketChannel channel, SSLSocket tls, OneHandshake handshake) {
        try {
            waiting.computeIfPresent(
                    Ends.of(channel),
                    (ends, caught) ->
                            new Waiting(caught.accepted().with(tls), caught.deadline(), Optional.of(handshake)));
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
        caught.handshake().ifPresent(OneHandshake::made);
        return Optional.of(caught.accepted());
    }

    /**
     * Runs on the accepting thread. An exception makes the listener close this channel and accept the next one; an error
     * would end the listener.
     */
    private void caught(SocketChannel channel) {
        Runnable leave = admission
                .map(places -> places.admit(channel, this::forgetClosed))
                .orElse(() -> {});
        try {
            remember(channel, leave);
        } catch (Error failed) { // no memory, or no descriptor to load a class with
            leave.run();
            throw new IllegalStateException("a connection could not be accepted", failed);
        }
    }

    private void remember(SocketChannel channel, Runnable leave) {
        try {
            Ends ends = Ends.of(channel);
            Timer deadline = time.timers().deadline(() -> giveUp(ends));
            Waiting before = waiting.put(
                    ends, new Waiting(new Accepted(channel, Optional.empty(), leave), deadline, Optional.empty()));
            if (before != null) {
                before.forget(); // closed, or a client could not have the same address
            }
            deadline.set(patience);
        } catch (IOException closed) {
            leave.run();
            LOGGER.log(Level.TRACE, "a connection was closed as it was accepted", closed);
        }
        if (waiting.size() >= many) {
            forgetClosed();
            many = Math.max(FEW, 2 * waiting.size());
        }
    }

    /** Nobody tells when a connection ends before it has begun. */
    private void forgetClosed() {
        for (Ends ends : waiting.keySet()) {
            waiting.computeIfPresent(ends, (same, caught) -> {
                if (caught.closed()) {
                    caught.forget();
                    return null;
                }
                return caught;
            });
        }
    }

    private void giveUp(Ends ends) {
        claim(ends).filter(unclaimed -> admission.isPresent()).ifPresent(unclaimed -> {
            try {
                unclaimed.channel().close();
            } catch (IOException closed) {
                LOGGER.log(Level.TRACE, "an unclaimed connection was closed already", closed);
            }
            unclaimed.leave().run();
        });
    }

    /** Lets nobody wait for a place any more, since the listener stops. */
    public void close() {
        admission.ifPresent(Admission::close);
    }

    /** How many connections have not been claimed yet: handshakes under way. */
    public int unclaimed() {
        forgetClosed();
        return waiting.size();
    }

    /** How many are remembered, closed ones included. */
    int remembered() {
        return waiting.size();
    }

    /** How many connections are open; zero if others serve the listener, too. */
    public int open() {
        forgetClosed();
        return admission.map(Admission::admitted).orElse(0);
    }

    /** How many connections were closed for want of a file descriptor. */
    public long refused() {
        return admission.map(Admission::refused).orElse(0L);
    }
}
