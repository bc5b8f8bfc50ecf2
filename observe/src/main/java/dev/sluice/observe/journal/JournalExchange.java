package dev.sluice.observe.journal;

import java.util.Optional;

/**
 * The exchange that an entry concerns. Its texts are the client's, cut to a length and without control characters; the
 * values of secret parameters are hidden.
 *
 * @param id a number that no other exchange of this run has; what is noted of one after thousands of others may have another
 * @param method such as {@code GET}
 * @param host what the client asked for; empty if it named none
 * @param target path and query
 * @param route the route that took it; empty if none did, or it is not known yet
 * @param traceId of the trace that it belongs to, 32 hexadecimal digits
 */
public record JournalExchange(
        String id, String method, String host, String target, String route, Optional<String> traceId) {}
