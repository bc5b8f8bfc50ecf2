package dev.sluice.observe.spans;

import dev.sluice.core.Attributes;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.journal.AttemptObserver;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.trace.TraceFields;
import io.helidon.tracing.Span;
import io.helidon.tracing.Tracer;

/**
 * One span an attempt, a child of the span of its exchange. The upstream is told of this span, in place of whatever the
 * client has said of its own; if the tracer tells nothing, the client's fields stay.
 */
record ClientSpans(Tracer tracer, SpanTags tags, Ticker ticker, String pool) implements AttemptObserver {
    private static final String POOL = "pool ";

    @Override
    public AttemptObserver at(String path) {
        boolean ofPool = path.startsWith(POOL) && path.indexOf('/') > 0;
        return new ClientSpans(
                tracer, tags, ticker, ofPool ? path.substring(POOL.length(), path.lastIndexOf('/')) : "");
    }

    @Override
    public Request begins(Request request) {
        return request.attributes()
                .get(ServerSpan.KEY)
                .map(server -> begun(request, server))
                .orElse(request);
    }

    private Request begun(Request request, ServerSpan server) {
        Span.Builder<?> builder = tracer.spanBuilder(SpanTags.method(request))
                .kind(Span.Kind.CLIENT)
                .parent(server.span().context());
        tags.sent(builder, request, pool);
        Span span = builder.start(ticker.now());
        Injected told = new Injected(tracer, span.context());
        Request asked = told.isEmpty()
                ? request
                : request.withFields(told.in(request.fields().without(TraceFields::isOne)));
        return asked.with(Attributes.EMPTY.with(ClientSpan.KEY, new ClientSpan(span)));
    }

    @Override
    public void ended(Request begun, Outcome outcome, long nanos) {
        begun.attributes().get(ClientSpan.KEY).ifPresent(client -> {
            tags.came(client.span(), outcome);
            client.span().end(ticker.now());
        });
    }
}
