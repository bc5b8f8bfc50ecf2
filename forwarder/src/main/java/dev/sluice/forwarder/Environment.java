package dev.sluice.forwarder;

import dev.sluice.core.Ticker;
import dev.sluice.io.Deadlines;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.Limits;

/**
 * What all attempts of a forwarder share.
 *
 * @param options how requests leave
 * @param ticker the time
 * @param deadlines who looks after timeouts
 * @param buffers for requests on their way out
 * @param limits of responses
 */
record Environment(ForwarderOptions options, Ticker ticker, Deadlines deadlines, BufferPool buffers, Limits limits) {
    static Environment of(ForwarderOptions options, Ticker ticker, Deadlines deadlines) {
        return new Environment(options, ticker, deadlines, new BufferPool(), limits(options.maxResponseHead()));
    }

    static Environment system(ForwarderOptions options) {
        return of(options, Ticker.system(), Deadlines.system());
    }

    private static Limits limits(int head) {
        Limits usual = Limits.DEFAULT;
        return new Limits(Math.min(head, usual.line()), head, usual.fields(), usual.trailers());
    }
}
