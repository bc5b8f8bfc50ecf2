package dev.sluice.opentelemetry;

import io.helidon.tracing.Span;
import io.helidon.tracing.SpanContext;
import io.helidon.tracing.SpanListener;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.List;

/** Begins a span. Without a parent it is a child of the current one, if there is one. Not thread-safe. */
final class OtlpSpanBuilder implements Span.Builder<OtlpSpanBuilder> {
    private final SpanBuilder builder;
    private final List<SpanListener> listeners;
    private SpanBaggage baggage = SpanBaggage.empty();
    private boolean hasParent;

    OtlpSpanBuilder(SpanBuilder builder, List<SpanListener> listeners) {
        this.builder = builder;
        this.listeners = listeners;
    }

    @Override
    public OtlpSpanBuilder parent(SpanContext parent) {
        if (parent instanceof OtlpSpanContext ours) {
            hasParent = true;
            builder.setParent(Context.root().with(io.opentelemetry.api.trace.Span.wrap(ours.context())));
            baggage = new SpanBaggage(ours.ownBaggage().asBaggage());
        }
        return this;
    }

    @Override
    public OtlpSpanBuilder kind(Span.Kind kind) {
        builder.setSpanKind(
                switch (kind) {
                    case INTERNAL -> SpanKind.INTERNAL;
                    case SERVER -> SpanKind.SERVER;
                    case CLIENT -> SpanKind.CLIENT;
                    case PRODUCER -> SpanKind.PRODUCER;
                    case CONSUMER -> SpanKind.CONSUMER;
                });
        return this;
    }

    @Override
    public OtlpSpanBuilder tag(String key, String value) {
        builder.setAttribute(key, value);
        return this;
    }

    @Override
    public OtlpSpanBuilder tag(String key, Boolean value) {
        builder.setAttribute(key, value);
        return this;
    }

    @Override
    public OtlpSpanBuilder tag(String key, Number value) {
        if (OtlpSpan.isWhole(value)) {
            builder.setAttribute(key, value.longValue());
        } else {
            builder.setAttribute(key, value.doubleValue());
        }
        return this;
    }

    @Override
    public Span build() {
        return started();
    }

    @Override
    public Span start() {
        return started();
    }

    @Override
    public Span start(Instant at) {
        builder.setStartTimestamp(at);
        return started();
    }

    private Span started() {
        if (!hasParent) {
            OtlpSpan.current().map(Span::context).ifPresent(this::parent);
        }
        listeners.forEach(listener -> listener.starting(this));
        OtlpSpan span = new OtlpSpan(builder.startSpan(), baggage, listeners);
        listeners.forEach(listener -> listener.started(span));
        return span;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(builder)) {
            return type.cast(builder);
        }
        throw new IllegalArgumentException("a builder of OTLP spans is no " + type.getName());
    }
}
