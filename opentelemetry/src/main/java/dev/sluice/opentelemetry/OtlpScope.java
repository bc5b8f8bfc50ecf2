package dev.sluice.opentelemetry;

import io.helidon.tracing.Scope;
import io.helidon.tracing.SpanListener;
import java.util.List;

/** How long a span is the current one of a thread. Closed by that thread. */
final class OtlpScope implements Scope {
    private final io.opentelemetry.context.Scope scope;
    private final OtlpSpan span;
    private final List<SpanListener> listeners;
    private boolean closed;

    OtlpScope(io.opentelemetry.context.Scope scope, OtlpSpan span, List<SpanListener> listeners) {
        this.scope = scope;
        this.span = span;
        this.listeners = listeners;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            scope.close();
            listeners.forEach(listener -> listener.closed(span, this));
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
