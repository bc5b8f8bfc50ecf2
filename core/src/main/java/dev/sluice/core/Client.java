package dev.sluice.core;

import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import io.helidon.http.Status;

/**
 * The client's end of one exchange, as the host offers it to the pipeline; cancelled when the client leaves. Thread-safe.
 */
public interface Client extends Cancellation {
    /**
     * The other end of the connection, as the network or a trusted PROXY protocol header says.
     *
     * @return the peer; a balancer, if there is one in front
     */
    Peer peer();

    /**
     * Who the client is behind the trusted hops in front of us; this, not the peer, is what decisions are made by. The
     * same for the whole exchange.
     *
     * @return the origin; the peer itself if it is not a trusted hop
     */
    Origin origin();

    /**
     * The client's end of the whole exchange, if this is that of one attempt that can be cancelled by itself. It tells which
     * requests belong together.
     *
     * @return this, unless it is the end of an attempt
     */
    default Client exchange() {
        return this;
    }

    /**
     * Sends an interim response (1xx except 101) before the final one. Does nothing on a host that cannot send one, and
     * for a client that must not get one (HTTP/1.0, RFC 9110 §15.2).
     *
     * @param status such as 100 or 103
     * @param fields its fields
     */
    void inform(Status status, Fields fields);
}
