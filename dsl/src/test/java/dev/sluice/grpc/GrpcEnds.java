package dev.sluice.grpc;

import dev.sluice.Listen;
import dev.sluice.Proxy;
import dev.sluice.RunningProxy;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A gateway between a client and servers of grpc-java, all on loopback. */
final class GrpcEnds implements AutoCloseable {
    private final List<Server> servers = new ArrayList<>();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final RunningProxy gateway;

    private GrpcEnds(
            List<UnaryOperator<NettyServerBuilder>> made, Function<String[], Proxy> proxy, Consumer<Listen> listen) {
        for (UnaryOperator<NettyServerBuilder> one : made) {
            servers.add(server(one));
        }
        String[] urls = servers.stream()
                .map(server -> "h2c://127.0.0.1:" + server.getPort())
                .toArray(String[]::new);
        gateway = proxy.apply(urls).listen(options -> {
            options.host("127.0.0.1").port(0).drainTimeout(Duration.ZERO);
            listen.accept(options);
        });
    }

    /** A gateway in front of one service. */
    static GrpcEnds of(Echo echo, Function<String, Proxy> proxy) {
        return new GrpcEnds(
                List.of(server -> server.addService(echo.service())), urls -> proxy.apply(urls[0]), listen -> {});
    }

    /** A gateway in front of several servers. */
    static GrpcEnds among(Function<String[], Proxy> proxy, List<UnaryOperator<NettyServerBuilder>> servers) {
        return new GrpcEnds(servers, proxy, listen -> {});
    }

    static Server server(UnaryOperator<NettyServerBuilder> made) {
        try {
            return made.apply(NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                    .maxInboundMessageSize(64 << 20)
                    .build()
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    RunningProxy gateway() {
        return gateway;
    }

    Server upstream() {
        return servers.getFirst();
    }

    ManagedChannel channel() {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
        channels.add(channel);
        return channel;
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        gateway.stop();
        servers.forEach(Server::shutdownNow);
    }
}
