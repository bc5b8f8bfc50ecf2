package dev.sluice.opentelemetry;

import dev.sluice.observe.spans.NamedLater;
import io.helidon.tracing.Scope;
import io.helidon.tracing.Span;
import io.helidon.tracing.SpanContext;
import io.helidon.tracing.SpanListener;
import io.helidon.tracing.WritableBaggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A span of the SDK behind Helidon's API. Thread-safe. */
final class OtlpSpan implements Span, NamedLater {
    private static final ContextKey<OtlpSpan> CURRENT = ContextKey.named("dev.sluice.opentelemetry.span");

    private final io.opentelemetry.api.trace.Span span;
    private final SpanBaggage baggage;
    private final List<SpanListener> listeners;

    OtlpSpan(io.opentelemetry.api.trace.Span span, SpanBaggage baggage, List<SpanListener> listeners) {
        this.span = span;
        this.baggage = baggage;
        this.listeners = listeners;
    }

    /** The one that is active on this thread. */
    static Optional<Span> current() {
        return Optional.ofNullable(Context.current().get(CURRENT));
    }

    static boolean isWhole(Number value) {
        return value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte;
    }

    @Override
    public void rename(String name) {
        span.updateName(name);
    }

    @Override
    public Span tag(String key, String value) {
        span.setAttribute(key, value);
        return this;
    }

    @Override
    public Span tag(String key, Boolean value) {
        span.setAttribute(key, value);
        return this;
    }

    @Override
    public Span tag(String key, Number value) {
        if (isWhole(value)) {
            span.setAttribute(key, value.longValue());
        } else {
            span.setAttribute(key, value.doubleValue());
        }
        return this;
    }

    @Override
    public void status(Status status) {
        span.setStatus(
                switch (status) {
                    case UNSET -> StatusCode.UNSET;
                    case OK -> StatusCode.OK;
                    case ERROR -> StatusCode.ERROR;
                });
    }

    @Override
    public SpanContext context() {
        return new OtlpSpanContext(span.getSpanContext(), baggage);
    }

    @Override
    public void addEvent(String name, Map<String, ?> attributes) {
        AttributesBuilder all = Attributes.builder();
        attributes.forEach((key, value) -> {
            switch (value) {
                case Boolean flag -> all.put(key, flag);
                case Number number when isWhole(number) -> all.put(key, number.longValue());
                case Number number -> all.put(key, number.doubleValue());
                default -> all.put(key, value.toString());
            }
        });
        span.addEvent(name, all.build());
    }

    @Override
    public void end() {
        span.end();
        listeners.forEach(listener -> listener.ended(this));
    }

    @Override
    public void end(Instant at) {
        span.end(at);
        listeners.forEach(listener -> listener.ended(this));
    }

    @Override
    public void end(Throwable thrown) {
        failed(thrown);
        span.end();
        listeners.forEach(listener -> listener.ended(this, thrown));
    }

    @Override
    public void end(Instant at, Throwable thrown) {
        failed(thrown);
        span.end(at);
        listeners.forEach(listener -> listener.ended(this, thrown));
    }

    private void failed(Throwable thrown) {
        span.setStatus(StatusCode.ERROR);
        span.recordException(thrown);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // by whoever closes what this returns
    public Scope activate() {
        io.opentelemetry.context.Scope scope = Context.current()
                .with(span)
                .with(baggage.asBaggage())
                .with(CURRENT, this)
                .makeCurrent();
        OtlpScope activated = new OtlpScope(scope, this, listeners);
        listeners.forEach(listener -> listener.activated(this, activated));
        return activated;
    }

    @Override
    @SuppressWarnings("removal") // abstract as long as it is there
    public Span baggage(String key, String value) {
        baggage.set(key, value);
        return this;
    }

    @Override
    @SuppressWarnings("removal") // abstract as long as it is there
    public Optional<String> baggage(String key) {
        return baggage.get(key);
    }

    @Override
    public WritableBaggage baggage() {
        return baggage;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(span)) {
            return type.cast(span);
        }
        throw new IllegalArgumentException("an OTLP span is no " + type.getName());
    }
}
