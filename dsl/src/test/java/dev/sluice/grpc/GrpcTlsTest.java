package dev.sluice.grpc;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningProxy;
import dev.sluice.endtoend.Certificates;
import dev.sluice.forwarder.TransportOptions.Http2;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import io.helidon.common.configurable.Resource;
import io.helidon.common.tls.Tls;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls over TLS on both sides, where HTTP/2 is agreed on by ALPN. */
@Timeout(60)
class GrpcTlsTest {
    @TempDir
    static Path directory;

    private static Tls keys(Certificates own) throws Exception {
        Resource chain = Resource.create(own.certificatePem());
        Resource key = Resource.create(own.keyPem());
        return Tls.builder()
                .privateKey(keys -> keys.pem(pem -> pem.key(key)))
                .privateKeyCertChain(keys -> keys.pem(pem -> pem.certChain(chain)))
                .build();
    }

    private static Tls trusting(Certificates other) throws Exception {
        Resource certificate = Resource.create(other.certificatePem());
        return Tls.builder()
                .trust(trust -> trust.pem(pem -> pem.certificates(certificate)))
                .build();
    }

    @Test
    void callsPassOverTlsOnBothSides() throws Exception {
        Certificates own = Certificates.of(directory, "localhost");
        Tls trust = trusting(own);
        Tls keys = keys(own);
        Echo echo = new Echo();
        File certificate = own.certificatePem().toFile();
        File key = own.keyPem().toFile();
        Server server = GrpcEnds.server(
                made -> made.useTransportSecurity(certificate, key).addService(echo.service()));
        try (RunningProxy gateway = proxy().forward(
                        "https://localhost:" + server.getPort(),
                        options -> options.tls(trust).http2(Http2.REQUIRE))
                .listen(listen -> listen.host("127.0.0.1").port(0).tls(keys).drainTimeout(Duration.ZERO))) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", gateway.port())
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(certificate)
                            .build())
                    .build();
            assertThat(Echo.call(channel, "a")).isEqualTo("echo a");
            BlockingClientCall<String, String> call = Echo.stream(channel, CallOptions.DEFAULT);
            for (int i = 0; i < 50; i++) {
                call.write("n" + i);
                assertThat(call.read()).isEqualTo("echo n" + i);
            }
            call.halfClose();
            assertThat(call.read()).isNull();
            channel.shutdownNow();
        } finally {
            server.shutdownNow();
        }
    }
}
