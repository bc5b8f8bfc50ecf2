package dev.sluice.wire.http2;

import dev.sluice.core.Fields;
import io.helidon.http.Status;

/**
 * Encodes blocks of fields (RFC 7541) with the static table and literals only, so that no state is shared. Names are
 * written in lower case; fields of an HTTP/1.1 connection are left out (RFC 9113 §8.2.2).
 */
final class HeadEncoder {
    private HeadEncoder() {}

    /** A request: pseudo-fields, then fields. */
    static void request(Http2Request head, FrameBuffer to) {
        throw new UnsupportedOperationException(head.toString() + to);
    }

    /** A response, interim or final. */
    static void response(Status status, Fields fields, FrameBuffer to) {
        throw new UnsupportedOperationException(status.toString() + fields + to);
    }

    /** Trailers. */
    static void trailers(Fields fields, FrameBuffer to) {
        throw new UnsupportedOperationException(fields.toString() + to);
    }
}
