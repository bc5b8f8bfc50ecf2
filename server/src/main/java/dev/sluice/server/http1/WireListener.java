package dev.sluice.server.http1;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Outcome;
import dev.sluice.core.Peer;
import dev.sluice.core.Request;
import dev.sluice.server.rules.Arrivals;
import dev.sluice.server.rules.HostTime;
import dev.sluice.wire.BufferPool;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What all connections of one listener share. Thread-safe. */
public final class WireListener {
    private final ClientLimits limits;
    private final Function<Peer, Arrivals> arrivals;
    private final BiConsumer<Request, Outcome> refused;
    private final BufferPool buffers = new BufferPool();
    private final MemoryBudget memory;
    private final HostTime time;
    private final ErrorRenderer errors;
    private final OpenConnections open;

    /**
     * Shared by connections that are still to come.
     *
     * @param limits what each of them grants
     * @param arrivals what the requests of a peer are to the pipeline
     * @param refused told of each message that is refused before it is served
     * @param errors what errors of the gateway's own look like
     * @param time what connections are timed by
     * @param open the open connections of the listener
     */
    public WireListener(
            ClientLimits limits,
            Function<Peer, Arrivals> arrivals,
            BiConsumer<Request, Outcome> refused,
            ErrorRenderer errors,
            HostTime time,
            OpenConnections open) {
        this.time = time;
        this.errors = errors;
        this.limits = limits;
        this.memory = new MemoryBudget(limits.memory());
        this.arrivals = arrivals;
        this.open = open;
        this.refused = refused;
    }

    void begun(Activity connection) {
        open.begun(connection);
    }

    void ended(Activity connection) {
        open.ended(connection);
    }

    boolean draining() {
        return open.draining();
    }

    ClientLimits limits() {
        return limits;
    }

    Arrivals arrivals(Peer peer) {
        return arrivals.apply(peer);
    }

    HostTime time() {
        return time;
    }

    ErrorRenderer errors() {
        return errors;
    }

    BufferPool buffers() {
        return buffers;
    }

    MemoryBudget memory() {
        return memory;
    }

    /** A request's body comes too slowly. */
    void slowRequest() {
        open.slowRequest();
    }

    /** A response is taken too slowly. */
    void slowResponse() {
        open.slowResponse();
    }

    /** How many heads and tunnels were refused for want of memory. */
    public long refusedForMemory() {
        return memory.refused();
    }

    void refused(Request request, Outcome outcome) {
        refused.accept(request, outcome);
    }
}
