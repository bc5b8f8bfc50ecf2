package dev.sluice.server.exchange;

import dev.sluice.core.Body;

/** A request's body as a client sends it. */
public interface ReceivedBody extends Body {
    /** Content bytes that were read. */
    long bytesRead();
}
