package dev.sluice.wire.http2;

import dev.sluice.core.RequestHead;
import io.helidon.http.Status;

/** What a connection tells its owner, on the thread that reads. None of the methods may wait. */
public interface Http2Events {
    /**
     * A client's request has begun. The receiver must call {@link Http2Stream#release()} when it has come to its end.
     *
     * @param stream its stream
     * @param head checked by RFC 9113 §8.3, with a Host field made of {@code :authority}; that of an extended CONNECT
     *     (RFC 8441) is a GET with the fields of an upgrade, and {@link Http2Stream#protocol()} is not empty
     */
    default void request(Http2Stream stream, RequestHead head) {}

    /**
     * A client's request has begun that must be refused, though its connection is in order: its fields are too long. The
     * receiver answers and releases the stream as any other.
     *
     * @param stream its stream
     * @param head what is known of it; without fields
     * @param status what to answer
     */
    default void refused(Http2Stream stream, RequestHead head, Status status) {}

    /** The number of streams that the peer allows has changed, or a stream has ended: see {@link Multiplexer#room()}. */
    default void roomChanged() {}
}
