package dev.sluice.observe.spans;

/**
 * Whose decision about sampling counts. Ids are continued whoever sends them; but recording costs, and anybody can write
 * {@code -01} at the end of a {@code traceparent}.
 */
public enum ParentTrust {
    /** Nobody's: the gateway decides for each exchange. */
    NEVER,
    /** That of requests which a trusted hop in front has forwarded, by the listener's {@code trust}. */
    TRUSTED_HOPS,
    /** Everybody's: only services of one's own can reach the gateway. */
    ALWAYS
}
