package dev.sluice;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.middlewares.rewrite.RedirectOptions;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A gate cannot tell its host: as a filter of either host, or inside the handler, its statuses and lines are the same. */
class EveryGateInBothHostsTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: gateway\r\n\r\n";
    private static final String WITH_KEY = "GET /a HTTP/1.1\r\nHost: gateway\r\nX-Api-Key: k\r\n\r\n";

    private final FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    @AfterEach
    void stop() {
        upstream.close();
    }

    static Stream<Arguments> gates() {
        return Stream.of(
                gate("rateLimit", p -> p.rateLimit(1, Duration.ofHours(1)), 200, 429),
                // two, since a permit comes back just after the client has its last byte
                gate("connLimit", p -> p.connLimit(2), 200, 200),
                gate("totalTimeout", p -> p.totalTimeout(Duration.ofSeconds(30)), 200, 200),
                gate("circuitBreaker", p -> p.circuitBreaker("NetworkErrorRatio() > 0.5"), 200, 200),
                gate("admissionControl", p -> p.admissionControl(), 200, 200),
                gate("basicAuth", p -> p.basicAuth(b -> b.user("u", "p")), 401, 401),
                gate("apiKey", p -> p.apiKey(k -> k.keys("k")), 401, 200),
                gate("access", p -> p.access(a -> a.deny("127.0.0.0/8")), 403, 403),
                gate("redirect", p -> p.redirect(RedirectOptions.to("https://elsewhere.example")), 302, 302));
    }

    private static Arguments gate(String name, UnaryOperator<ProxyBuilder> gate, int first, int second) {
        return Arguments.of(name, gate, List.of(first, second));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("gates")
    void answersTheSameWhereverItRuns(String name, UnaryOperator<ProxyBuilder> gate, List<Integer> statuses)
            throws IOException {
        assertThat(onTheWireHost(asFilter(gate))).as("filter, wire host").isEqualTo(statuses);
        assertThat(onTheWireHost(inHandler(gate))).as("handler, wire host").isEqualTo(statuses);
        assertThat(onThePortableHost(asFilter(gate)))
                .as("filter, portable host")
                .isEqualTo(statuses);
        assertThat(onThePortableHost(inHandler(gate)))
                .as("handler, portable host")
                .isEqualTo(statuses);
    }

    @Test
    void aTraceHasTheSameLinesWhereverItRuns() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        UnaryOperator<ProxyBuilder> trace = p -> p.trace(t -> t.lines(lines::add));
        onTheWireHost(asFilter(trace));
        onTheWireHost(inHandler(trace));
        onThePortableHost(asFilter(trace));
        onThePortableHost(inHandler(trace));
        assertThat(lines)
                .hasSize(8)
                .allSatisfy(line -> assertThat(line)
                        .contains("\"status\":200", "\"bytes_out\":2", "\"ending\":\"sent\"", "\"attempts\":1"));
    }

    private Proxy asFilter(UnaryOperator<ProxyBuilder> gate) {
        Proxy proxy = gate.apply(proxy()).forward(upstream.url());
        assertThat(proxy.explain()).startsWith("proxy\n  gate ");
        return proxy;
    }

    private Proxy inHandler(UnaryOperator<ProxyBuilder> gate) {
        Proxy proxy =
                gate.apply(proxy().use((request, next) -> next.handle(request))).forward(upstream.url());
        assertThat(proxy.explain()).startsWith("proxy\n  handler ").contains("  gate ");
        return proxy;
    }

    private static List<Integer> onTheWireHost(Proxy proxy) throws IOException {
        try (RunningProxy running = proxy.listen(0)) {
            return statuses(running.port());
        }
    }

    private static List<Integer> onThePortableHost(Proxy proxy) throws IOException {
        WebServer server = WebServer.builder()
                .port(0)
                .routing(routing -> routing.addFeature(proxy))
                .build()
                .start();
        try {
            return statuses(server.port());
        } finally {
            server.stop();
        }
    }

    private static List<Integer> statuses(int port) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (String request : List.of(GET, WITH_KEY)) {
            try (RawClient client = RawClient.connect(port)) {
                Answer answer = client.send(request).answer();
                statuses.add(answer.status());
            }
        }
        return statuses;
    }
}
