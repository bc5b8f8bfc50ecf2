package dev.sluice.forwarder.connection;

import dev.sluice.core.Ticker;
import dev.sluice.io.Deadlines;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.Limits;

/**
 * What all connections of a transport share.
 *
 * @param ticker the time
 * @param deadlines who looks after timeouts
 * @param buffers for requests on their way out and responses on their way in
 * @param limits of responses
 */
public record ConnectionParts(Ticker ticker, Deadlines deadlines, BufferPool buffers, Limits limits) {
    /** With buffers of their own. */
    public static ConnectionParts of(Ticker ticker, Deadlines deadlines, int maxResponseHead) {
        return new ConnectionParts(ticker, deadlines, new BufferPool(), limits(maxResponseHead));
    }

    private static Limits limits(int head) {
        Limits usual = Limits.DEFAULT;
        return new Limits(Math.min(head, usual.line()), head, usual.fields(), usual.trailers());
    }
}
