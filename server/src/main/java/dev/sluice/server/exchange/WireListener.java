package dev.sluice.server.exchange;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.peer.Peer;
import dev.sluice.server.rules.Arrivals;
import dev.sluice.server.rules.HostTime;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.http2.Http2Options;
import dev.sluice.wire.http2.Multiplexer;
import dev.sluice.wire.http2.UnreadBudget;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What all connections of one listener share. Thread-safe. */
public final class WireListener {
    private final ClientLimits limits;
    private final Http2Options http2;
    private final Function<Peer, Arrivals> arrivals;
    private final BiConsumer<Request, Outcome> refused;
    private final BufferPool buffers = new BufferPool();
    private final MemoryBudget memory;
    private final UnreadBudget unread;
    private final HostTime time;
    private final ErrorRenderer errors;
    private final OpenConnections open;

    /**
     * Shared by connections that are still to come.
     *
     * @param limits what each of them grants
     * @param http2 what those of HTTP/2 grant beside
     * @param arrivals what the requests of a peer are to the pipeline
     * @param refused told of each message that is refused before it is served
     * @param errors what errors of the gateway's own look like
     * @param time what connections are timed by
     * @param open the open connections of the listener
     */
    public WireListener(
            ClientLimits limits,
            Http2Options http2,
            Function<Peer, Arrivals> arrivals,
            BiConsumer<Request, Outcome> refused,
            ErrorRenderer errors,
            HostTime time,
            OpenConnections open) {
        this.time = time;
        this.errors = errors;
        this.limits = limits;
        this.http2 = http2;
        this.memory = new MemoryBudget(limits.memory());
        this.unread = new UnreadBudget(limits.memory());
        this.arrivals = arrivals;
        this.open = open;
        this.refused = refused;
    }

    public void begun(Activity connection) {
        open.begun(connection);
    }

    public void ended(Activity connection) {
        open.ended(connection);
    }

    public boolean draining() {
        return open.draining();
    }

    public boolean drainIsOver() {
        return open.drainIsOver();
    }

    public ClientLimits limits() {
        return limits;
    }

    public Http2Options http2() {
        return http2;
    }

    public Multiplexer.Parts parts() {
        return new Multiplexer.Parts(time.ticker(), time.timers(), buffers, unread);
    }

    public Arrivals arrivals(Peer peer) {
        return arrivals.apply(peer);
    }

    public HostTime time() {
        return time;
    }

    public ErrorRenderer errors() {
        return errors;
    }

    public BufferPool buffers() {
        return buffers;
    }

    public MemoryBudget memory() {
        return memory;
    }

    /** A request's body comes too slowly. */
    public void slowRequest() {
        open.slowRequest();
    }

    /** A response is taken too slowly. */
    public void slowResponse() {
        open.slowResponse();
    }

    /** How many heads and tunnels were refused for want of memory. */
    public long refusedForMemory() {
        return memory.refused();
    }

    public void refused(Request request, Outcome outcome) {
        refused.accept(request, outcome);
    }
}
