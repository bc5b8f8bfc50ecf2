package dev.sluice.observe.journal;

import dev.sluice.middlewares.trace.TraceOptions;
import dev.sluice.middlewares.trace.UrlSecrets;
import java.util.HashSet;
import java.util.Set;

/**
 * What trace lines do not show, the journal does not show either. A name that a model calls secret stays so when another
 * runs: there are still entries from before. Thread-safe.
 */
final class Hidden {
    private volatile UrlSecrets secrets = new UrlSecrets(TraceOptions.SECRET_PARAMETERS);

    /** Adds names of parameters, in lower case. */
    synchronized void add(Set<String> more) {
        Set<String> names = new HashSet<>(secrets.names());
        names.addAll(more);
        secrets = new UrlSecrets(names);
    }

    String in(String target) {
        return secrets.hidden(target);
    }
}
