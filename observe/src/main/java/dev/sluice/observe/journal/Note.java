package dev.sluice.observe.journal;

import dev.sluice.core.Decision;
import dev.sluice.core.Request;
import dev.sluice.core.TraceContext;
import dev.sluice.routing.Captures;
import java.time.Instant;
import java.util.Locale;
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
 */
record Note(
        long id,
        Instant at,
        String where,
        @Nullable Decision decision,
        @Nullable Told inWords,
        @Nullable About about) {
    private static final int LONGEST_TARGET = 500;
    private static final int LONGEST_HOST = 200;
    private static final int LONGEST_METHOD = 32;

    /** Which exchange: the time at which its first byte came, and the client's end of it. */
    record Key(long receivedAt, int client) {
        static Key of(Request request) {
            return new Key(
                    request.receivedAt(),
                    System.identityHashCode(request.client().exchange()));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%x-%x", receivedAt, client);
        }
    }

    /** What is kept of an exchange: nothing that holds its head or body in memory. */
    record About(Key key, String method, String host, String target, String route, Optional<String> traceId) {
        static About of(Request request, String route) {
            return new About(
                    Key.of(request),
                    ShownText.cut(request.method(), LONGEST_METHOD),
                    ShownText.cut(request.host(), LONGEST_HOST),
                    ShownText.cut(request.target(), LONGEST_TARGET),
                    route.isEmpty() ? request.attributes().get(Captures.ROUTE).orElse("") : route,
                    TraceContext.of(request).map(TraceContext::traceId));
        }

        JournalExchange shown() {
            return new JournalExchange(
                    key.toString(),
                    ShownText.shown(method, LONGEST_METHOD),
                    ShownText.shown(host, LONGEST_HOST),
                    ShownText.shown(Hidden.in(target), LONGEST_TARGET),
                    route,
                    traceId);
        }
    }

    JournalEntry shown() {
        Told told = inWords != null ? inWords : DecisionText.of(Objects.requireNonNull(decision));
        return new JournalEntry(
                id,
                at,
                where,
                told.kind(),
                told.failed(),
                told.text(),
                told.details(),
                Optional.ofNullable(about).map(About::shown));
    }
}
