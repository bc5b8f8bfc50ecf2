package dev.sluice.observe.spans;

import dev.sluice.core.Attributes;
import io.helidon.tracing.Span;

/** The span of an exchange, as it is handed on to attempts and decisions. */
record ServerSpan(Span span) {
    static final Attributes.Key<ServerSpan> KEY = Attributes.key("server-span", ServerSpan.class);

    @Override
    public String toString() {
        return span.context().spanId();
    }
}
