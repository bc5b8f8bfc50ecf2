package dev.sluice.core;

import io.helidon.http.Status;

/**
 * The client's end of one exchange, as the host offers it to the pipeline; cancelled when the client leaves. Thread-safe.
 */
public interface Client extends Cancellation {
    /**
     * The other end of the client's connection.
     *
     * @return address, port and TLS session
     */
    Peer peer();

    /**
     * Sends an interim response (1xx except 101) before the final one. Does nothing on a host that cannot send one, and
     * for a client that must not get one (HTTP/1.0, RFC 9110 §15.2).
     *
     * @param status such as 100 or 103
     * @param fields its fields
     */
    void inform(Status status, Fields fields);
}
