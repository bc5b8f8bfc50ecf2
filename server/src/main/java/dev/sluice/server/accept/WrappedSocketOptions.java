package dev.sluice.server.accept;

import io.helidon.common.socket.SocketOptions;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Helidon socket options with the values of other ones. Implementations change how they are applied to a channel. */
public interface WrappedSocketOptions extends SocketOptions {
    /** The options with the values. */
    SocketOptions delegate();

    @Override
    default Map<SocketOption<?>, Object> socketOptions() {
        return delegate().socketOptions();
    }

    @Override
    default Duration connectTimeout() {
        return delegate().connectTimeout();
    }

    @Override
    default Duration readTimeout() {
        return delegate().readTimeout();
    }

    @Override
    default Optional<Integer> socketReceiveBufferSize() {
        return delegate().socketReceiveBufferSize();
    }

    @Override
    default Optional<Integer> socketSendBufferSize() {
        return delegate().socketSendBufferSize();
    }

    @Override
    default boolean socketReuseAddress() {
        return delegate().socketReuseAddress();
    }

    @Override
    default boolean socketKeepAlive() {
        return delegate().socketKeepAlive();
    }

    @Override
    default boolean tcpNoDelay() {
        return delegate().tcpNoDelay();
    }
}
