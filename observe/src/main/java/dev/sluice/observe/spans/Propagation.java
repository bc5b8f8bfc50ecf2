package dev.sluice.observe.spans;

/** The fields that tell an upstream which trace a request belongs to. */
public enum Propagation {
    /** W3C Trace Context: {@code traceparent} and {@code tracestate}. */
    W3C,
    /** B3 in one field: {@code b3}. */
    B3,
    /** B3 in several fields: {@code X-B3-TraceId} and others. */
    B3_MULTI
}
