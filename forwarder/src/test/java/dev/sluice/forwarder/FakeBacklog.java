package dev.sluice.forwarder;

import dev.sluice.core.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue is full: the next connection is neither accepted nor refused. */
final class FakeBacklog implements AutoCloseable {
    private static final int MORE_THAN_THE_QUEUE = 8;

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<SocketChannel> queued = new ArrayList<>();

    FakeBacklog() throws IOException {
        for (int i = 0; i < MORE_THAN_THE_QUEUE; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
            queued.add(channel);
        }
    }

    Upstream upstream() {
        return Upstream.of("http://127.0.0.1:" + listener.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : queued) {
            channel.close();
        }
        listener.close();
    }
}
