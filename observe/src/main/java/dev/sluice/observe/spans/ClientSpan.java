package dev.sluice.observe.spans;

import dev.sluice.core.Attributes;
import io.helidon.tracing.Span;

/** The span of an attempt, which its end finds again in the request that was sent. */
record ClientSpan(Span span) {
    static final Attributes.Key<ClientSpan> KEY = Attributes.key("client-span", ClientSpan.class);

    @Override
    public String toString() {
        return span.context().spanId();
    }
}
