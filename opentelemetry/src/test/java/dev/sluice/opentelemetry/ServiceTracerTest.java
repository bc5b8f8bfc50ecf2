package dev.sluice.opentelemetry;

import static dev.sluice.opentelemetry.Receiver.id;
import static dev.sluice.opentelemetry.Receiver.tags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Verdict;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.trace.TraceContext;
import dev.sluice.observe.spans.Tracing;
import dev.sluice.observe.spans.TracingOptions;
import dev.sluice.testkit.Exchanges;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.service.registry.Services;
import io.helidon.tracing.HeaderConsumer;
import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.Scope;
import io.helidon.tracing.Span;
import io.helidon.tracing.SpanListener;
import io.helidon.tracing.Tracer;
import io.helidon.tracing.TracerBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The provider as Helidon's services use it, and a gateway in such a service. */
@Timeout(60)
class ServiceTracerTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static OtlpTracer tracer(Receiver receiver, boolean global) {
        Map<String, String> config = Map.of(
                "service", "orders",
                "port", receiver.url().substring(receiver.url().lastIndexOf(':') + 1),
                "host", "127.0.0.1",
                "tags.team", "blue",
                "global", Boolean.toString(global));
        return (OtlpTracer)
                TracerBuilder.create(Config.just(ConfigSources.create(config))).build();
    }

    @Test
    void aGatewayWithoutAnEndpointUsesTheTracerOfItsService() throws Exception {
        try (Receiver receiver = new Receiver();
                OtlpTracer tracer = tracer(receiver, true)) {
            assertThat(Services.get(Tracer.class)).isSameAs(tracer);
            Tracing tracing = Tracing.of(TracingOptions.builder().build(), Ticker.system(), new SplittableRandom(1));
            Request request = Request.of(
                    Exchanges.get("/in").head(),
                    Exchanges.get("/in").body(),
                    Exchanges.get("/in").client(),
                    Ticker.system().nanos());
            Span outer = tracer.spanBuilder("of the service").start();
            try (Scope scope = outer.activate()) {
                assertThat(scope.isClosed()).isFalse();
                Verdict.Admitted admitted =
                        (Verdict.Admitted) tracing.recorder().admit(request);
                TraceContext handedOn =
                        TraceContext.of(request.with(admitted.attributes())).orElseThrow();
                assertThat(handedOn.traceId()).isEqualTo(outer.context().traceId());
                admitted.completion().ended(Outcome.sent(Exchanges.ok(), 0, 2));
            }
            outer.end();
            tracing.close();

            List<io.opentelemetry.proto.trace.v1.Span> spans = receiver.await(2);
            assertThat(receiver.resource())
                    .containsEntry("service.name", "orders")
                    .containsEntry("team", "blue");
            io.opentelemetry.proto.trace.v1.Span inner = spans.stream()
                    .filter(span -> tags(span).containsKey("url.path"))
                    .findAny()
                    .orElseThrow();
            assertThat(id(inner.getParentSpanId())).isEqualTo(outer.context().spanId());
        }
    }

    @Test
    void baggageTagsEventsAndFailuresAreThoseOfHelidonsApi() throws Exception {
        try (Receiver receiver = new Receiver();
                OtlpTracer tracer = tracer(receiver, false)) {
            List<String> heard = new ArrayList<>();
            tracer.register(new SpanListener() {
                @Override
                public void started(Span span) {
                    heard.add("started");
                }

                @Override
                public void ended(Span span, Throwable thrown) {
                    heard.add("failed");
                }
            });
            Span span = tracer.spanBuilder("work")
                    .kind(Span.Kind.PRODUCER)
                    .tag("flag", true)
                    .tag("count", 3)
                    .tag("share", 0.5)
                    .start();
            span.baggage().set("who", "me");
            span.addEvent("step", Map.of("n", 1, "ok", true, "r", 1.5, "text", "t"));
            Map<String, List<String>> sent = new TreeMap<>();
            tracer.inject(span.context(), HeaderProvider.empty(), HeaderConsumer.create(sent));
            assertThat(sent.get("baggage")).containsExactly("who=me");
            assertThat(tracer.extract(HeaderProvider.create(sent))
                            .orElseThrow()
                            .baggage()
                            .get("who"))
                    .contains("me");
            span.end(new IllegalStateException("broken"));

            var exported = receiver.await(1).getFirst();
            assertThat(tags(exported))
                    .containsEntry("flag", true)
                    .containsEntry("count", 3L)
                    .containsEntry("share", 0.5);
            assertThat(Receiver.values(exported.getEvents(0).getAttributesList()))
                    .containsEntry("n", 1L)
                    .containsEntry("ok", true)
                    .containsEntry("r", 1.5)
                    .containsEntry("text", "t");
            assertThat(exported.getEvents(1).getName()).isEqualTo("exception");
            assertThat(heard).containsExactly("started", "failed");
        }
    }

    @Test
    void aMalformedParentIsNone() throws Exception {
        try (Receiver receiver = new Receiver();
                OtlpTracer tracer = tracer(receiver, false)) {
            assertThat(tracer.extract(HeaderProvider.create(Map.of("traceparent", List.of(PARENT)))))
                    .isPresent();
            assertThat(tracer.extract(HeaderProvider.create(Map.of("traceparent", List.of(PARENT, PARENT)))))
                    .isEmpty();
            assertThat(tracer.extract(HeaderProvider.create(Map.of("traceparent", List.of(PARENT + "0")))))
                    .isEmpty();
        }
    }

    @Test
    void aTracerThatIsOffDoesNothingAndOneWithoutANameIsAMistake() {
        assertThat(new OtlpTracerBuilder()
                        .registerGlobal(false)
                        .enabled(false)
                        .build()
                        .enabled())
                .isFalse();
        assertThatThrownBy(() -> new OtlpTracerBuilder().registerGlobal(false).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("service");
    }
}
