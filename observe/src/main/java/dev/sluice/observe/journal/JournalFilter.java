package dev.sluice.observe.journal;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which entries a reader wants: those that fit all that is asked for.
 *
 * @param kinds names of kinds, in any case; all kinds if there are none
 * @param where a path, or the beginning of paths such as {@code pool api}; empty for any
 * @param route the name of a route; empty for any
 * @param member URL or authority of an upstream; empty for any
 * @param failed whether only those that tell of something that went wrong
 */
public record JournalFilter(Set<String> kinds, String where, String route, String member, boolean failed) {
    /** Takes every entry. */
    public static final JournalFilter ALL = new JournalFilter(Set.of(), "", "", "", false);

    /** Keeps a copy that finds names in any case. */
    public JournalFilter {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(kinds);
        kinds = Collections.unmodifiableSet(names);
    }

    /**
     * Whether an entry fits. An entry is of a route if its exchange was taken by it, or its part stands on it.
     *
     * @param entry the entry
     * @return true if a reader with this filter wants it
     */
    public boolean takes(JournalEntry entry) {
        return (kinds.isEmpty() || kinds.contains(entry.kind()))
                && entry.where().startsWith(where)
                && (route.isEmpty() || isOfRoute(entry))
                && (member.isEmpty() || entry.concerns(member))
                && (entry.failed() || !failed);
    }

    private boolean isOfRoute(JournalEntry entry) {
        return entry.where().startsWith(route + "/")
                || entry.exchange()
                        .filter(exchange -> exchange.route().equals(route))
                        .isPresent();
    }
}
