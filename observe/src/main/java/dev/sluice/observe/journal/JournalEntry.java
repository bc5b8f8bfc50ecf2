package dev.sluice.observe.journal;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that was decided or has happened.
 *
 * @param id grows from entry to entry
 * @param at when
 * @param where the path of the part of the model; empty if it is no part of a model
 * @param kind the name of the {@link dev.sluice.core.journal.Decision}; {@code Rejected} or {@code Failed} for the end
 *     of an exchange
 * @param failed whether it tells of something that went wrong
 * @param text a sentence for people
 * @param details the same for programs, in order: texts, numbers and lists of texts; durations in seconds
 * @param exchange which exchange it concerns; empty if none
 */
public record JournalEntry(
        long id,
        Instant at,
        String where,
        String kind,
        boolean failed,
        String text,
        Map<String, Object> details,
        Optional<JournalExchange> exchange) {
    /** Keeps a copy. */
    public JournalEntry {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** Whether it concerns a member, by its URL or its authority. */
    boolean concerns(String member) {
        return details.get(Told.UPSTREAM) instanceof String url
                && (url.equals(member) || url.substring(url.indexOf("://") + 3).equals(member));
    }
}
