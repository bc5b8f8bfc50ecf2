package dev.sluice.grpc;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningProxy;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same calls by an unmodified client and an unmodified server of @grpc/grpc-js, and across the two languages. */
@Timeout(120)
class GrpcJsTest {
    /** What the client tells of its calls. Fields of one name are one to node's HTTP/2. */
    private static final String CALLS = "\"large\":3145733,\"unknown\":12,"
            + "\"words\":{\"count\":500,\"last\":\"word 500\",\"code\":0},\"deadline\":4,"
            + "\"joined\":{\"answer\":\"abc\",\"code\":0},\"pingPong\":{\"rounds\":100,\"code\":0,\"details\":\"%s\"},"
            + "\"cancelled\":1,\"failed\":{\"rounds\":2,\"code\":13,\"details\":\"asked to\"}}";

    @TempDir
    static Path directory;

    private static NodePackages node;

    @BeforeAll
    static void install() throws Exception {
        node = NodePackages.installed(directory, "@grpc/grpc-js@1.14.7");
    }

    private static RunningProxy gateway(String port) {
        return proxy().forward("h2c://127.0.0.1:" + port)
                .listen(listen -> listen.host("127.0.0.1").port(0).drainTimeout(Duration.ZERO));
    }

    private static String calls(RunningProxy gateway) throws Exception {
        Process client = node.start("client.js", "127.0.0.1:" + gateway.port());
        try {
            return NodePackages.line(client);
        } finally {
            client.destroy();
        }
    }

    @Test
    void callsOfJavaScriptReachAServerOfJavaScript() throws Exception {
        Process server = node.start("server.js");
        try (RunningProxy gateway = gateway(NodePackages.line(server))) {
            assertThat(calls(gateway))
                    .startsWith(
                            "{\"unary\":{\"head\":[\"one, two\"],\"answer\":\"echo hello\",\"code\":0,\"details\":\"\","
                                    + "\"trailer\":[\"0001feff\"]},")
                    .endsWith(CALLS.formatted("OK"));
            assertThat(NodePackages.line(server)).isEqualTo("cancelled");
        } finally {
            server.destroy();
        }
    }

    @Test
    void callsOfJavaScriptReachAServerOfJava() throws Exception {
        Echo echo = new Echo();
        try (GrpcEnds ends = GrpcEnds.of(echo, url -> proxy().forward(url))) {
            assertThat(calls(ends.gateway()))
                    .contains("\"answer\":\"echo hello\",\"code\":0")
                    .endsWith(CALLS.formatted(""));
            assertThat(echo.cancelled.getCount()).isZero();
        }
    }

    @Test
    void callsOfJavaReachAServerOfJavaScript() throws Exception {
        Process server = node.start("server.js");
        try (RunningProxy gateway = gateway(NodePackages.line(server))) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
                    .usePlaintext()
                    .build();
            assertThat(Echo.call(channel, "a")).isEqualTo("echo a");
            BlockingClientCall<String, String> call = Echo.stream(channel, CallOptions.DEFAULT);
            for (int i = 0; i < 20; i++) {
                call.write("n" + i);
                assertThat(call.read()).isEqualTo("echo n" + i);
            }
            call.halfClose();
            assertThat(call.read()).isNull();
            channel.shutdownNow();
        } finally {
            server.destroy();
        }
    }
}
