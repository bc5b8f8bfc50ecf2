package dev.sluice.forwarder.fields;

import dev.sluice.core.Fields;
import java.util.concurrent.TimeUnit;

/**
 * Tells upstreams how much time is left to them, so that they do not work on what nobody waits for any more: in
 * milliseconds in a field of one's own, and in {@code grpc-timeout} for gRPC, in its syntax (PROTOCOL-HTTP2 of gRPC,
 * "Timeout"). What a client has asked for is lowered, never raised. Immutable.
 */
public final class DeadlineField {
    private static final String GRPC_TIMEOUT = "grpc-timeout";
    /** The most that the eight digits of {@code grpc-timeout} can say. */
    private static final long MOST_DIGITS = 99_999_999;

    private static final String UNITS = "numSMH";
    private static final TimeUnit[] UNIT = {
        TimeUnit.NANOSECONDS,
        TimeUnit.MICROSECONDS,
        TimeUnit.MILLISECONDS,
        TimeUnit.SECONDS,
        TimeUnit.MINUTES,
        TimeUnit.HOURS
    };

    private final String name;

    /**
     * For a field.
     *
     * @param name of the field for requests other than gRPC's
     */
    public DeadlineField(String name) {
        this.name = name;
    }

    /**
     * The fields with the time that is left.
     *
     * @param fields of a request
     * @param left in nanoseconds, more than 0
     */
    public Fields in(Fields fields, long left) {
        return Grpc.isIn(fields)
                ? lowered(
                        fields,
                        GRPC_TIMEOUT,
                        grpc(left),
                        grpcNanos(fields.first(GRPC_TIMEOUT).orElse("")) <= left)
                : lowered(
                        fields,
                        name,
                        millis(left),
                        millisInNanos(fields.first(name).orElse("")) <= left);
    }

    private static Fields lowered(Fields fields, String name, String value, boolean isLow) {
        return isLow ? fields : fields.with(name, value);
    }

    /** Rounded down, but not to 0, which many take for no limit. */
    private static String millis(long nanos) {
        return Long.toString(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    }

    private static long millisInNanos(String value) {
        return TimeUnit.MILLISECONDS.toNanos(number(value, 15));
    }

    /** In the smallest unit that eight digits suffice for. */
    private static String grpc(long nanos) {
        int unit = 0;
        while (UNIT[unit].convert(nanos, TimeUnit.NANOSECONDS) > MOST_DIGITS) {
            unit++;
        }
        return UNIT[unit].convert(nanos, TimeUnit.NANOSECONDS) + UNITS.substring(unit, unit + 1);
    }

    private static long grpcNanos(String value) {
        int unit = value.isEmpty() ? -1 : UNITS.indexOf(value.charAt(value.length() - 1));
        return unit < 0 ? Long.MAX_VALUE : UNIT[unit].toNanos(number(value.substring(0, value.length() - 1), 8));
    }

    /** What a client has written, or a very large number if it is none. */
    private static long number(String digits, int most) {
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= most
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isNumber ? Long.parseLong(digits) : Long.MAX_VALUE;
    }
}
