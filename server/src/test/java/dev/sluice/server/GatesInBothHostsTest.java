package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A gate cannot tell its host: as a filter or inside the handler, on the wire or in a foreign server. */
class GatesInBothHostsTest {
    private static final Failure BROKEN = new Failure.UpstreamBroken("reset", Failure.Sent.ALL);

    /** Remembers what it saw, and rejects what asks for it. */
    private record Recorder(String name, BlockingQueue<String> log) implements Gate {
        @Override
        public Verdict admit(Request request) {
            log.add(name + " admits " + request);
            return request.path().equals("/reject-" + name)
                    ? Verdict.reject(Response.of(Status.TOO_MANY_REQUESTS_429, name))
                    : Verdict.admit(outcome -> log.add(name + " " + told(outcome)));
        }

        private static String told(Outcome outcome) {
            return outcome.ending() + " " + outcome.status().code() + " "
                    + outcome.failure().map(Failure::reason).orElse("-")
                    + (outcome.ending() == Outcome.Ending.SENT
                            ? " " + outcome.bytesReceived() + "/" + outcome.bytesSent()
                            : "");
        }
    }

    private static Response answer(Request request) {
        return switch (request.path()) {
            case "/bug" -> throw new IllegalStateException("bug");
            case "/broken" ->
                Response.of(Status.OK_200, Fields.EMPTY, TrackedBody.breaking("x".repeat(100_000), 60_000, BROKEN));
            case "/failed" -> Response.failed(BROKEN, Provenance.LOCAL);
            default -> Response.of(Status.OK_200, Exchanges.text(request.body()));
        };
    }

    static Stream<Arguments> exchanges() {
        return Stream.of(Host.values())
                .flatMap(host -> Stream.of(
                        arguments(host, "/ok", List.of("a admits", "b admits", "b SENT 200 - 3/3", "a SENT 200 - 3/3")),
                        arguments(host, "/reject-a", List.of("a admits")),
                        arguments(host, "/reject-b", List.of("a admits", "b admits", "a SENT 429 - 0/1")),
                        arguments(
                                host,
                                "/failed",
                                List.of(
                                        "a admits",
                                        "b admits",
                                        "b SENT 502 upstream-broken 0/12",
                                        "a SENT 502 upstream-broken 0/12")),
                        arguments(
                                host,
                                "/broken",
                                List.of(
                                        "a admits",
                                        "b admits",
                                        "b BROKEN 200 upstream-broken",
                                        "a BROKEN 200 upstream-broken"))));
    }

    @ParameterizedTest(name = "{0} tells gates as filters and as middlewares the same of {1}: {2}")
    @MethodSource("exchanges")
    void sameInEveryPlace(Host host, String path, List<String> expected) throws Exception {
        BlockingQueue<String> log = new LinkedBlockingQueue<>();
        Gate a = new Recorder("a", log);
        Gate b = new Recorder("b", log);
        Handler end = GatesInBothHostsTest::answer;
        for (Pipeline pipeline : List.of(
                Host.pipeline(List.of(a, b), end),
                Host.pipeline(List.of(a), b.around(end)),
                Host.pipeline(List.of(), a.around(b.around(end))))) {
            exchange(host, pipeline, path);
            String request = " POST " + path;
            List<String> sentences = expected.stream()
                    .map(line -> line.endsWith("admits") ? line + request : line)
                    .toList();
            for (int i = 0; i < sentences.size(); i++) {
                // inside a handler outer gates are told after inner ones, too
                assertThat(log.poll(5, TimeUnit.SECONDS)).isEqualTo(sentences.get(i));
            }
            assertThat(log).as("told once").isEmpty();
        }
    }

    private static void exchange(Host host, Pipeline pipeline, String path) throws IOException {
        try (Host.Running server = host.start(pipeline);
                RawClient client = server.connect()) {
            client.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc");
            client.restOrReset();
        }
    }

    @ParameterizedTest(name = "{0} goes on with the connection when a gate has rejected")
    @EnumSource
    void rejectedConnectionsGoOn(Host host) throws Exception {
        Gate gate = new Recorder("a", new LinkedBlockingQueue<>());
        try (Host.Running server = host.start(Host.pipeline(List.of(gate), GatesInBothHostsTest::answer));
                RawClient client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send("GET /reject-a HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.answer().status()).isEqualTo(429);
            }
            assertThat(client.send("GET /ok HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest(name = "{0} completes every gate when the pipeline has a bug")
    @EnumSource
    void bug(Host host) throws Exception {
        BlockingQueue<String> log = new LinkedBlockingQueue<>();
        Gate a = new Recorder("a", log);
        Gate b = new Recorder("b", log);
        exchange(host, Host.pipeline(List.of(a), b.around(GatesInBothHostsTest::answer)), "/bug");
        assertThat(log).element(2).asString().startsWith("b SENT 500");
        assertThat(log).element(3).asString().startsWith("a SENT 500");
        assertThat(log).hasSize(4);
    }

    @ParameterizedTest(name = "{0} tells outer gates also behind a completion that throws")
    @EnumSource
    void throwingCompletion(Host host) throws Exception {
        BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        Gate outer = request -> Verdict.admit(outcomes::add);
        Gate broken = request -> Verdict.admit(outcome -> {
            throw new IllegalStateException("a bug in a gate");
        });
        exchange(host, Host.pipeline(List.of(outer, broken), GatesInBothHostsTest::answer), "/ok");
        assertThat(outcomes.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(outcomes).isEmpty();
    }

    @Test
    @DisplayName("a message that is refused before any pipeline is told to the gates that keep records")
    void refusedMessages() throws Exception {
        BlockingQueue<String> log = new LinkedBlockingQueue<>();
        ExchangeRecorder recorder = (request, outcome) ->
                log.add(request.method() + " " + outcome.response().provenance().reason() + " " + outcome.ending());
        try (Host.Running server = Host.wire(
                        routing -> {}, List.of(recorder), WireOptions.builder().build());
                RawClient client = server.connect()) {
            client.send("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            assertThat(log.poll(5, TimeUnit.SECONDS)).isEqualTo("TRACE refused-405 SENT");
        }
    }
}
