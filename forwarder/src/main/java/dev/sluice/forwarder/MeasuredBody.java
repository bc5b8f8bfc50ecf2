package dev.sluice.forwarder;

import dev.sluice.core.Body;
import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead.Version;
import io.helidon.http.Status;
import java.util.Arrays;
import java.util.Optional;

/**
 * Prepares requests for upstreams that speak HTTP/1.0, which know neither chunked bodies (RFC 9112 §6.1) nor 100
 * (Continue): a body of unknown length is read, up to a bound, so that it can be sent with a {@code Content-Length}.
 */
final class MeasuredBody {
    /** The bound in bytes. A longer body needs a {@code Content-Length} from the client, or a buffering step. */
    static final int LONGEST = 64 * 1024;

    private static final int FIRST = 4 * 1024;

    private MeasuredBody() {}

    /** The request with a length, or empty if its body is too long to learn it. */
    static Optional<Request> of(Request request) {
        Request asked = withoutExpectation(request);
        return asked.body().length() == Body.UNKNOWN ? measured(asked) : Optional.of(asked);
    }

    /**
     * Removes {@code Expect: 100-continue}, since the upstream would not send the 100: reading the body here makes the
     * gateway send it (RFC 9110 §10.1.1).
     */
    private static Request withoutExpectation(Request request) {
        if (!request.fields().hasMember(FieldNames.EXPECT, "100-continue")) {
            return request;
        }
        if (request.head().version() != Version.HTTP_1_0 && request.body().length() != 0) {
            request.client().inform(Status.CONTINUE_100, Fields.EMPTY);
        }
        return request.withFields(request.fields().without("Expect"));
    }

    private static Optional<Request> measured(Request request) {
        byte[] bytes = new byte[FIRST];
        int length = 0;
        int count = request.body().read(bytes, 0, bytes.length);
        while (count >= 0) {
            length += count;
            if (length > LONGEST) {
                return Optional.empty();
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(2 * length, LONGEST + 1));
            }
            count = request.body().read(bytes, length, bytes.length - length);
        }
        return Optional.of(request.withBody(Body.of(Arrays.copyOf(bytes, length)))
                .withFields(request.fields().with("Content-Length", Integer.toString(length))));
    }
}
