package dev.sluice.observe.spans;

import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.observe.journal.DecisionText;
import java.util.Locale;
import java.util.Map;

/** Decisions about a request as events of its exchange's span. */
final class SpanEvents {
    private SpanEvents() {}

    /** Decisions that concern no request, or one that is not traced, are no events; an attempt has a span of its own. */
    static void add(Journal.Entry entry) {
        entry.request()
                .filter(request -> !(entry.decision() instanceof Decision.Attempted))
                .flatMap(request -> request.attributes().get(ServerSpan.KEY))
                .ifPresent(server -> server.span()
                        .addEvent(
                                name(entry),
                                Map.of(
                                        "sluice.step",
                                        entry.where(),
                                        "sluice.decision",
                                        DecisionText.words(entry.decision()))));
    }

    /** Such as {@code sluice.hedge_won}. */
    private static String name(Journal.Entry entry) {
        String type = entry.decision().getClass().getSimpleName();
        return "sluice." + type.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
