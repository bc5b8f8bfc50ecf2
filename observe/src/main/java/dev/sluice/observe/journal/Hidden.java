package dev.sluice.observe.journal;

import dev.sluice.middlewares.trace.TraceOptions;
import dev.sluice.middlewares.trace.UrlSecrets;

/** What trace lines do not show, the journal does not show either. */
final class Hidden {
    private static final UrlSecrets SECRETS = new UrlSecrets(TraceOptions.SECRET_PARAMETERS);

    private Hidden() {}

    static String in(String target) {
        return SECRETS.hidden(target);
    }
}
