package dev.sluice.middlewares.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.core.Failure;
import java.io.IOException;
import java.util.Optional;

/** Members of a line that several formats write in the same way. */
final class Parts {
    static final int LONGEST_DETAIL = 300;

    private static final long NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_MILLI = 1_000;

    private Parts() {}

    /** The message of a failure, cut to a bounded length; the reason is a member of its own. */
    static String detail(Failure failure) {
        return TraceRecord.cut(whole(failure), LONGEST_DETAIL);
    }

    private static String whole(Failure failure) {
        return switch (failure) {
            case Failure.ConnectFailed connect -> connect.detail();
            case Failure.UpstreamBroken broken -> broken.detail();
            case Failure.ClientBroken broken -> broken.detail();
            case Failure.NoUpstream none -> none.detail();
            case Failure.Overloaded overloaded -> overloaded.detail();
            case Failure.BodyTooLarge tooLarge -> "limit " + tooLarge.limit();
            case Failure.TimedOut timedOut -> "sent " + timedOut.sent();
            case Failure.ClientGone gone -> "sent " + gone.sent();
            case Failure.DrainOver over -> "sent " + over.sent();
        };
    }

    /** Milliseconds with three digits behind the point. */
    static double millis(long nanos) {
        long micros = nanos / NANOS_PER_MICRO;
        return micros / MICROS_PER_MILLI;
    }

    /** Writes a member that has a value. */
    static void writeIfAny(String member, Optional<String> value, JsonGenerator json) throws IOException {
        writeIfAny(member, value.orElse(""), json);
    }

    /** Writes a member whose text is not empty. */
    static void writeIfAny(String member, String value, JsonGenerator json) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(member, value);
        }
    }
}
