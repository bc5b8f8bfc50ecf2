package dev.sluice.forwarder.pool;

import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.Grpc;
import java.time.Duration;

/**
 * The timeouts of an exchange with an upstream.
 *
 * @param response from the last byte of the request to the head of the response; zero for none
 * @param betweenBytes for the next bytes of the response, or for the upstream to accept the next bytes of the request;
 *     zero for none
 * @param stream for the next bytes of an event stream; zero for none
 */
public record Patience(Duration response, Duration betweenBytes, Duration stream) {
    /**
     * The timeout for the next bytes of a response. Server-sent events may be silent for long, and so may gRPC, of whose
     * calls any may be a stream.
     *
     * @param fields of the response
     */
    public Duration forNextBytes(Fields fields) {
        int type = fields.indexOf(FieldNames.CONTENT_TYPE, 0);
        boolean silent = type >= 0 && (fields.startsWith(type, "text/event-stream") || Grpc.isIn(fields));
        return silent ? stream : betweenBytes;
    }
}
