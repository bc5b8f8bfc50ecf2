package dev.sluice.opentelemetry;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static dev.sluice.opentelemetry.Receiver.id;
import static dev.sluice.opentelemetry.Receiver.tags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningGateway;
import dev.sluice.core.Outcome;
import dev.sluice.core.options.Secret;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.trace.TraceContext;
import dev.sluice.observe.spans.ParentTrust;
import dev.sluice.observe.spans.Propagation;
import dev.sluice.observe.spans.Tracing;
import dev.sluice.observe.spans.TracingOptions;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole gateways in front of a collector that speaks OTLP. */
@Timeout(60)
class TracesTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String BUSY = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String SAMPLED = "traceparent: 00-" + TRACE + "-" + PARENT + "-01";
    private static final String NOT_SAMPLED = "traceparent: 00-" + TRACE + "-" + PARENT + "-00";
    /** Loopback is trusted, and whoever sends this is a hop in front. */
    private static final String BY_A_HOP = "X-Forwarded-For: 203.0.113.7";

    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private Traced answering(String response) {
        return Traced.answering(response, options -> options.endpoint(receiver.url()));
    }

    @Test
    void anExchangeIsAServerSpanAndItsAttemptAClientSpan() throws Exception {
        try (Traced traced = answering(OK)) {
            assertThat(traced.ask("/cart?item=7&token=hush", "User-Agent: probe"))
                    .contains("200 OK");

            List<Span> spans = receiver.await(2);
            Span server = spans.get(0);
            Span client = spans.get(1);
            assertThat(server.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
            assertThat(server.getName()).isEqualTo("GET");
            assertThat(server.getParentSpanId().isEmpty()).isTrue();
            assertThat(tags(server))
                    .containsEntry("http.request.method", "GET")
                    .containsEntry("url.scheme", "http")
                    .containsEntry("url.path", "/cart")
                    .containsEntry("url.query", "item=7&token=[redacted]")
                    .containsEntry("server.address", "shop.example")
                    .containsEntry("server.port", 80L)
                    .containsEntry("client.address", "127.0.0.1")
                    .containsEntry("network.protocol.version", "1.1")
                    .containsEntry("user_agent.original", "probe")
                    .containsEntry("http.response.status_code", 200L)
                    .containsEntry("http.response.body.size", 2L)
                    .containsEntry("sluice.attempts", 1L)
                    .doesNotContainKey("error.type");
            assertThat(server.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);

            assertThat(client.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
            assertThat(client.getTraceId()).isEqualTo(server.getTraceId());
            assertThat(client.getParentSpanId()).isEqualTo(server.getSpanId());
            assertThat(tags(client))
                    .containsEntry("url.full", traced.upstream().url() + "/cart?item=7&token=[redacted]")
                    .containsEntry("server.port", (long) traced.upstream().port())
                    .containsEntry(
                            "sluice.member", "127.0.0.1:" + traced.upstream().port())
                    .containsEntry("http.response.status_code", 200L)
                    .containsEntry("network.protocol.version", "1.1")
                    .doesNotContainKey("http.request.resend_count");
            assertThat(client.getStartTimeUnixNano())
                    .isBetween(server.getStartTimeUnixNano(), server.getEndTimeUnixNano());
            assertThat(client.getEndTimeUnixNano())
                    .isBetween(client.getStartTimeUnixNano(), server.getEndTimeUnixNano());
            assertThat(told(traced, 0))
                    .isEqualTo(new TraceContext(id(server.getTraceId()), id(client.getSpanId()), flags(traced, 0)));
        }
    }

    private static int flags(Traced traced, int request) {
        return told(traced, request).flags();
    }

    private static TraceContext told(Traced traced, int request) {
        return TraceContext.ofTraceparent(traced.received(request, "traceparent"))
                .orElseThrow();
    }

    @Test
    void theCollectorLearnsWhoSendsAndGetsItsFields() throws Exception {
        try (Traced traced = Traced.answering(
                OK,
                options -> options.endpoint(receiver.url())
                        .serviceName("shop")
                        .resource("deployment.environment.name", "test")
                        .header("Authorization", Secret.of("Bearer hush")))) {
            traced.ask("/");
            receiver.await(2);

            assertThat(receiver.path()).isEqualTo("/v1/traces");
            assertThat(receiver.headers().getFirst("Authorization")).isEqualTo("Bearer hush");
            assertThat(receiver.headers().getFirst("Content-Type")).isEqualTo("application/x-protobuf");
            assertThat(receiver.resource())
                    .containsEntry("service.name", "shop")
                    .containsEntry("deployment.environment.name", "test")
                    .containsEntry("telemetry.sdk.name", "opentelemetry");
        }
    }

    @Test
    void theTraceOfAClientGoesOn() throws Exception {
        try (Traced traced = answering(OK)) {
            traced.ask("/", SAMPLED, "tracestate: a=1,b@c=2 3", "tracestate: d=4", "baggage: k=v;p", BY_A_HOP);

            List<Span> spans = receiver.await(2);
            assertThat(spans).allMatch(span -> id(span.getTraceId()).equals(TRACE));
            assertThat(id(spans.get(0).getParentSpanId())).isEqualTo(PARENT);
            assertThat(told(traced, 0).traceId()).isEqualTo(TRACE);
            assertThat(told(traced, 0).spanId()).isEqualTo(id(spans.get(1).getSpanId()));
            assertThat(traced.received(0, "tracestate")).isEqualTo("a=1,b@c=2 3,d=4");
            assertThat(traced.received(0, "baggage")).isEqualTo("k=v;p");
        }
    }

    /** W3C Trace Context §4.3: the trace begins anew, without the state. */
    @Test
    void aMalformedTraceparentIsReplaced() throws Exception {
        try (Traced traced = answering(OK)) {
            traced.ask("/", "traceparent: 00-" + TRACE + "-" + PARENT + "-1", "tracestate: a=1");

            Span server = receiver.await(2).get(0);
            assertThat(id(server.getTraceId())).isNotEqualTo(TRACE);
            assertThat(server.getParentSpanId().isEmpty()).isTrue();
            assertThat(told(traced, 0).traceId()).isEqualTo(id(server.getTraceId()));
            assertThat(traced.received(0, "tracestate")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void upstreamsAreToldInTheFormatOfTheOptions(Propagation format) throws Exception {
        try (Traced traced =
                Traced.answering(OK, options -> options.endpoint(receiver.url()).formats(format))) {
            traced.ask("/", "b3: " + TRACE + "-" + PARENT + "-1", BY_A_HOP);

            List<Span> spans = receiver.await(2);
            String span = id(spans.get(1).getSpanId());
            assertThat(id(spans.get(0).getParentSpanId())).isEqualTo(PARENT);
            assertThat(traced.received(0, "b3")).isEqualTo(format == Propagation.B3 ? TRACE + "-" + span + "-1" : "");
            assertThat(traced.received(0, "x-b3-spanid")).isEqualTo(format == Propagation.B3_MULTI ? span : "");
            assertThat(traced.received(0, "x-b3-traceid")).isEqualTo(format == Propagation.B3_MULTI ? TRACE : "");
            assertThat(traced.received(0, "x-b3-sampled")).isEqualTo(format == Propagation.B3_MULTI ? "1" : "");
            assertThat(traced.received(0, "traceparent"))
                    .startsWith(format == Propagation.W3C ? "00-" + TRACE + "-" + span : "");
        }
    }

    @Test
    void aRetryHasAClientSpanOfItsOwn() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        FakeUpstream flaky = FakeUpstream.scripted(connection -> {
            while (connection.readRequest()) {
                connection.write(requests.getAndIncrement() == 0 ? BUSY : OK);
            }
        });
        try (Traced traced = Traced.of(
                flaky,
                options -> options.endpoint(receiver.url()),
                (proxy, to) -> proxy.retry("ResponseCode() == 503 && Attempts() < 3")
                        .roundRobin(to.url())
                        .forward())) {
            assertThat(traced.ask("/")).contains("200 OK");

            List<Span> spans = receiver.await(3);
            Span server = spans.get(0);
            assertThat(server.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
            assertThat(tags(server)).containsEntry("sluice.attempts", 2L);
            assertThat(spans.subList(1, 3))
                    .allMatch(client -> client.getParentSpanId().equals(server.getSpanId()));
            assertThat(tags(spans.get(1)))
                    .containsEntry("http.response.status_code", 503L)
                    .containsEntry("error.type", "503");
            assertThat(spans.get(1).getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
            assertThat(tags(spans.get(2)))
                    .containsEntry("http.response.status_code", 200L)
                    .containsEntry("http.request.resend_count", 1L);
            assertThat(told(traced, 0).spanId()).isEqualTo(id(spans.get(1).getSpanId()));
            assertThat(told(traced, 1).spanId()).isEqualTo(id(spans.get(2).getSpanId()));
            assertThat(server.getEventsList())
                    .extracting(Span.Event::getName)
                    .contains("sluice.picked", "sluice.retried");
            assertThat(server.getEventsList())
                    .extracting(event -> Receiver.values(event.getAttributesList()))
                    .anySatisfy(told -> assertThat(told)
                            .containsEntry("sluice.step", "retry#1")
                            .containsEntry(
                                    "sluice.decision", "attempt 1 at " + flaky.url() + " is followed by another: 503"));
        }
    }

    @Test
    void whatTheHostRefusesIsAServerSpanWithoutAnAttempt() throws Exception {
        try (Traced traced = answering(OK)) {
            assertThat(traced.askRaw("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"))
                    .contains("400");

            Span server = receiver.await(1).getFirst();
            assertThat(tags(server))
                    .containsEntry("http.response.status_code", 400L)
                    .containsEntry("error.type", "refused-400")
                    .containsEntry("sluice.attempts", 0L);
            assertThat(server.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
            assertThat(traced.upstream().heads()).isEmpty();
        }
    }

    @Test
    void whatAStepRefusesTellsStepAndReason() throws Exception {
        try (Traced traced = Traced.of(
                FakeUpstream.answering(OK),
                options -> options.endpoint(receiver.url()),
                (proxy, to) -> proxy.rateLimit(1, Duration.ofHours(1)).forward(to.url()))) {
            traced.ask("/");
            assertThat(traced.ask("/")).contains("429");

            Span refused = receiver.await(3).get(2);
            assertThat(tags(refused))
                    .containsEntry("http.response.status_code", 429L)
                    .containsEntry("error.type", "rate-limited")
                    .containsEntry("sluice.reason", "rate-limited")
                    .containsEntry("sluice.step", "rateLimit#1");
        }
    }

    @Test
    void anUpstreamThatIsAwayIsAnErrorOfBothSpans() throws Exception {
        FakeUpstream gone = FakeUpstream.answering(OK);
        gone.close();
        try (Traced traced =
                Traced.of(gone, options -> options.endpoint(receiver.url()), (proxy, to) -> proxy.forward(to.url()))) {
            assertThat(traced.ask("/")).contains("502");

            for (Span span : receiver.await(2)) {
                assertThat(tags(span)).containsEntry("error.type", "connect-failed");
                assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
            }
        }
    }

    @Test
    void aServerSpanIsNamedByItsRouteAndAClientSpanKnowsItsPool() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                RunningGateway running = gateway(g -> g.tracing(
                                        t -> t.endpoint(receiver.url()).ratio(1))
                                .listener(
                                        "web",
                                        listen -> listen.host("127.0.0.1").port(0))
                                .pool("api", pool -> pool.member(upstream.url()))
                                .route("orders", path("/orders/**"), route -> route.forwardTo("api")))
                        .start(false);
                RawClient client = RawClient.connect(running.port())) {
            client.send("BREW /orders/7 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                    .rest();

            List<Span> spans = receiver.await(2);
            assertThat(spans.get(0).getName()).isEqualTo("HTTP orders");
            assertThat(tags(spans.get(0)))
                    .containsEntry("http.route", "orders")
                    .containsEntry("http.request.method", "_OTHER")
                    .containsEntry("http.request.method_original", "BREW");
            assertThat(tags(spans.get(1))).containsEntry("sluice.pool", "api");
        }
    }

    @Test
    void aClientCannotHaveItselfSampled() throws Exception {
        try (Traced traced = Traced.answering(
                OK, options -> options.endpoint(receiver.url()).ratio(0).errors(false))) {
            traced.ask("/forged", SAMPLED);
            assertThat(told(traced, 0).traceId()).isEqualTo(TRACE);
            assertThat(told(traced, 0).sampled()).isFalse();

            traced.ask("/trusted", SAMPLED, BY_A_HOP);
            assertThat(tags(receiver.await(2).get(0))).containsEntry("url.path", "/trusted");
            assertThat(told(traced, 1).sampled()).isTrue();
        }
    }

    @Test
    void parentsAreFollowedAsTheOptionsSay() throws Exception {
        try (Traced never =
                Traced.answering(OK, options -> options.endpoint(receiver.url()).trustParent(ParentTrust.NEVER))) {
            never.ask("/never", NOT_SAMPLED, BY_A_HOP);
            assertThat(tags(receiver.await(2).get(0))).containsEntry("url.path", "/never");
        }
        try (Traced always =
                Traced.answering(OK, options -> options.endpoint(receiver.url()).trustParent(ParentTrust.ALWAYS))) {
            always.ask("/not", NOT_SAMPLED);
            always.ask("/always", SAMPLED);
            assertThat(tags(receiver.await(2).get(0))).containsEntry("url.path", "/always");
        }
    }

    /** B3 without a state: whoever began the trace leaves the decision to others. */
    @Test
    void aDeferredDecisionIsTakenHere() throws Exception {
        try (Traced traced = answering(OK)) {
            traced.ask("/", "b3: " + TRACE + "-" + PARENT, BY_A_HOP);

            assertThat(id(receiver.await(2).get(0).getTraceId())).isEqualTo(TRACE);
            assertThat(told(traced, 0).sampled()).isTrue();
        }
    }

    @Test
    void anExchangeThatFailsIsExportedThoughItWasNotSampled() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        FakeUpstream failing = FakeUpstream.scripted(connection -> {
            while (connection.readRequest()) {
                connection.write(requests.getAndIncrement() == 1 ? BUSY : OK);
            }
        });
        try (Traced traced = Traced.of(
                failing,
                options -> options.endpoint(receiver.url()).ratio(0),
                (proxy, to) -> proxy.roundRobin(to.url()).forward())) {
            traced.ask("/well");
            traced.ask("/failed");
            traced.ask("/well");

            List<Span> spans = receiver.await(2);
            assertThat(tags(spans.get(0))).containsEntry("url.path", "/failed").containsEntry("error.type", "503");
            assertThat(spans.get(1).getParentSpanId()).isEqualTo(spans.get(0).getSpanId());
            assertThat(spans.get(0).getEventsList())
                    .extracting(Span.Event::getName)
                    .contains("sluice.picked");
            assertThat(told(traced, 1).sampled()).isFalse();
            assertThat(receiver.more()).isZero();
        }
    }

    @Test
    void aGatewayServesAndStopsWhileItsCollectorIsAway() throws Exception {
        String away = receiver.url();
        receiver.close();
        try (Traced traced =
                Traced.answering(OK, options -> options.endpoint(away).queue(1).timeout(Duration.ofMillis(100)))) {
            for (int i = 0; i < 5; i++) {
                assertThat(traced.ask("/")).contains("200 OK");
            }
        }
    }

    @Test
    void spansThatACollectorDoesNotTakeAreCounted() {
        receiver.answering(400);
        assertThat(droppedOf(5, receiver.url())).isEqualTo(5);
        receiver.close();
        assertThat(droppedOf(5, receiver.url())).isEqualTo(5);
    }

    private static long droppedOf(int exchanges, String collector) {
        TracingOptions options = TracingOptions.builder()
                .endpoint(collector)
                .ratio(1)
                .timeout(Duration.ofMillis(500))
                .build();
        Tracing tracing = Tracing.of(options, Ticker.system(), new SplittableRandom(7));
        for (int i = 0; i < exchanges; i++) {
            tracing.recorder().record(Exchanges.get("/"), Outcome.sent(Exchanges.ok(), 0, 2));
        }
        tracing.close();
        return tracing.dropped();
    }
}
