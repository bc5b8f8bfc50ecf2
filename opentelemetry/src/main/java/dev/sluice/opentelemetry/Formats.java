package dev.sluice.opentelemetry;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.trace.TraceContext;
import dev.sluice.core.trace.TraceFields;
import dev.sluice.observe.spans.Propagation;
import io.helidon.tracing.HeaderConsumer;
import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.SpanContext;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields by which a trace is continued: all formats are read, strictly, and those of the options are written. */
record Formats(List<Propagation> written) {
    private enum Headers implements TextMapGetter<HeaderProvider> {
        GETTER;

        @Override
        @SuppressWarnings("deprecation") // abstract as long as it is there
        public Iterable<String> keys(HeaderProvider headers) {
            return headers.keys();
        }

        @Override
        public @Nullable String get(@Nullable HeaderProvider headers, String name) {
            return headers == null ? null : headers.get(name).orElse(null);
        }
    }

    Optional<SpanContext> extract(HeaderProvider headers) {
        FieldsBuilder builder = Fields.builder();
        for (String name : TraceFields.names()) {
            if (headers.contains(name)) {
                headers.getAll(name).forEach(value -> builder.add(name, value));
            }
        }
        Fields fields = builder.build();
        Baggage baggage = Baggage.fromContext(
                W3CBaggagePropagator.getInstance().extract(Context.root(), headers, Headers.GETTER));
        return TraceFields.read(fields)
                .map(sent -> new OtlpSpanContext(remote(sent, fields), new SpanBaggage(baggage)));
    }

    private static io.opentelemetry.api.trace.SpanContext remote(TraceContext sent, Fields fields) {
        return io.opentelemetry.api.trace.SpanContext.createFromRemoteParent(
                sent.traceId(),
                sent.spanId(),
                TraceFlags.fromByte((byte) sent.flags()),
                TraceFields.readState(fields).map(Formats::state).orElse(TraceState.getDefault()));
    }

    /** The members of a valid state; those that the SDK takes for wrong are left out. */
    private static TraceState state(String text) {
        var state = TraceState.builder();
        List<String> members = List.of(text.split(",", -1));
        for (String member : members.reversed()) { // the builder puts each before the others
            int equals = member.indexOf('=');
            state.put(member.substring(0, equals), member.substring(equals + 1));
        }
        return state.build();
    }

    void inject(OtlpSpanContext span, HeaderConsumer headers) {
        Context context = Context.root()
                .with(Span.wrap(span.context()))
                .with(span.ownBaggage().asBaggage());
        TraceContext told = new TraceContext(
                span.traceId(), span.spanId(), span.context().getTraceFlags().asByte() & 0xff);
        for (Propagation format : written) {
            switch (format) {
                case W3C -> W3CTraceContextPropagator.getInstance().inject(context, headers, Formats::set);
                case B3 -> headers.set(TraceFields.B3, told.b3());
                case B3_MULTI -> {
                    headers.set(TraceFields.B3_TRACE_ID, told.traceId());
                    headers.set(TraceFields.B3_SPAN_ID, told.spanId());
                    headers.set(TraceFields.B3_SAMPLED, told.sampled() ? "1" : "0");
                }
            }
        }
        W3CBaggagePropagator.getInstance().inject(context, headers, Formats::set);
    }

    private static void set(@Nullable HeaderConsumer headers, String name, String value) {
        if (headers != null) {
            headers.set(name, value);
        }
    }
}
