package dev.sluice.observe.spans;

import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.trace.TraceContext;
import dev.sluice.core.trace.TraceFields;
import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.Span;
import io.helidon.tracing.SpanContext;
import io.helidon.tracing.Tracer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Which span an exchange is a child of: the one that a service which hosts the gateway has begun for it, else that of the
 * client. A client's ids are continued. Its decision about sampling is followed only if it is trusted: otherwise the
 * gateway throws dice, since whoever chooses a trace id could choose one that is sampled by its ratio.
 */
record Parents(Tracer tracer, TracingOptions options, RandomGenerator random) {
    Optional<SpanContext> of(Request request) {
        if (options.endpoint().isEmpty()) {
            Optional<SpanContext> current = Span.current().map(Span::context);
            if (current.isPresent()) {
                return current;
            }
        }
        return TraceFields.read(request.fields()).flatMap(sent -> remote(sent, request));
    }

    private Optional<SpanContext> remote(TraceContext sent, Request request) {
        boolean followed = !sent.deferred() && isTrusted(request);
        TraceContext parent = followed ? sent : sent.withSampled(random.nextDouble() < options.ratio());
        return tracer.extract(HeaderProvider.create(told(parent, request.fields())));
    }

    private boolean isTrusted(Request request) {
        return switch (options.trustParent()) {
            case NEVER -> false;
            case ALWAYS -> true;
            case TRUSTED_HOPS -> !request.client().origin().way().hops().isEmpty();
        };
    }

    /** In every format, as the tracer may be anybody's. */
    private static Map<String, List<String>> told(TraceContext parent, Fields received) {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.put(TraceFields.TRACEPARENT, List.of(parent.traceparent()));
        TraceFields.readState(received).ifPresent(state -> fields.put(TraceFields.TRACESTATE, List.of(state)));
        fields.put(TraceFields.B3, List.of(parent.b3()));
        fields.put(TraceFields.B3_TRACE_ID, List.of(parent.traceId()));
        fields.put(TraceFields.B3_SPAN_ID, List.of(parent.spanId()));
        fields.put(TraceFields.B3_SAMPLED, List.of(parent.sampled() ? "1" : "0"));
        return fields;
    }
}
