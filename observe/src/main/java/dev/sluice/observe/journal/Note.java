package dev.sluice.observe.journal;

import dev.sluice.core.Request;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.trace.TraceContext;
import dev.sluice.routing.Captures;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a decision, or of the end of an exchange, until somebody asks: small, and put into words only then.
 *
 * @param id grows from note to note
 * @param at when
 * @param where the path of the part
 * @param decision what was decided; none for the end of an exchange
 * @param inWords the same, or how an exchange has ended; none for a decision that is short until somebody asks
 * @param about whom
 * @param number of the exchange, which no other one has; 0 if it concerns none
 */
record Note(
        long id,
        Instant at,
        String where,
        @Nullable Decision decision,
        @Nullable Told inWords,
        @Nullable About about,
        long number) {
    private static final int LONGEST_TARGET = 500;
    private static final int LONGEST_HOST = 200;
    private static final int LONGEST_METHOD = 32;

    /** What is kept of an exchange: nothing that holds its head or body in memory. */
    record About(String method, String host, String target, String route, Optional<String> traceId) {
        static About of(Request request, String route) {
            return new About(
                    ShownText.cut(request.method(), LONGEST_METHOD),
                    ShownText.cut(request.host(), LONGEST_HOST),
                    ShownText.cut(request.target(), LONGEST_TARGET),
                    route.isEmpty() ? request.attributes().get(Captures.ROUTE).orElse("") : route,
                    TraceContext.of(request).map(TraceContext::traceId));
        }

        JournalExchange shown(long number, Hidden hidden) {
            return new JournalExchange(
                    Long.toString(number),
                    ShownText.shown(method, LONGEST_METHOD),
                    ShownText.shown(host, LONGEST_HOST),
                    ShownText.shown(hidden.in(target), LONGEST_TARGET),
                    route,
                    traceId);
        }
    }

    JournalEntry shown(Hidden hidden) {
        Told told = inWords != null ? inWords : DecisionText.of(Objects.requireNonNull(decision));
        return new JournalEntry(
                id,
                at,
                where,
                told.kind(),
                told.failed(),
                told.text(),
                told.details(),
                Optional.ofNullable(about).map(exchange -> exchange.shown(number, hidden)));
    }
}
