package dev.sluice.server.http2;

import dev.sluice.server.exchange.ExchangeService;
import dev.sluice.server.exchange.WireListener;
import dev.sluice.server.rules.Arrivals;

/** The connection, as one of its streams sees it. */
interface StreamLink {
    /** What it shares with other connections. */
    WireListener host();

    /** What answers its requests. */
    ExchangeService service();

    /** Who is at the other end, and what of its requests comes in. */
    Arrivals arrivals();

    /** Bytes go both ways on a stream from now on. */
    void tunnelBegins();

    /** They do no longer. */
    void tunnelEnds();
}
