package dev.sluice.core.trace;

import dev.sluice.core.Attributes;
import dev.sluice.core.Request;
import java.util.Optional;

/**
 * The place of a request in a distributed trace: which trace it belongs to, and which span it is a child of, or, for the
 * steps of a gateway with tracing on, which span it is. Immutable.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all of them 0; an id of 64 bits has 16 zeros in front
 * @param spanId 16 lower-case hexadecimal digits, not all of them 0
 * @param flags the byte of flags (W3C Trace Context §3.2.2.5); {@link #SAMPLED} is one of them
 * @param deferred true if whoever began the trace has left the decision about sampling to others, which only B3 can say
 */
public record TraceContext(String traceId, String spanId, int flags, boolean deferred) {
    /** The flag of a trace that its caller may have recorded. */
    public static final int SAMPLED = 1;

    /** Under which the first recorder hands it on to the steps behind it while tracing is on. */
    public static final Attributes.Key<TraceContext> KEY = Attributes.key("trace", TraceContext.class);

    /** Digits of a trace id. */
    static final int TRACE_ID = 32;
    /** Digits of a span id. */
    static final int SPAN_ID = 16;

    private static final int MOST_FLAGS = 0xff;

    /** Checks the ids. */
    public TraceContext {
        if (traceId.length() != TRACE_ID || !isId(traceId, 0, TRACE_ID)) {
            throw new IllegalArgumentException("trace id '" + traceId + "' is not 32 hexadecimal digits");
        }
        if (spanId.length() != SPAN_ID || !isId(spanId, 0, SPAN_ID)) {
            throw new IllegalArgumentException("span id '" + spanId + "' is not 16 hexadecimal digits");
        }
        if (flags < 0 || flags > MOST_FLAGS) {
            throw new IllegalArgumentException("flags " + flags + " are not a byte");
        }
    }

    /**
     * A context whose sampling is decided.
     *
     * @param traceId 32 lower-case hexadecimal digits
     * @param spanId 16 lower-case hexadecimal digits
     * @param flags a byte
     */
    public TraceContext(String traceId, String spanId, int flags) {
        this(traceId, spanId, flags, false);
    }

    /**
     * The context of a request.
     *
     * @param request as a step or a recorder gets it
     * @return the gateway's own span if tracing is on, else what the client has sent; empty if that is nothing valid
     */
    public static Optional<TraceContext> of(Request request) {
        Optional<TraceContext> own = request.attributes().get(KEY);
        return own.isPresent() ? own : TraceFields.read(request.fields());
    }

    /**
     * Reads the value of a {@code traceparent} field, strictly (W3C Trace Context §3.2). What a version after 00 adds is
     * not looked at.
     *
     * @param value of the one field
     * @return the context; empty if the value is malformed
     */
    public static Optional<TraceContext> ofTraceparent(String value) {
        return W3cTrace.read(value);
    }

    /**
     * Reads the value of a {@code b3} field, strictly.
     *
     * @param value of the one field
     * @return the context; empty if the value is malformed, or a decision about sampling without ids
     */
    public static Optional<TraceContext> ofB3(String value) {
        return B3Trace.readSingle(value);
    }

    /**
     * Whether the caller may have recorded the trace.
     *
     * @return the flag
     */
    public boolean sampled() {
        return (flags & SAMPLED) != 0;
    }

    /**
     * A copy whose sampling is decided.
     *
     * @param sampled whether it is recorded
     * @return the copy
     */
    public TraceContext withSampled(boolean sampled) {
        return new TraceContext(traceId, spanId, sampled ? flags | SAMPLED : flags & ~SAMPLED);
    }

    /**
     * The value of a {@code traceparent} field, version 00.
     *
     * @return 55 characters
     */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + "-" + Character.forDigit(flags >> 4, 16)
                + Character.forDigit(flags & 0xf, 16);
    }

    /**
     * The value of a {@code b3} field.
     *
     * @return ids, and the state of sampling unless it is deferred
     */
    public String b3() {
        String ids = traceId + "-" + spanId;
        return deferred ? ids : ids + (sampled() ? "-1" : "-0");
    }

    /** Whether some characters are lower-case hexadecimal digits, and not all of them 0. */
    static boolean isId(String text, int from, int to) {
        boolean zero = true;
        for (int i = from; i < to; i++) {
            zero &= text.charAt(i) == '0';
        }
        return !zero && isHex(text, from, to);
    }

    /** Whether some characters are lower-case hexadecimal digits. */
    static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
