package dev.sluice.server.http1;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.core.Tunnel;
import dev.sluice.server.exchange.TunnelEnd;
import dev.sluice.server.rules.Arrivals;
import dev.sluice.server.rules.HostTime;
import dev.sluice.wire.WireOutput;

/** The connection, as one of its exchanges sees it. */
interface Link extends TunnelEnd {
    /** Who is at the other end, and what of its requests comes in. */
    Arrivals arrivals();

    /** What the exchange is timed by. */
    HostTime time();

    /** What errors of the gateway's own look like. */
    ErrorRenderer errors();

    /** Where heads and bodies are written. */
    WireOutput output();

    /** Whether the connection takes no further request, since the server stops. */
    boolean draining();

    /** Whether the drain is over, so that exchanges are cut. */
    boolean drainIsOver();

    /** How many bytes have come that nobody has read. */
    int held();

    /** Whether there is memory for a tunnel; it is kept until the exchange is over. */
    boolean tunnelFits();

    /** Joins the client with an upstream; returns when both have ended. */
    Outcome tunnel(Response response, Tunnel tunnel);

    /** Ends the connection at once, with a TCP reset. */
    void reset();
}
