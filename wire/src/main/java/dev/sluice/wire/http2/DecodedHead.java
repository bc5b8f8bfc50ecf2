package dev.sluice.wire.http2;

import dev.sluice.core.Fields;
import dev.sluice.core.RequestHead;
import dev.sluice.wire.ResponseHead;

/**
 * A block of fields as it was decoded. It is checked by the rules of the message that it belongs to (RFC 9113 §8.2, §8.3)
 * when that is asked for.
 */
final class DecodedHead {
    /** Whether it is longer than the limits allow: it holds no fields then. */
    boolean tooLarge() {
        throw new UnsupportedOperationException();
    }

    /**
     * The head of a request: with a Host field made of {@code :authority}, and cookies joined. That of an extended CONNECT
     * for WebSocket (RFC 8441) is a GET with {@code Connection: Upgrade}, {@code Upgrade} and {@code Sec-WebSocket-Key}.
     *
     * @param connectProtocol whether extended CONNECT was offered to the client
     * @return the head
     * @throws dev.sluice.wire.MalformedException if the request is malformed (RFC 9113 §8.1.1)
     */
    RequestHead request(boolean connectProtocol) {
        throw new UnsupportedOperationException();
    }

    /** The {@code :protocol} of an extended CONNECT; empty without one. */
    String protocol() {
        throw new UnsupportedOperationException();
    }

    /**
     * The head of a response, interim or final.
     *
     * @throws dev.sluice.wire.MalformedException if it is malformed
     */
    ResponseHead response() {
        throw new UnsupportedOperationException();
    }

    /**
     * Trailers: without pseudo-fields and without fields of a connection.
     *
     * @throws dev.sluice.wire.MalformedException if they are malformed
     */
    Fields trailers() {
        throw new UnsupportedOperationException();
    }

    /**
     * The Content-Length of a checked head.
     *
     * @param fields its fields
     * @return bytes; -1 if there is none
     * @throws dev.sluice.wire.MalformedException if there are several that differ, or it is no number
     */
    static long contentLength(Fields fields) {
        throw new UnsupportedOperationException(fields.toString());
    }
}
