package dev.sluice.server.accept;

import dev.sluice.core.time.Timers.Timer;
import dev.sluice.io.PolledSocket;
import dev.sluice.server.rules.HostTime;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Finds what Helidon 4.5.0 does not offer: the channel below a connection, to half-close and to reset it, and the TLS
 * socket on that channel. It depends on five behaviours of Helidon's listener without NIO, as nothing else in this
 * module does; {@code HelidonAssumptionsTest} tests each:
 *
 * <ul>
 * <li>the listener applies its {@code connectionOptions} to each channel as it accepts it, before any byte is read;
 * <li>an exception from there closes that channel only, and the listener goes on;
 * <li>a {@code ConnectionContext} tells the same two addresses as the channel;
 * <li>TLS sockets are made by the {@code SSLContext} of the listener's {@code TlsManager}, on the accepted channel;
 * <li>the only selector of a listener without TLS gets a connection of which nothing was read.
 * </ul>
 *
 * <p>A channel is kept until a connection claims it. A channel that no connection claims in time (since its TLS
 * handshake or PROXY header does not end) is closed if only the wire host serves the listener, otherwise dropped.
 * Channels that were closed before, since their handshake failed, are dropped when the number of kept channels has
 * doubled, and at once if a place is needed. Thread-safe.
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

    /** TLS handshakes that have ended. */
    private final LongAdder made = new LongAdder();

    private final LongAdder failed = new LongAdder();

    private static final int FEW = 64;

    private final Map<Ends, Waiting> waiting = new ConcurrentHashMap<>();
    private volatile Duration patience;
    private final HostTime time;
    private final Optional<Admission> admission;
    /** The TLS of handshakes that are made here; none if Helidon makes them, or the listener speaks no TLS. */
    private volatile Optional<OwnTls> own = Optional.empty();
    /** How many channels may be kept before closed ones are searched for. Used by the accepting thread only. */
    private int many = FEW;

    private AcceptedChannels(Duration patience, HostTime time, Optional<Admission> admission) {
        this.patience = patience;
        this.time = time;
        this.admission = admission;
    }

    /**
     * For a listener that serves other protocols as well.
     *
     * @param patience how long a channel may take to become a connection
     * @param time the time
     */
    public static AcceptedChannels shared(Duration patience, HostTime time) {
        return new AcceptedChannels(patience, time, Optional.empty());
    }

    /**
     * For a listener that only the wire host serves.
     *
     * @param patience how long a channel may take to become a connection
     * @param most the most connections at a time, including channels that are not claimed yet; further ones wait
     * @param time the time
     */
    public static AcceptedChannels alone(Duration patience, int most, HostTime time) {
        return alone(patience, time, new Admission(most, OpenFiles.ofProcess(time.ticker()), time.ticker()));
    }

    static AcceptedChannels alone(Duration patience, HostTime time, Admission admission) {
        return new AcceptedChannels(patience, time, Optional.of(admission));
    }

    /** Changes how long is waited for the connections on channels that are accepted from now on. */
    public void patience(Duration changed) {
        patience = changed;
    }

    /** The socket options to give to the listener. */
    public SocketOptions options() {
        return new CatchingSocketOptions(
                SocketOptions.builder().tcpNoDelay(true).build(), this::caught);
    }

    /**
     * The TLS configuration that the listener must have.
     *
     * @param tls the configuration to wrap
     */
    public Tls tls(Tls tls) {
        return CatchingTls.of(tls, this::secured);
    }

    /**
     * Makes the handshakes itself from now on: the listener must not have TLS.
     *
     * @param tls certificates, trust, protocols, cipher suites
     * @param protocols those of ALPN (RFC 7301), the preferred one first
     */
    public void secure(Tls tls, List<String> protocols) {
        own = Optional.of(new OwnTls(tls, protocols));
    }

    /** Other TLS for new connections, if the handshakes are made here. */
    public void exchange(Tls fresh) {
        own.ifPresent(secure -> secure.exchange(fresh));
    }

    /** Other protocols of ALPN for new connections, if the handshakes are made here. */
    public void applicationProtocols(List<String> changed) {
        own.ifPresent(secure -> secure.protocols(changed));
    }

    /** Keeps the TLS socket of a channel. */
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

    /**
     * The channel of a connection, with its TLS; found only once. Blocks for the handshake if that is made here.
     *
     * @throws CloseConnectionException if there is no handshake
     */
    public Optional<Accepted> claim(ConnectionContext ctx) {
        Ends ends = new Ends(ctx.localPeer().address(), ctx.remotePeer().address());
        Optional<OwnTls> secure = own;
        if (secure.isEmpty()) {
            return claim(ends, made);
        }
        try {
            shake(ends, secure.get(), StrayLineFeed.mayFollow(ctx));
        } catch (IOException none) {
            giveUp(ends);
            throw new CloseConnectionException("no TLS handshake", none);
        }
        return Optional.of(
                claim(ends, made).orElseThrow(() -> new CloseConnectionException("the TLS handshake took too long")));
    }

    private void shake(Ends ends, OwnTls secure, boolean lineFeed) throws IOException {
        Waiting caught = waiting.get(ends);
        if (caught == null) {
            throw new IOException("the connection was given up");
        }
        PolledSocket socket = PolledSocket.of(caught.accepted().channel());
        OwnTls.Begun begun = secure.begin(socket);
        Waiting known = waiting.computeIfPresent(
                ends,
                (same, before) -> new Waiting(
                        before.accepted().with(begun.tls()), before.deadline(), Optional.of(begun.handshake())));
        if (known == null) { // its deadline has passed just now
            socket.close();
        }
        if (lineFeed) {
            StrayLineFeed.skip(socket, begun.tls());
        }
        begun.tls().handshake();
    }

    private Optional<Accepted> claim(Ends ends, LongAdder handshakes) {
        Waiting caught = waiting.remove(ends);
        if (caught == null) {
            return Optional.empty();
        }
        caught.deadline().close();
        caught.handshake().ifPresent(handshake -> {
            handshake.made();
            handshakes.increment();
        });
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
        } catch (Error failed) { // such as no memory, or no file descriptor to load a class
            leave.run();
            throw new IllegalStateException("a connection could not be accepted", failed);
        }
    }

    private void remember(SocketChannel channel, Runnable leave) {
        try {
            Ends ends = Ends.of(channel);
            Timer deadline = time.timers().deadline(() -> giveUp(ends));
            Waiting before = waiting.put(ends, new Waiting(Accepted.plain(channel, leave), deadline, Optional.empty()));
            if (before != null) {
                forget(before); // it must be closed: otherwise no new channel could have the same address pair
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

    /** Drops closed channels: Helidon does not report a connection that ends before it has begun. */
    private void forgetClosed() {
        for (Ends ends : waiting.keySet()) {
            waiting.computeIfPresent(ends, (same, caught) -> {
                if (caught.closed()) {
                    forget(caught);
                    return null;
                }
                return caught;
            });
        }
    }

    /** Its handshake has failed, if it has begun one. */
    private void forget(Waiting caught) {
        caught.forget();
        if (caught.handshake().isPresent()) {
            failed.increment();
        }
    }

    private void giveUp(Ends ends) {
        claim(ends, failed).filter(unclaimed -> admission.isPresent()).ifPresent(unclaimed -> {
            try {
                unclaimed.close();
            } catch (IOException closed) {
                LOGGER.log(Level.TRACE, "an unclaimed connection was closed already", closed);
            }
            unclaimed.leave().run();
        });
    }

    /** Ends all waits for a place, since the listener stops. */
    public void close() {
        admission.ifPresent(Admission::close);
    }

    /** How many channels are not claimed yet, since their handshakes are under way. */
    public int unclaimed() {
        forgetClosed();
        return waiting.size();
    }

    /** How many channels are kept, closed ones included. */
    int remembered() {
        return waiting.size();
    }

    /** How many connections are open; zero if the listener serves other protocols, too. */
    public int open() {
        forgetClosed();
        return admission.map(Admission::admitted).orElse(0);
    }

    /** How many TLS handshakes were made. */
    public long handshakesMade() {
        return made.sum();
    }

    /** How many TLS handshakes failed, or took too long. */
    public long handshakesFailed() {
        forgetClosed();
        return failed.sum();
    }

    /** How many connections were closed for lack of file descriptors. */
    public long refused() {
        return admission.map(Admission::refused).orElse(0L);
    }
}
