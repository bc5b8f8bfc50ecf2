package dev.sluice.server.exchange;

import dev.sluice.core.Body;
import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.core.Tunnel;
import dev.sluice.server.rules.Arrivals;
import io.helidon.http.Status;
import java.io.IOException;

/**
 * How one exchange answers its client, in one version of HTTP: the head with what is there of the body in one write, then
 * every part as it comes, and the end only if the body came to its own. For one thread.
 */
public interface Sender {
    /** Who is at the other end, and what of its requests comes in. */
    Arrivals arrivals();

    /** What errors of the gateway's own look like. */
    ErrorRenderer errors();

    /**
     * Sends an interim response at once; does nothing if this client must not get one.
     *
     * @throws IOException if the client left
     */
    void inform(Status status, Fields fields) throws IOException;

    /** The response as this client can be told of it: another one where its version of HTTP would mistake it. */
    default Response unmistakable(Response response) {
        return response;
    }

    /**
     * Begins a response: its head is held back until there is more to send.
     *
     * @throws IOException if the client left
     */
    void begin(Response response) throws IOException;

    /** Pulls the body of the response that was begun to its end, and sends it. */
    void body() throws IOException;

    /** Sends a part of the body that somebody else pushes. */
    void part(Body part) throws IOException;

    /** Ends a response whose body was pushed. */
    void end(Fields trailers) throws IOException;

    /** Sends what was held back. */
    void flush() throws IOException;

    /** Takes the head back if no byte of it has left, so that the client can be told of a failure instead. */
    boolean takeBack();

    /** Content bytes that were sent. */
    long bytesSent();

    /** Gives back the memory of a response that has ended, in whatever way. */
    void release();

    /** Whether there is memory for a tunnel; it is kept until the exchange is over. */
    boolean tunnelFits();

    /** Joins the client with an upstream after the head of a response that says so; returns when both have ended. */
    Outcome tunnel(Response response, Tunnel tunnel);

    /** Why something could not be sent: the client left, or it took the response too slowly. */
    Failure failedWrite();

    /** Whether the drain of the listener is over: what ends from now on was cut by it. */
    boolean drainIsOver();

    /** Breaks the response off, so that a part cannot be taken for the whole. */
    void cut();

    /** Breaks the response off because of a bug. */
    void reset();

    /** This exchange is the last one of its connection, if connections serve one after another. */
    void last();
}
