package dev.sluice.forwarder;

import dev.sluice.core.Ticker;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.Deadlines;
import dev.sluice.wire.Limits;

/**
 * What all attempts of a forwarder share.
 *
 * @param options how requests leave
 * @param ticker the time
 * @param deadlines who looks after timeouts
 * @param buffers for requests on their way out
 */
record Environment(ForwarderOptions options, Ticker ticker, Deadlines deadlines, BufferPool buffers) {
    static Environment system(ForwarderOptions options) {
        return new Environment(options, Ticker.system(), Deadlines.system(), new BufferPool());
    }

    Limits limits() {
        int head = options.maxResponseHead();
        return new Limits(
                Math.min(head, Limits.DEFAULT.line()), head, Limits.DEFAULT.fields(), Limits.DEFAULT.trailers());
    }
}
