package dev.sluice.middlewares.trace;

/** What a line looks like. Every format is plain ASCII; other characters and control characters are escaped. */
public enum TraceFormat {
    /** A JSON object with all that is known of an exchange: the default. */
    JSON,
    /** The JSON object that vulcand/oxy's {@code trace} writes. */
    OXY,
    /** The Common Log Format of NCSA and Apache httpd. */
    COMMON,
    /** {@link #COMMON} followed by {@code Referer} and {@code User-Agent}. */
    COMBINED,
    /** {@code key=value} pairs with the names of {@link #JSON}, as Loki and other tools read them. */
    LOGFMT,
    /** A JSON object with the field names of the Elastic Common Schema 8. */
    ECS
}
