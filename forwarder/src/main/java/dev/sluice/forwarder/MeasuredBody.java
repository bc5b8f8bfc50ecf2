package dev.sluice.forwarder;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead.Version;
import io.helidon.http.Status;
import java.util.Arrays;
import java.util.Optional;

/**
 * A request as an upstream that speaks HTTP/1.0 can take it: it knows neither chunks (RFC 9112 §6.1) nor 100 (Continue), so
 * a body of unknown length is read, up to a bound, to learn its length.
 */
final class MeasuredBody {
    /** Bytes. A body that is longer needs a {@code Content-Length}, or a step that holds it. */
    static final int LONGEST = 64 * 1024;

    private static final int FIRST = 4 * 1024;

    private MeasuredBody() {}

    /** The request with a length, or empty if its body is too long to learn it. */
    static Optional<Request> of(Request request) {
        Request asked = withoutExpectation(request);
        return asked.body().length() == Body.UNKNOWN ? measured(asked) : Optional.of(asked);
    }

    /** The client waits for a 100 that the upstream would not send: it is sent from here (RFC 9110 §10.1.1). */
    private static Request withoutExpectation(Request request) {
        if (!request.fields().hasMember("Expect", "100-continue")) {
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
