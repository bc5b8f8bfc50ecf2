package dev.sluice.core.trace;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** W3C Trace Context, level 1 and 2: {@code traceparent} (§3.2) and {@code tracestate} (§3.3). */
final class W3cTrace {
    /** Of version 00: two digits, trace id, span id, two digits, and hyphens in between. */
    private static final int LENGTH = 55;

    private static final int VERSION = 2;
    private static final int TRACE_ID = VERSION + 1;
    private static final int SPAN_ID = TRACE_ID + TraceContext.TRACE_ID + 1;
    private static final int FLAGS = SPAN_ID + TraceContext.SPAN_ID + 1;
    private static final int HEX = 16;

    private static final int MOST_MEMBERS = 32;
    private static final int LONGEST = 256;

    private W3cTrace() {}

    static Optional<TraceContext> read(String value) {
        if (value.length() < LENGTH || !isVersion(value) || !isSeparated(value)) {
            return Optional.empty();
        }
        if (!TraceContext.isId(value, TRACE_ID, SPAN_ID - 1)
                || !TraceContext.isId(value, SPAN_ID, FLAGS - 1)
                || !TraceContext.isHex(value, FLAGS, LENGTH)) {
            return Optional.empty();
        }
        return Optional.of(new TraceContext(
                value.substring(TRACE_ID, SPAN_ID - 1),
                value.substring(SPAN_ID, FLAGS - 1),
                Integer.parseInt(value, FLAGS, LENGTH, HEX)));
    }

    /** A version that we know ends here; a later one may go on behind a hyphen; ff is none. */
    private static boolean isVersion(String value) {
        if (!TraceContext.isHex(value, 0, VERSION) || value.startsWith("ff")) {
            return false;
        }
        return value.length() == LENGTH || (!value.startsWith("00") && value.charAt(LENGTH) == '-');
    }

    private static boolean isSeparated(String value) {
        return value.charAt(VERSION) == '-' && value.charAt(SPAN_ID - 1) == '-' && value.charAt(FLAGS - 1) == '-';
    }

    /**
     * Whether the lines of {@code tracestate} are a list of at most 32 members with different keys. Empty members are
     * allowed, and not counted.
     */
    static boolean isState(List<String> lines) {
        Set<String> keys = new HashSet<>();
        for (String line : lines) {
            for (String written : line.split(",", -1)) {
                String member = written.strip();
                if (!member.isEmpty() && !isMember(member, keys)) {
                    return false;
                }
            }
        }
        return keys.size() <= MOST_MEMBERS;
    }

    private static boolean isMember(String member, Set<String> keys) {
        int equals = member.indexOf('=');
        return equals > 0
                && isKey(member, equals)
                && isStateValue(member, equals + 1)
                && keys.add(member.substring(0, equals));
    }

    private static boolean isKey(String member, int end) {
        if (end > LONGEST || !isLetterOrDigit(member.charAt(0))) {
            return false;
        }
        for (int i = 1; i < end; i++) {
            char c = member.charAt(i);
            if (!isLetterOrDigit(c) && "_-*/@".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /** Printable ASCII but for comma and equals sign. */
    private static boolean isStateValue(String member, int start) {
        for (int i = start; i < member.length(); i++) {
            char c = member.charAt(i);
            if (c < ' ' || c > '~' || c == ',' || c == '=') {
                return false;
            }
        }
        return member.length() > start && member.length() - start <= LONGEST;
    }
}
