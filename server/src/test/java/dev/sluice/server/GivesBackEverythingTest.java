package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way out of an exchange gives back everything, bugs and errors of steps, bodies and completions included. */
class GivesBackEverythingTest {
    private final Semaphore permits = new Semaphore(2);
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final List<TrackedBody> opened = new CopyOnWriteArrayList<>();

    /** As a connection limit of two. */
    private final Gate limit = request -> {
        if (!permits.tryAcquire()) {
            return Verdict.reject(Response.of(Status.TOO_MANY_REQUESTS_429));
        }
        return Verdict.admit(outcome -> {
            permits.release();
            outcomes.add(outcome);
        });
    };

    /** A body with a bug. */
    private record Buggy(int before, Throwable inRead, boolean inClose) implements Body {
        @Override
        public long length() {
            return UNKNOWN;
        }

        @Override
        public int available() {
            return before > 0 ? before : 0;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            throw (Error) inRead;
        }

        @Override
        public void close() {
            if (inClose) {
                throw new IllegalStateException("a bug in close");
            }
        }
    }

    private static Response dripping(Error bug) {
        return Response.of(Status.OK_200, Fields.EMPTY, new Body() {
            private int left = 100_000;

            @Override
            public long length() {
                return UNKNOWN;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                if (left <= 0) {
                    throw bug;
                }
                int count = Math.min(length, left);
                left -= count;
                return count;
            }
        });
    }

    private static Response closingBadly() {
        return Response.of(Status.OK_200, Fields.EMPTY, new Body() {
            @Override
            public long length() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return -1;
            }

            @Override
            public void close() {
                throw new IllegalStateException("a bug in close");
            }
        });
    }

    private static int recursive(int depth) {
        return depth < 0 ? depth : recursive(depth + 1) + 1;
    }

    static Stream<Arguments> bugs() {
        return Stream.of(Host.values())
                .flatMap(host -> Stream.of(
                        bug(host, "a step returns no response", 500, request -> null),
                        bug(host, "a step throws", 500, request -> {
                            throw new IllegalStateException("bug");
                        }),
                        bug(host, "a step overflows the stack", 500, request -> {
                            recursive(0);
                            return Response.of(Status.OK_200);
                        }),
                        bug(
                                host,
                                "an error before the first byte of a body",
                                500,
                                request -> Response.of(
                                        Status.OK_200,
                                        Fields.EMPTY,
                                        new Buggy(1, new OutOfMemoryError("not really"), false))),
                        bug(
                                host,
                                "an error behind the first bytes of a body",
                                0,
                                request -> dripping(new OutOfMemoryError("not really"))),
                        bug(host, "a body that cannot be closed", 200, request -> closingBadly()),
                        bug(
                                host,
                                "a body that cannot be read and not be closed",
                                500,
                                request -> Response.of(
                                        Status.OK_200, Fields.EMPTY, new Buggy(1, new AssertionError("bug"), true))),
                        bug(
                                host,
                                "an inner completion that throws",
                                200,
                                request -> Response.of(Status.OK_200).onEnd(outcome -> {
                                    throw new IllegalStateException("bug");
                                })),
                        bug(
                                host,
                                "an inner completion that throws an error",
                                200,
                                request -> Response.of(Status.OK_200).onEnd(outcome -> {
                                    throw new StackOverflowError("not really");
                                }))));
    }

    private static Arguments bug(Host host, String what, int status, Handler handler) {
        return arguments(host, what, status, handler);
    }

    @ParameterizedTest(name = "{0}: {1}: {2}")
    @MethodSource("bugs")
    void bugsOfSteps(Host host, String what, int status, Handler handler) throws Exception {
        Middleware buggy = (request, next) -> handler.handle(request);
        try (LogLines log = LogLines.collecting();
                Host.Running server =
                        host.start(Host.pipeline(List.of(limit, buggy), request -> Response.of(Status.OK_200)))) {
            for (int i = 0; i < 3; i++) {
                String answer = get(server, "/path?secret");
                if (status > 0) {
                    assertThat(answer).startsWith("HTTP/1.1 " + status);
                } else {
                    assertThat(answer).doesNotEndWith("0\r\n\r\n");
                }
                assertThat(outcomes.poll(5, TimeUnit.SECONDS)).as("told").isNotNull();
            }
            assertThat(permits.availablePermits()).isEqualTo(2);
            assertThat(outcomes).as("told once").isEmpty();
            assertThat(log.lines())
                    .hasSize(status == 500 && what.contains("not be closed") ? 6 : 3)
                    .allSatisfy(line -> assertThat(line).contains("GET /path ").doesNotContain("secret"));
        }
    }

    private static String get(Host.Running server, String target) throws IOException {
        try (RawClient client = server.connect()) {
            return client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .restOrReset();
        }
    }

    @ParameterizedTest(name = "{0}: a gate that throws is a bug, and what was admitted before is told")
    @EnumSource
    void bugsOfGates(Host host) throws Exception {
        Gate buggy = request -> {
            throw new AssertionError("bug");
        };
        try (LogLines log = LogLines.collecting();
                Host.Running server =
                        host.start(Host.pipeline(List.of(limit, buggy), request -> Response.of(Status.OK_200)))) {
            for (int i = 0; i < 3; i++) {
                assertThat(get(server, "/x")).startsWith("HTTP/1.1 500");
                assertThat(outcomes.poll(5, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(permits.availablePermits()).isEqualTo(2);
            assertThat(log.lines()).hasSize(3);
        }
    }

    private Response open(Request request) {
        TrackedBody body = TrackedBody.of("from upstream");
        opened.add(body);
        return Response.of(Status.OK_200, Fields.EMPTY, body);
    }

    /** Steps that leave a response, with the name under which they describe themselves. */
    private record Careless(String describe, Middleware how) implements Middleware {
        @Override
        public Response handle(Request request, Handler next) {
            return how.handle(request, next);
        }
    }

    static Stream<Arguments> careless() {
        return Stream.of(Host.values())
                .flatMap(host -> Stream.of(
                        arguments(host, new Careless("calls-again", (request, next) -> {
                            next.handle(request);
                            return next.handle(request);
                        })),
                        arguments(host, new Careless("answers-itself", (request, next) -> {
                            next.handle(request);
                            return Response.of(Status.OK_200, "mine");
                        })),
                        arguments(host, new Careless("throws", (request, next) -> {
                            next.handle(request);
                            throw new IllegalStateException("bug");
                        }))));
    }

    @ParameterizedTest(name = "{0}: a response that a step {1} leaves is closed with the exchange, and the step named")
    @MethodSource("careless")
    void leftResponses(Host host, Careless careless) throws Exception {
        Middleware passesOn = new Careless("passes-on", (request, next) -> next.handle(request));
        Pipeline pipeline = Host.pipeline(List.of(limit, passesOn, careless, passesOn), this::open);
        try (LogLines log = LogLines.collecting();
                Host.Running server = host.start(pipeline)) {
            get(server, "/x");
            assertThat(outcomes.poll(5, TimeUnit.SECONDS)).isNotNull();
            get(server, "/ends-behind-the-first");
            assertThat(outcomes.poll(5, TimeUnit.SECONDS)).isNotNull();
            server.stop().run(); // waits for the exchanges' ends
            assertThat(opened).allSatisfy(body -> body.assertClosedOnce());
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith(careless.describe() + " neither")
                            .contains("GET /x"));
        }
    }

    @ParameterizedTest(name = "{0}: a step that closes before it calls again is not warned of")
    @EnumSource
    void carefulSteps(Host host) throws Exception {
        Middleware careful = (request, next) -> {
            next.handle(request).close();
            Response second = next.handle(request);
            return second.withStatus(Status.ACCEPTED_202);
        };
        try (LogLines log = LogLines.collecting();
                Host.Running server = host.start(Host.pipeline(List.of(limit, careful), this::open))) {
            assertThat(get(server, "/x")).startsWith("HTTP/1.1 202");
            assertThat(outcomes.poll(5, TimeUnit.SECONDS)).isNotNull();
            server.stop().run();
            assertThat(opened).hasSize(2).allSatisfy(TrackedBody::assertClosedOnce);
            assertThat(log.lines()).isEmpty();
        }
    }
}
