package dev.sluice.server.accept;

import io.helidon.common.socket.SocketOptions;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** Socket options that report each channel that a listener accepts, since it applies its options to it. */
record CatchingSocketOptions(SocketOptions delegate, Consumer<SocketChannel> caught) implements WrappedSocketOptions {
    @Override
    public void configureSocket(SocketChannel channel) {
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) { // a unix socket has no options
            WrappedSocketOptions.super.configureSocket(channel);
            caught.accept(channel);
        }
    }
}
