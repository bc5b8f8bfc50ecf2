package dev.sluice.opentelemetry;

import io.helidon.tracing.Baggage;
import io.helidon.tracing.Span;
import io.helidon.tracing.SpanContext;

/** A span's ids and baggage, as Helidon's API shows them. */
record OtlpSpanContext(io.opentelemetry.api.trace.SpanContext context, SpanBaggage ownBaggage) implements SpanContext {
    @Override
    public String traceId() {
        return context.getTraceId();
    }

    @Override
    public String spanId() {
        return context.getSpanId();
    }

    @Override
    public void asParent(Span.Builder<?> span) {
        span.parent(this);
    }

    @Override
    public Baggage baggage() {
        return ownBaggage;
    }
}
