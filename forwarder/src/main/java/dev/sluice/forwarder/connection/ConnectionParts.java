package dev.sluice.forwarder.connection;

import dev.sluice.core.MessageLimits;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.http2.UnreadBudget;

/**
 * The parts that all connections of a transport share.
 *
 * @param ticker the time
 * @param timers runs timeouts
 * @param buffers for requests on their way out and responses on their way in
 * @param unread how much of responses HTTP/2 connections may hold that nobody has read
 * @param limits of responses
 * @param lifetime how long each is used
 */
public record ConnectionParts(
        Ticker ticker,
        Timers timers,
        BufferPool buffers,
        UnreadBudget unread,
        MessageLimits limits,
        Lifetime lifetime) {
    private static final long MOST_UNREAD = 64 * 1024 * 1024;

    /** With buffers of their own, and 64 MiB of unread bytes. */
    public static ConnectionParts of(Ticker ticker, Timers timers, int maxResponseHead, Lifetime lifetime) {
        return new ConnectionParts(
                ticker, timers, new BufferPool(), new UnreadBudget(MOST_UNREAD), limits(maxResponseHead), lifetime);
    }

    private static MessageLimits limits(int head) {
        MessageLimits usual = MessageLimits.DEFAULT;
        return new MessageLimits(Math.min(head, usual.line()), head, usual.fields(), usual.trailers());
    }
}
