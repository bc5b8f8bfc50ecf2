package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.RunningGateway;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GrpcGatewayTest {
    private static final MethodDescriptor<String, String> GET = method("shop.Orders", "Get");
    private static final MethodDescriptor<String, String> HEALTH = method("grpc.health.v1.Health", "Check");
    private static final MethodDescriptor<String, String> OTHER = method("shop.Other", "Get");

    /** Messages that are texts. */
    private static final class Texts implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private static MethodDescriptor<String, String> method(String service, String name) {
        return MethodDescriptor.newBuilder(new Texts(), new Texts())
                .setType(MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
                .build();
    }

    private static void answer(StreamObserver<String> answers, String text) {
        answers.onNext(text);
        answers.onCompleted();
    }

    private static Server server(ServerCalls.UnaryMethod<String, String> get) throws IOException {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder("shop.Orders")
                        .addMethod(GET, ServerCalls.asyncUnaryCall(get))
                        .build())
                .addService(ServerServiceDefinition.builder("grpc.health.v1.Health")
                        .addMethod(HEALTH, ServerCalls.asyncUnaryCall((asked, answers) -> answer(answers, "\b\1")))
                        .build())
                .build()
                .start();
    }

    private static String url(Server server) {
        return "h2c://127.0.0.1:" + server.getPort();
    }

    private static String call(ManagedChannel channel, MethodDescriptor<String, String> method) {
        return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, "7");
    }

    @Test
    void aCallThatOneServerRefusesGoesToAnotherAndOtherServicesAreUnknown() throws IOException {
        Server refusing = server((asked, answers) -> answers.onError(Status.UNAVAILABLE.asException()));
        Server sound = server((asked, answers) -> answer(answers, "order " + asked));
        ManagedChannel channel = null;
        try (RunningGateway gateway = GrpcGateway.of("https://a.test", url(refusing), url(sound))
                .listen(listen -> listen.host("127.0.0.1").port(0).drainTimeout(Duration.ZERO))) {
            channel = NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
                    .usePlaintext()
                    .build();
            for (int i = 0; i < 4; i++) {
                assertThat(call(channel, GET)).isEqualTo("order 7");
            }
            ManagedChannel open = channel;
            assertThatThrownBy(() -> call(open, OTHER)).hasMessageStartingWith("UNIMPLEMENTED");
        } finally {
            if (channel != null) {
                channel.shutdownNow();
            }
            refusing.shutdownNow();
            sound.shutdownNow();
        }
    }
}
