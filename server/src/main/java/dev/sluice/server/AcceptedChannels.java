package dev.sluice.server;

import dev.sluice.wire.Deadlines;
import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Catches every channel at its accept, as Helidon asks for its socket options, so that a connection can be half closed
 * and cut, which {@code HelidonSocket} cannot. A channel that no connection claims in time (a TLS handshake that does
 * not come to its end) is closed.
 */
final class AcceptedChannels {
    private static final System.Logger LOGGER = System.getLogger(AcceptedChannels.class.getName());

    private record Waiting(SocketChannel channel, Deadlines.Deadline deadline) {}

    private final Map<SocketAddress, Waiting> waiting = new ConcurrentHashMap<>();
    private final Duration patience;

    AcceptedChannels(Duration patience) {
        this.patience = patience;
    }

    /** The socket options to give to a listener. */
    SocketOptions options() {
        return new Catching(SocketOptions.builder().tcpNoDelay(true).build());
    }

    /** The channel of a connection from an address, once. */
    Optional<SocketChannel> claim(SocketAddress remote) {
        Waiting caught = waiting.remove(remote);
        if (caught == null) {
            return Optional.empty();
        }
        caught.deadline().close();
        return Optional.of(caught.channel());
    }

    private void caught(SocketChannel channel) {
        try {
            SocketAddress remote = channel.getRemoteAddress();
            Deadlines.Deadline deadline = Deadlines.system().deadline(() -> giveUp(remote));
            waiting.put(remote, new Waiting(channel, deadline));
            deadline.set(patience);
        } catch (IOException closed) {
            LOGGER.log(Level.TRACE, "a connection was closed as it was accepted", closed);
        }
    }

    private void giveUp(SocketAddress remote) {
        claim(remote).ifPresent(channel -> {
            try {
                channel.close();
            } catch (IOException closed) {
                LOGGER.log(Level.TRACE, "an unclaimed connection was closed already", closed);
            }
        });
    }

    /** Helidon's socket options, which a listener applies to each channel it accepts. */
    private final class Catching implements SocketOptions {
        private final SocketOptions delegate;

        Catching(SocketOptions delegate) {
            this.delegate = delegate;
        }

        @Override
        public void configureSocket(SocketChannel channel) {
            if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                SocketOptions.super.configureSocket(channel);
                caught(channel);
            }
        }

        @Override
        public Map<SocketOption<?>, Object> socketOptions() {
            return delegate.socketOptions();
        }

        @Override
        public Duration connectTimeout() {
            return delegate.connectTimeout();
        }

        @Override
        public Duration readTimeout() {
            return delegate.readTimeout();
        }

        @Override
        public Optional<Integer> socketReceiveBufferSize() {
            return delegate.socketReceiveBufferSize();
        }

        @Override
        public Optional<Integer> socketSendBufferSize() {
            return delegate.socketSendBufferSize();
        }

        @Override
        public boolean socketReuseAddress() {
            return delegate.socketReuseAddress();
        }

        @Override
        public boolean socketKeepAlive() {
            return delegate.socketKeepAlive();
        }

        @Override
        public boolean tcpNoDelay() {
            return delegate.tcpNoDelay();
        }
    }
}
