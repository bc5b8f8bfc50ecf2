package dev.sluice.observe.spans;

import dev.sluice.core.Attributes;
import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Verdict;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.trace.TraceContext;
import io.helidon.tracing.Span;
import io.helidon.tracing.Tracer;
import java.time.Instant;
import java.util.Optional;

/**
 * One span an exchange, from the first byte of the request to the end of the response. An exchange that is refused before
 * any step sees it has a span too, which begins and ends when it is told of.
 */
final class ServerSpans implements ExchangeRecorder {
    private final Tracer tracer;
    private final Parents parents;
    private final SpanTags tags;
    private final Ticker ticker;

    ServerSpans(Tracer tracer, Parents parents, SpanTags tags, Ticker ticker) {
        this.tracer = tracer;
        this.parents = parents;
        this.tags = tags;
        this.ticker = ticker;
    }

    @Override
    public Verdict admit(Request request) {
        Span span = begun(request);
        Attributes handedOn = Attributes.EMPTY.with(ServerSpan.KEY, new ServerSpan(span));
        Optional<TraceContext> context = new Injected(tracer, span.context()).context();
        return new Verdict.Admitted(
                context.map(known -> handedOn.with(TraceContext.KEY, known)).orElse(handedOn),
                outcome -> end(span, request, outcome));
    }

    @Override
    public void record(Request request, Outcome outcome) {
        end(begun(request), request, outcome);
    }

    private Span begun(Request request) {
        Span.Builder<?> span = tracer.spanBuilder(SpanTags.method(request)).kind(Span.Kind.SERVER);
        parents.of(request).ifPresent(span::parent);
        tags.received(span, request);
        Instant received = ticker.now().minusNanos(ticker.nanos() - request.receivedAt());
        return span.start(received);
    }

    private void end(Span span, Request request, Outcome outcome) {
        tags.answered(span, outcome);
        String route = outcome.response().provenance().route();
        if (!route.isEmpty() && span instanceof NamedLater named) {
            named.rename(SpanTags.method(request) + " " + route);
        }
        span.end(ticker.now());
    }

    @Override
    public String describe() {
        return "tracing";
    }
}
