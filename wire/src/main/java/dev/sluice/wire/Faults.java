package dev.sluice.wire;

import dev.sluice.core.Failure;
import java.io.IOException;

/**
 * Makes the {@link Failure} for a message that breaks. Clients and upstreams are parsed by the same code; only which of
 * them is to blame differs, and this tells it.
 */
public interface Faults {
    /**
     * The peer's message is not HTTP/1.1.
     *
     * @param detail the rule that it breaks, for the log
     * @return the failure
     */
    Failure malformed(String detail);

    /**
     * The peer closed the connection before the end of its message.
     *
     * @return the failure
     */
    Failure truncated();

    /**
     * The connection failed while it was read.
     *
     * @param cause what the socket threw
     * @return the failure
     */
    Failure failed(IOException cause);
}
