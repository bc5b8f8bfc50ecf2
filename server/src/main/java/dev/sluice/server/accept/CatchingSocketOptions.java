package dev.sluice.server.accept;

import io.helidon.common.socket.SocketOptions;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** Helidon's socket options, which a listener applies to each channel it accepts, so that it can be told of them. */
record CatchingSocketOptions(SocketOptions delegate, Consumer<SocketChannel> caught) implements WrappedSocketOptions {
    @Override
    public void configureSocket(SocketChannel channel) {
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) { // a unix socket has no options
            WrappedSocketOptions.super.configureSocket(channel);
            caught.accept(channel);
        }
    }
}
