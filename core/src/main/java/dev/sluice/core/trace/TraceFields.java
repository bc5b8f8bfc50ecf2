package dev.sluice.core.trace;

import dev.sluice.core.Fields;
import java.util.List;
import java.util.Optional;

/**
 * The fields by which a trace is passed on: W3C Trace Context ({@code traceparent}, {@code tracestate}) and B3 in one field
 * ({@code b3}) or several ({@code X-B3-TraceId} and others).
 */
public final class TraceFields {
    /** W3C Trace Context §3.2. */
    public static final String TRACEPARENT = "traceparent";
    /** W3C Trace Context §3.3. */
    public static final String TRACESTATE = "tracestate";
    /** B3 in one field. */
    public static final String B3 = B3Trace.SINGLE;
    /** The trace id of B3 in several fields. */
    public static final String B3_TRACE_ID = B3Trace.TRACE_ID;
    /** The span id of B3 in several fields. */
    public static final String B3_SPAN_ID = B3Trace.SPAN_ID;
    /** The decision about sampling of B3 in several fields: 1 or 0. */
    public static final String B3_SAMPLED = B3Trace.STATE;

    private static final List<String> NAMES = List.of(
            TRACEPARENT,
            TRACESTATE,
            B3Trace.SINGLE,
            B3Trace.TRACE_ID,
            B3Trace.SPAN_ID,
            B3Trace.PARENT,
            B3Trace.STATE,
            B3Trace.FLAGS);

    private TraceFields() {}

    /**
     * Their names.
     *
     * @return in the case that their specifications write them in
     */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Reads a context: of W3C's fields, else of {@code b3}, else of several B3 fields.
     *
     * @param fields of a request
     * @return the first of them that is valid; empty if none is
     */
    public static Optional<TraceContext> read(Fields fields) {
        Optional<TraceContext> w3c = readW3c(fields);
        return w3c.isPresent() ? w3c : readB3(fields);
    }

    /**
     * Reads a context of W3C's fields.
     *
     * @param fields of a request
     * @return empty unless there is one {@code traceparent}, which is valid
     */
    public static Optional<TraceContext> readW3c(Fields fields) {
        return once(fields, TRACEPARENT).flatMap(W3cTrace::read);
    }

    /**
     * Reads a context of B3's fields.
     *
     * @param fields of a request
     * @return of {@code b3}, else of several fields; empty if neither is valid
     */
    public static Optional<TraceContext> readB3(Fields fields) {
        Optional<TraceContext> single = once(fields, B3Trace.SINGLE).flatMap(B3Trace::readSingle);
        return single.isPresent() ? single : B3Trace.readMultiple(fields);
    }

    /**
     * Reads the state that vendors pass on with W3C's context.
     *
     * @param fields of a request
     * @return the members of all lines as one; empty if there are none, if they are malformed, or if there is no valid
     *     {@code traceparent} for them
     */
    public static Optional<String> readState(Fields fields) {
        List<String> lines = fields.all(TRACESTATE);
        boolean valid = !lines.isEmpty() && readW3c(fields).isPresent() && W3cTrace.isState(lines);
        return valid
                ? Optional.of(String.join(",", fields.members(TRACESTATE))).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    /**
     * Whether a field is passed on as it was received, where nobody takes part in the trace: a malformed {@code
     * traceparent} is not, and {@code tracestate} is not without a valid one (W3C Trace Context §4.3). Fields of B3 are
     * passed on if they have the form that they are to have, all of them or none.
     *
     * @param fields of a request
     * @param i which line
     * @return true also for any other field
     */
    public static boolean isValid(Fields fields, int i) {
        if (fields.isNamed(i, TRACEPARENT)) {
            return readW3c(fields).isPresent();
        }
        if (fields.isNamed(i, TRACESTATE)) {
            return readW3c(fields).isPresent() && W3cTrace.isState(fields.all(TRACESTATE));
        }
        if (fields.isNamed(i, B3Trace.SINGLE)) {
            return once(fields, B3Trace.SINGLE).filter(B3Trace::isSingle).isPresent();
        }
        return !isOne(fields, i) || B3Trace.isMultiple(fields);
    }

    /**
     * Whether a field is one of these.
     *
     * @param fields of a request
     * @param i which line
     * @return true if it has one of the names
     */
    public static boolean isOne(Fields fields, int i) {
        return NAMES.stream().anyMatch(name -> fields.isNamed(i, name));
    }

    private static Optional<String> once(Fields fields, String name) {
        int first = fields.indexOf(name, 0);
        return first < 0 || fields.indexOf(name, first + 1) >= 0 ? Optional.empty() : Optional.of(fields.value(first));
    }
}
