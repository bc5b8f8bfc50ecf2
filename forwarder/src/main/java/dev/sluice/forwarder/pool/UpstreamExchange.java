package dev.sluice.forwarder.pool;

import dev.sluice.core.Body;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.Tunnel;
import dev.sluice.forwarder.fields.Outgoing;
import dev.sluice.wire.ConnectionOptions;
import dev.sluice.wire.ResponseHead;
import java.util.function.Consumer;

/**
 * One request and its response at an upstream, in whatever version of HTTP. The calls come in this order: {@link
 * #send}, {@link #receive}, then either {@link #body} or {@link #tunnel}. {@link #end} may be called at any time, and
 * abandons messages that are not complete; the body and the tunnel end the exchange when they are closed.
 *
 * <p>Failures of the network are thrown as {@link dev.sluice.core.TransferException}. Used by the attempt's thread.
 */
public interface UpstreamExchange {
    /**
     * Sends the head, and starts to send the body, which may continue during the calls that follow.
     *
     * @param outgoing the request
     * @param patience the timeouts
     */
    void send(Outgoing outgoing, Patience patience);

    /**
     * Waits for the head of the final response, or of a 101.
     *
     * @param interim is told of the heads of interim responses before it
     * @return the head
     */
    ResponseHead receive(Consumer<ResponseHead> interim);

    /**
     * Whether the request may be sent again, on another connection or stream, after a failure before the response, without
     * the risk that a request which is not idempotent takes effect twice (RFC 9110 §9.2.2).
     *
     * @param idempotent whether the request is
     * @param repeats how often it has been sent again before
     * @return true if it may be repeated
     */
    boolean mayBeRepeated(boolean idempotent, int repeats);

    /**
     * The version of HTTP in which the upstream has answered.
     *
     * @param head the final response's
     * @return for Via
     */
    Version version(ResponseHead head);

    /**
     * The body of the response. The exchange ends with it, at once if it is empty.
     *
     * @param head the final response's
     * @param options what its Connection field says
     * @return the body
     */
    Body body(ResponseHead head, ConnectionOptions options);

    /**
     * The bytes behind a 101.
     *
     * @param head the 101's
     * @return the tunnel; closing it ends the exchange
     */
    Tunnel tunnel(ResponseHead head);

    /**
     * Ends the exchange, unless it has ended. The connection is reused if that is possible; messages that are not
     * complete are abandoned.
     */
    void end();
}
