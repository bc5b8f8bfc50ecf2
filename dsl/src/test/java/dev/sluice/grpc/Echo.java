package dev.sluice.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** A service whose messages are texts, and its calls: no generated code, as the gateway knows nothing of messages either. */
final class Echo {
    static final String NAME = "test.Echo";

    private static final MethodDescriptor.Marshaller<String> TEXT = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    };

    static final MethodDescriptor<String, String> UNARY = method("Unary", MethodType.UNARY);
    static final MethodDescriptor<String, String> SERVER_STREAM = method("ServerStream", MethodType.SERVER_STREAMING);
    static final MethodDescriptor<String, String> CLIENT_STREAM = method("ClientStream", MethodType.CLIENT_STREAMING);
    static final MethodDescriptor<String, String> BOTH = method("Both", MethodType.BIDI_STREAMING);
    static final MethodDescriptor<String, String> UNKNOWN = method("NoSuchMethod", MethodType.UNARY);

    /** How many calls have begun. */
    final AtomicInteger begun = new AtomicInteger();
    /** Opens when a stream was cancelled. */
    final CountDownLatch cancelled = new CountDownLatch(1);
    /** Answers a unary call, or throws a status. */
    volatile Function<String, String> unary = text -> "echo " + text;

    static MethodDescriptor<String, String> method(String name, MethodType type) {
        return method(NAME, name, type);
    }

    static MethodDescriptor<String, String> method(String service, String name, MethodType type) {
        return MethodDescriptor.newBuilder(TEXT, TEXT)
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
                .build();
    }

    ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(NAME)
                .addMethod(UNARY, ServerCalls.asyncUnaryCall(this::unary))
                .addMethod(SERVER_STREAM, ServerCalls.asyncServerStreamingCall(this::serverStream))
                .addMethod(CLIENT_STREAM, ServerCalls.asyncClientStreamingCall(Echo::joined))
                .addMethod(BOTH, ServerCalls.asyncBidiStreamingCall(this::both))
                .build();
    }

    private void unary(String request, StreamObserver<String> answers) {
        begun.incrementAndGet();
        try {
            answers.onNext(unary.apply(request));
            answers.onCompleted();
        } catch (RuntimeException failed) {
            answers.onError(failed);
        }
    }

    /** Says a number of words, given as {@code 3}; waits to be cancelled if it is 0. */
    private void serverStream(String request, StreamObserver<String> answers) {
        begun.incrementAndGet();
        int count = Integer.parseInt(request);
        ((ServerCallStreamObserver<String>) answers).setOnCancelHandler(cancelled::countDown);
        if (count == 0) {
            answers.onNext("waiting");
            return;
        }
        for (int i = 1; i <= count; i++) {
            answers.onNext("word " + i);
        }
        answers.onCompleted();
    }

    private static StreamObserver<String> joined(StreamObserver<String> answers) {
        StringBuilder all = new StringBuilder();
        return new Heard(all::append, () -> {
            answers.onNext(all.toString());
            answers.onCompleted();
        });
    }

    /** Answers each message at once; {@code fail} ends the call with a status. */
    private StreamObserver<String> both(StreamObserver<String> answers) {
        begun.incrementAndGet();
        ((ServerCallStreamObserver<String>) answers).setOnCancelHandler(cancelled::countDown);
        return new Heard(
                text -> {
                    if (text.equals("fail")) {
                        answers.onError(
                                Status.INTERNAL.withDescription("asked to").asException());
                    } else {
                        answers.onNext("echo " + text);
                    }
                },
                answers::onCompleted);
    }

    /** What a client says. */
    private record Heard(Consumer<String> message, Runnable end) implements StreamObserver<String> {
        @Override
        public void onNext(String value) {
            message.accept(value);
        }

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {
            end.run();
        }
    }

    static String call(Channel channel, String text) {
        return call(channel, text, CallOptions.DEFAULT);
    }

    static String call(Channel channel, String text, CallOptions options) {
        return ClientCalls.blockingUnaryCall(channel, UNARY, options, text);
    }

    static BlockingClientCall<String, String> stream(Channel channel, CallOptions options) {
        return ClientCalls.blockingBidiStreamingCall(channel, BOTH, options);
    }

    /** The channel with metadata in each call. */
    static Channel with(Channel channel, Metadata metadata) {
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }
}
