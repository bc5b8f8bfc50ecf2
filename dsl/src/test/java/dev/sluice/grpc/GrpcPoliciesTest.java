package dev.sluice.grpc;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningProxy;
import dev.sluice.endtoend.Eventually;
import dev.sluice.observe.meters.Series;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the gateway answers by itself, and what it learns of calls, seen by clients and servers of grpc-java. */
@Timeout(60)
class GrpcPoliciesTest {
    private final Echo echo = new Echo();
    private final Echo other = new Echo();

    private static StatusRuntimeException failed(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException failed) {
            return failed;
        }
        throw new AssertionError("the call has not failed");
    }

    private static Status status(Channel channel) {
        return failed(() -> Echo.call(channel, "a")).getStatus();
    }

    private static UnaryOperator<NettyServerBuilder> serving(Echo echo) {
        return server -> server.addService(echo.service());
    }

    @Test
    void aRateThatIsUsedUpIsResourceExhausted() {
        try (GrpcEnds ends = GrpcEnds.of(
                echo, url -> proxy().rateLimit(1, Duration.ofHours(1)).forward(url))) {
            Channel channel = ends.channel();
            Echo.call(channel, "a");
            StatusRuntimeException refused = failed(() -> Echo.call(channel, "a"));
            assertThat(refused.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            assertThat(refused.getStatus().getDescription()).isNotBlank();
            assertThat(refused.getTrailers().get(Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER)))
                    .isNotNull();
        }
    }

    @Test
    void credentialsThatAreMissingAreUnauthenticated() {
        try (GrpcEnds ends = GrpcEnds.of(
                echo,
                url -> proxy().apiKey(keys -> keys.keys("somebody-secret-key")).forward(url))) {
            assertThat(status(ends.channel()).getCode()).isEqualTo(Code.UNAUTHENTICATED);
            assertThat(echo.begun.get()).isZero();
        }
    }

    @Test
    void aCallThatNoRouteTakesIsUnimplemented() {
        try (var routes = gateway(g -> g.route("orders", path("/shop.Orders/**"), r -> r.forward("h2c://127.0.0.1:1")))
                .listen(listen -> listen.host("127.0.0.1").port(0).drainTimeout(Duration.ZERO))) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", routes.port())
                    .usePlaintext()
                    .build();
            assertThat(status(channel).getCode()).isEqualTo(Code.UNIMPLEMENTED);
            channel.shutdownNow();
        }
    }

    @Test
    void anUpstreamThatIsNotThereIsUnavailable() {
        try (GrpcEnds ends = GrpcEnds.of(echo, url -> proxy().forward("h2c://127.0.0.1:1"))) {
            assertThat(status(ends.channel()).getCode()).isEqualTo(Code.UNAVAILABLE);
        }
    }

    @Test
    void aTotalTimeoutIsADeadlineThatIsExceeded() {
        ServerServiceDefinition silent = ServerServiceDefinition.builder(Echo.NAME)
                .addMethod(Echo.UNARY, ServerCalls.asyncUnaryCall((request, answers) -> {}))
                .build();
        try (GrpcEnds ends = GrpcEnds.among(
                urls -> proxy().totalTimeout(Duration.ofMillis(200)).forward(urls[0]),
                List.of(server -> server.addService(silent)))) {
            assertThat(status(ends.channel()).getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        }
    }

    @Test
    void aCallThatOneMemberRefusesIsSentToAnother() {
        echo.unary = text -> {
            throw Status.UNAVAILABLE.withDescription("going down").asRuntimeException();
        };
        try (GrpcEnds ends = GrpcEnds.among(
                urls -> proxy().retry("GrpcStatus() == 14 && Attempts() < 3")
                        .roundRobin(urls)
                        .forward(),
                List.of(serving(echo), serving(other)))) {
            Channel channel = ends.channel();
            for (int i = 0; i < 4; i++) {
                assertThat(Echo.call(channel, "n" + i)).isEqualTo("echo n" + i);
            }
            assertThat(echo.begun.get()).isPositive();
            assertThat(other.begun.get()).isEqualTo(4);
        }
    }

    @Test
    void callsOfOneConnectionAreDividedAmongTheMembers() {
        try (GrpcEnds ends =
                GrpcEnds.among(urls -> proxy().roundRobin(urls).forward(), List.of(serving(echo), serving(other)))) {
            Channel channel = ends.channel();
            for (int i = 0; i < 20; i++) {
                Echo.call(channel, "a");
            }
            assertThat(echo.begun.get()).isEqualTo(10);
            assertThat(other.begun.get()).isEqualTo(10);
        }
    }

    @Test
    void aBreakerTripsByTrailersAndAnswersUnavailable() {
        AtomicInteger asked = new AtomicInteger();
        echo.unary = text -> {
            asked.incrementAndGet();
            throw Status.INTERNAL.asRuntimeException();
        };
        try (GrpcEnds ends = GrpcEnds.of(
                echo,
                url -> proxy().circuitBreaker("ResponseCodeRatio(500, 600, 0, 600) > 0.5")
                        .forward(url))) {
            Channel channel = ends.channel();
            Eventually.holds("the breaker has tripped", () -> status(channel).getCode() == Code.UNAVAILABLE);
            int until = asked.get();
            assertThat(status(channel).getCode()).isEqualTo(Code.UNAVAILABLE);
            assertThat(asked.get()).isEqualTo(until);
        }
    }

    @Test
    void callsAreCountedByTheirStatus() {
        echo.unary = text -> {
            if (text.equals("bad")) {
                throw Status.NOT_FOUND.asRuntimeException();
            }
            return text;
        };
        try (GrpcEnds ends = GrpcEnds.of(echo, url -> proxy().forward(url))) {
            Channel channel = ends.channel();
            Echo.call(channel, "good");
            failed(() -> Echo.call(channel, "bad"));
            RunningProxy gateway = ends.gateway();
            Eventually.holds("both are counted", () -> counted(gateway, "0") == 1 && counted(gateway, "5") == 1);
        }
    }

    private static double counted(RunningProxy gateway, String status) {
        return gateway.stats().series("sluice.grpc.calls").stream()
                .filter(series -> series.values().contains(status))
                .mapToDouble(Series::value)
                .sum();
    }

    /** {@code grpc.health.v1} with a status of health for one service. */
    private static ServerServiceDefinition health(AtomicInteger serving) {
        String name = "grpc.health.v1.Health";
        return ServerServiceDefinition.builder(name)
                .addMethod(
                        Echo.method(name, "Check", MethodType.UNARY), ServerCalls.asyncUnaryCall((service, answers) -> {
                            answers.onNext(service.equals("\n\u0009test.Echo") ? "\b" + (char) serving.get() : "");
                            answers.onCompleted();
                        }))
                .build();
    }

    @Test
    void aMemberIsTakenOutAndBackAsItsHealthServiceSays() {
        AtomicInteger serving = new AtomicInteger(2);
        try (GrpcEnds ends = GrpcEnds.among(
                urls -> proxy().roundRobin(urls)
                        .health(h -> h.grpc(Echo.NAME)
                                .interval(Duration.ofMillis(50))
                                .timeout(Duration.ofSeconds(20))
                                .unhealthyAfter(1)
                                .healthyAfter(1))
                        .forward(),
                List.of(
                        server -> server.addService(echo.service()).addService(health(serving)),
                        server -> server.addService(other.service()).addService(health(new AtomicInteger(1)))))) {
            Channel channel = ends.channel();
            Eventually.holds("it is out", () -> asked(channel) == 0);
            serving.set(1);
            Eventually.holds("it is back", () -> asked(channel) == 2);
        }
    }

    /** How many of four calls the first member gets. */
    private int asked(Channel channel) {
        int before = echo.begun.get();
        for (int i = 0; i < 4; i++) {
            Echo.call(channel, "a");
        }
        return echo.begun.get() - before;
    }
}
