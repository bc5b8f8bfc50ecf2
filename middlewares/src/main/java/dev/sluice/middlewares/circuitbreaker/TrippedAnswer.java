package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import java.util.Optional;

/** The response while a breaker is tripped: that of the fallback, by default 503 with {@code Retry-After}. */
final class TrippedAnswer {
    private TrippedAnswer() {}

    static Response of(Request request, Optional<Fallback> fallback, long nanosLeft) {
        Response answer = fallback.map(instead -> instead.answer(request))
                .orElseGet(() -> unavailable(request, Math.ceilDiv(nanosLeft, 1_000_000_000L)));
        Provenance provenance = answer.provenance();
        return provenance.reason().isEmpty()
                ? answer.withProvenance(provenance.withReason(Reason.CIRCUIT_OPEN))
                : answer;
    }

    /**
     * The response names the upstream that was not asked and says that nothing was sent, so that a retry may pick
     * another.
     */
    private static Response unavailable(Request request, long secondsLeft) {
        Provenance provenance = new Provenance(request.upstream(), 0, Reason.CIRCUIT_OPEN, Provenance.Timings.NONE);
        Response plain = Response.failed(new Failure.NoUpstream("the circuit breaker is tripped"), provenance);
        Fields fields = plain.fields().with("Retry-After", String.valueOf(Math.max(1, secondsLeft)));
        return plain.withFields(fields);
    }
}
