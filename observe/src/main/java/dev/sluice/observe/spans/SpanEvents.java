package dev.sluice.observe.spans;

import dev.sluice.core.Journal;
import java.util.Locale;
import java.util.Map;

/** Decisions about a request as events of its exchange's span. */
final class SpanEvents {
    private static final int LONGEST = 300;

    private SpanEvents() {}

    /** Decisions that concern no request, or one that is not traced, are no events. */
    static void add(Journal.Entry entry) {
        entry.request()
                .flatMap(request -> request.attributes().get(ServerSpan.KEY))
                .ifPresent(server -> server.span()
                        .addEvent(
                                name(entry),
                                Map.of(
                                        "sluice.step",
                                        entry.where(),
                                        "sluice.decision",
                                        SpanTags.cut(entry.decision().toString(), LONGEST))));
    }

    /** Such as {@code sluice.hedge_won}. */
    private static String name(Journal.Entry entry) {
        String type = entry.decision().getClass().getSimpleName();
        return "sluice." + type.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
