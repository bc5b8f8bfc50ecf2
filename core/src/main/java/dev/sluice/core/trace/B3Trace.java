package dev.sluice.core.trace;

import dev.sluice.core.Fields;
import java.util.List;
import java.util.Optional;

/** B3, the propagation of Zipkin (github.com/openzipkin/b3-propagation), in one field or in several. */
final class B3Trace {
    static final String SINGLE = "b3";
    static final String TRACE_ID = "X-B3-TraceId";
    static final String SPAN_ID = "X-B3-SpanId";
    static final String PARENT = "X-B3-ParentSpanId";
    static final String STATE = "X-B3-Sampled";
    static final String FLAGS = "X-B3-Flags";

    private static final int SHORT_TRACE_ID = 16;
    private static final String ZEROS = "0".repeat(SHORT_TRACE_ID);
    private static final int PARTS = 4;

    private B3Trace() {}

    /** Whether the value has the form of a {@code b3} field: a state of sampling alone, or ids with more or less behind. */
    static boolean isSingle(String value) {
        return isState(value) || readSingle(value).isPresent();
    }

    static Optional<TraceContext> readSingle(String value) {
        String[] parts = value.split("-", PARTS + 1);
        boolean formed = parts.length >= 2
                && parts.length <= PARTS
                && (parts.length < 3 || isState(parts[2]))
                && (parts.length < PARTS || isSpanId(parts[3]));
        return formed ? context(parts[0], parts[1], parts.length < 3 ? "" : parts[2]) : Optional.empty();
    }

    /** Whether the {@code X-B3-} fields have the form that they are to have: both ids or none of them. */
    static boolean isMultiple(Fields fields) {
        if (!areOnce(fields) || !isStateOfSeveral(fields)) {
            return false;
        }
        boolean ids = fields.contains(TRACE_ID) || fields.contains(SPAN_ID) || fields.contains(PARENT);
        return !ids || readMultiple(fields).isPresent();
    }

    static Optional<TraceContext> readMultiple(Fields fields) {
        if (!fields.contains(TRACE_ID)) {
            return Optional.empty();
        }
        Optional<String> parent = fields.first(PARENT);
        if (!areOnce(fields)
                || !isStateOfSeveral(fields)
                || !parent.map(B3Trace::isSpanId).orElse(true)) {
            return Optional.empty();
        }
        String traceId = fields.first(TRACE_ID).orElse("");
        String spanId = fields.first(SPAN_ID).orElse("");
        boolean debug = fields.first(FLAGS).filter("1"::equals).isPresent();
        return context(traceId, spanId, debug ? "d" : fields.first(STATE).orElse(""));
    }

    private static boolean areOnce(Fields fields) {
        return List.of(TRACE_ID, SPAN_ID, PARENT, STATE, FLAGS).stream()
                .allMatch(name -> fields.all(name).size() <= 1);
    }

    /** Older senders write true and false, and 0 for no flag. */
    private static boolean isStateOfSeveral(Fields fields) {
        return fields.first(STATE)
                        .map(List.of("0", "1", "true", "false")::contains)
                        .orElse(true)
                && fields.first(FLAGS).map(List.of("0", "1")::contains).orElse(true);
    }

    private static Optional<TraceContext> context(String traceId, String spanId, String state) {
        boolean shortId = traceId.length() == SHORT_TRACE_ID;
        if ((!shortId && traceId.length() != TraceContext.TRACE_ID)
                || !TraceContext.isId(traceId, 0, traceId.length())
                || !isSpanId(spanId)) {
            return Optional.empty();
        }
        boolean sampled = state.equals("1") || state.equals("d") || state.equals("true");
        return Optional.of(new TraceContext(
                shortId ? ZEROS + traceId : traceId, spanId, sampled ? TraceContext.SAMPLED : 0, state.isEmpty()));
    }

    private static boolean isSpanId(String text) {
        return text.length() == TraceContext.SPAN_ID && TraceContext.isId(text, 0, text.length());
    }

    private static boolean isState(String text) {
        return text.equals("0") || text.equals("1") || text.equals("d");
    }
}
