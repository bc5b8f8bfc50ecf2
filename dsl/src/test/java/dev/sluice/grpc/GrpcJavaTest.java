package dev.sluice.grpc;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls between an unmodified client and an unmodified server of grpc-java. */
@Timeout(60)
class GrpcJavaTest {
    private static final Metadata.Key<String> TEXT = Metadata.Key.of("x-text", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> BYTES = Metadata.Key.of("x-bytes-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final CallOptions DEFAULT = CallOptions.DEFAULT;

    private final Echo echo = new Echo();

    private GrpcEnds plain() {
        return GrpcEnds.of(echo, url -> proxy().forward(url));
    }

    private static Status status(Runnable call) {
        try {
            call.run();
            return Status.OK;
        } catch (StatusRuntimeException failed) {
            return failed.getStatus();
        }
    }

    @Test
    void aCallPasses() {
        try (GrpcEnds ends = plain()) {
            Channel channel = ends.channel();
            for (int i = 0; i < 100; i++) {
                assertThat(Echo.call(channel, "n" + i)).isEqualTo("echo n" + i);
            }
        }
    }

    /** Answers what it was told in the head and in the trailers. */
    private static final class Mirror implements ServerInterceptor {
        @Override
        public <I, O> ServerCall.Listener<I> interceptCall(
                ServerCall<I, O> call, Metadata told, ServerCallHandler<I, O> next) {
            return next.startCall(
                    new SimpleForwardingServerCall<>(call) {
                        @Override
                        public void sendHeaders(Metadata head) {
                            told.getAll(TEXT).forEach(value -> head.put(TEXT, value));
                            super.sendHeaders(head);
                        }

                        @Override
                        public void close(Status status, Metadata trailers) {
                            trailers.put(BYTES, told.get(BYTES));
                            super.close(status, trailers);
                        }
                    },
                    told);
        }
    }

    @Test
    void metadataPassBothWaysInHeadsAndTrailers() {
        try (GrpcEnds ends = GrpcEnds.among(
                urls -> proxy().forward(urls[0]),
                List.of(server -> server.addService(ServerInterceptors.intercept(echo.service(), new Mirror()))))) {
            Metadata sent = new Metadata();
            sent.put(TEXT, "one");
            sent.put(TEXT, "two words");
            byte[] bytes = new byte[256];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) i;
            }
            sent.put(BYTES, bytes);
            AtomicReference<Metadata> head = new AtomicReference<>();
            AtomicReference<Metadata> trailers = new AtomicReference<>();
            Channel channel = ClientInterceptors.intercept(
                    Echo.with(ends.channel(), sent), MetadataUtils.newCaptureMetadataInterceptor(head, trailers));
            assertThat(Echo.call(channel, "a")).isEqualTo("echo a");
            assertThat(head.get().getAll(TEXT)).containsExactly("one", "two words");
            assertThat(trailers.get().get(BYTES)).isEqualTo(bytes);
        }
    }

    @Test
    void aStreamOfTheServerPasses() {
        try (GrpcEnds ends = plain()) {
            Iterator<String> words =
                    ClientCalls.blockingServerStreamingCall(ends.channel(), Echo.SERVER_STREAM, DEFAULT, "1000");
            List<String> all = new ArrayList<>();
            words.forEachRemaining(all::add);
            assertThat(all).hasSize(1000).startsWith("word 1", "word 2").endsWith("word 1000");
        }
    }

    @Test
    void aStreamOfTheClientPasses() throws Exception {
        try (GrpcEnds ends = plain()) {
            BlockingClientCall<String, String> call =
                    ClientCalls.blockingClientStreamingCall(ends.channel(), Echo.CLIENT_STREAM, DEFAULT);
            for (int i = 0; i < 100; i++) {
                call.write(i + ",");
            }
            call.halfClose();
            assertThat(call.read()).startsWith("0,1,2,").endsWith("98,99,");
            assertThat(call.read()).isNull();
        }
    }

    @Test
    void eachMessageOfAStreamBothWaysIsAnsweredBeforeTheNextIsSent() throws Exception {
        try (GrpcEnds ends = plain()) {
            BlockingClientCall<String, String> call = Echo.stream(ends.channel(), DEFAULT);
            for (int i = 0; i < 200; i++) {
                call.write("n" + i);
                assertThat(call.read()).isEqualTo("echo n" + i);
            }
            call.halfClose();
            assertThat(call.read()).isNull();
        }
    }

    @Test
    void manyStreamsShareOneConnectionWithoutWaitingForEachOther() throws Exception {
        try (GrpcEnds ends = plain()) {
            Channel channel = ends.channel();
            List<BlockingClientCall<String, String>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(Echo.stream(channel, DEFAULT));
            }
            for (int round = 0; round < 3; round++) {
                for (int i = calls.size() - 1; i >= 0; i--) {
                    calls.get(i).write(i + "." + round);
                    assertThat(calls.get(i).read()).isEqualTo("echo " + i + "." + round);
                }
            }
            for (BlockingClientCall<String, String> call : calls) {
                call.halfClose();
                assertThat(call.read()).isNull();
            }
        }
    }

    @Test
    void theStatusOfTheServerPassesWithItsText() {
        echo.unary = text -> {
            throw Status.NOT_FOUND.withDescription("no \"für\" 100 %").asRuntimeException();
        };
        try (GrpcEnds ends = plain()) {
            Status status = status(() -> Echo.call(ends.channel(), "a"));
            assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
            assertThat(status.getDescription()).isEqualTo("no \"für\" 100 %");
        }
    }

    @Test
    void theStatusOfAStreamThatFailsInTheMiddlePasses() throws Exception {
        try (GrpcEnds ends = plain()) {
            BlockingClientCall<String, String> call = Echo.stream(ends.channel(), DEFAULT);
            call.write("a");
            assertThat(call.read()).isEqualTo("echo a");
            call.write("fail");
            assertThatThrownBy(call::read).hasMessage("INTERNAL: asked to");
        }
    }

    @Test
    void methodsAndServicesThatNobodyKnowsAreTheServersBusiness() {
        try (GrpcEnds ends = plain()) {
            Channel channel = ends.channel();
            assertThat(status(() -> ClientCalls.blockingUnaryCall(channel, Echo.UNKNOWN, DEFAULT, "a")))
                    .satisfies(status -> {
                        assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
                        assertThat(status.getDescription()).contains("test.Echo/NoSuchMethod");
                    });
        }
    }

    @Test
    void theServerIsToldWhatIsLeftOfTheDeadline() {
        AtomicLong left = new AtomicLong();
        echo.unary = text -> {
            left.set(Context.current().getDeadline().timeRemaining(TimeUnit.MILLISECONDS));
            return text;
        };
        try (GrpcEnds ends = GrpcEnds.of(
                echo,
                url -> proxy().forward(url, options -> options.maxGrpcTimeout(java.time.Duration.ofSeconds(20))))) {
            Channel channel = ends.channel();
            Echo.call(channel, "a", DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS));
            assertThat(left.get()).isBetween(5_000L, 9_999L);
            Echo.call(channel, "a", DEFAULT.withDeadlineAfter(10, TimeUnit.MINUTES));
            assertThat(left.get()).as("what is honoured").isBetween(10_000L, 20_000L);
        }
    }

    @Test
    void aDeadlineEndsTheCallOnBothSides() throws Exception {
        try (GrpcEnds ends = plain()) {
            Iterator<String> words = ClientCalls.blockingServerStreamingCall(
                    ends.channel(), Echo.SERVER_STREAM, DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS), "0");
            assertThat(words.next()).isEqualTo("waiting");
            assertThat(status(words::next).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(echo.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClientThatCancelsCancelsTheServersCall() throws Exception {
        try (GrpcEnds ends = plain()) {
            BlockingClientCall<String, String> call = Echo.stream(ends.channel(), DEFAULT);
            call.write("a");
            assertThat(call.read()).isEqualTo("echo a");
            call.cancel("enough", null);
            assertThat(echo.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aServerThatStopsEndsTheClientsCall() throws Exception {
        try (GrpcEnds ends = plain()) {
            BlockingClientCall<String, String> call = Echo.stream(ends.channel(), DEFAULT);
            call.write("a");
            assertThat(call.read()).isEqualTo("echo a");
            ends.upstream().shutdownNow();
            assertThatThrownBy(call::read).hasMessageMatching("(UNAVAILABLE|INTERNAL|CANCELLED).*");
        }
    }

    /** Measures messages on the wire and as they are. */
    private static final class Sizes extends ServerStreamTracer {
        private final AtomicLong wire = new AtomicLong();
        private final AtomicLong plain = new AtomicLong();

        @Override
        public void inboundWireSize(long bytes) {
            wire.addAndGet(bytes);
        }

        @Override
        public void inboundUncompressedSize(long bytes) {
            plain.addAndGet(bytes);
        }
    }

    @Test
    void compressedMessagesStayCompressed() {
        Sizes sizes = new Sizes();
        try (GrpcEnds ends = GrpcEnds.among(
                urls -> proxy().forward(urls[0]),
                List.of(server -> server.addService(echo.service())
                        .addStreamTracerFactory(new ServerStreamTracer.Factory() {
                            @Override
                            public ServerStreamTracer newServerStreamTracer(String method, Metadata head) {
                                return sizes;
                            }
                        })))) {
            String text = "0123456789".repeat(10_000);
            assertThat(Echo.call(ends.channel(), text, DEFAULT.withCompression("gzip")))
                    .isEqualTo("echo " + text);
            assertThat(sizes.plain.get()).isGreaterThanOrEqualTo(text.length());
            assertThat(sizes.wire.get()).isLessThan(text.length() / 10);
        }
    }

    @Test
    void largeMessagesPassBothWays() {
        try (GrpcEnds ends = plain()) {
            String text = "0123456789abcdef".repeat(1 << 20);
            assertThat(Echo.call(ends.channel(), text)).isEqualTo("echo " + text);
        }
    }
}
