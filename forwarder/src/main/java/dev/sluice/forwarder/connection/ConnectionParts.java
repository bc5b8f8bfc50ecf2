package dev.sluice.forwarder.connection;

import dev.sluice.core.MessageLimits;
import dev.sluice.core.Ticker;
import dev.sluice.io.Deadlines;
import dev.sluice.wire.BufferPool;

/**
 * What all connections of a transport share.
 *
 * @param ticker the time
 * @param deadlines who looks after timeouts
 * @param buffers for requests on their way out and responses on their way in
 * @param limits of responses
 */
public record ConnectionParts(Ticker ticker, Deadlines deadlines, BufferPool buffers, MessageLimits limits) {
    /** With buffers of their own. */
    public static ConnectionParts of(Ticker ticker, Deadlines deadlines, int maxResponseHead) {
        return new ConnectionParts(ticker, deadlines, new BufferPool(), limits(maxResponseHead));
    }

    private static MessageLimits limits(int head) {
        MessageLimits usual = MessageLimits.DEFAULT;
        return new MessageLimits(Math.min(head, usual.line()), head, usual.fields(), usual.trailers());
    }
}
