package dev.sluice.forwarder.fields;

import dev.sluice.core.Fields;
import dev.sluice.core.Grpc;
import java.util.concurrent.TimeUnit;

/**
 * Tells upstreams how much time is left to them, so that they do not work on what nobody waits for any more: in
 * milliseconds in a field of one's own, and in {@code grpc-timeout} for gRPC, in its syntax (PROTOCOL-HTTP2 of gRPC,
 * "Timeout"). What a client has asked for is lowered, never raised. Immutable.
 */
public final class DeadlineField {
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
        return Grpc.isIn(fields) ? ofCall(fields, left) : lowered(fields, name, millis(left), asked(fields) <= left);
    }

    /**
     * The fields of a call of gRPC with the time that is left.
     *
     * @param fields of a request
     * @param left in nanoseconds, more than 0
     */
    public static Fields ofCall(Fields fields, long left) {
        String asked = fields.first(Grpc.TIMEOUT).orElse("");
        return lowered(fields, Grpc.TIMEOUT, Grpc.timeout(left), Grpc.timeout(asked) <= left);
    }

    private static Fields lowered(Fields fields, String name, String value, boolean isLow) {
        return isLow ? fields : fields.with(name, value);
    }

    /** Rounded down, but not to 0, which many take for no limit. */
    private static String millis(long nanos) {
        return Long.toString(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    }

    /** What the client has asked for, in nanoseconds; a very long time if that is no number. */
    private long asked(Fields fields) {
        long millis = fields.number(name);
        return millis < 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
