package dev.sluice.server.http1;

import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.wire.BufferPool;
import java.util.function.BiConsumer;

/** What all connections of one listener share. Thread-safe. */
public final class WireListener {
    private final ClientLimits limits;
    private final BiConsumer<Request, Outcome> refused;
    private final BufferPool buffers = new BufferPool();
    private final MemoryBudget memory;
    private volatile boolean draining;

    /**
     * Shared by connections that are still to come.
     *
     * @param limits what each of them grants
     * @param refused told of each message that is refused before it is served
     */
    public WireListener(ClientLimits limits, BiConsumer<Request, Outcome> refused) {
        this.limits = limits;
        this.memory = new MemoryBudget(limits.memory());
        this.refused = refused;
    }

    /** No connection takes a further request, nor do those that Helidon does not know of yet. */
    public void drain() {
        draining = true;
    }

    boolean draining() {
        return draining;
    }

    ClientLimits limits() {
        return limits;
    }

    BufferPool buffers() {
        return buffers;
    }

    MemoryBudget memory() {
        return memory;
    }

    /** How many heads and tunnels were refused for want of memory. */
    public long refusedForMemory() {
        return memory.refused();
    }

    void refused(Request request, Outcome outcome) {
        refused.accept(request, outcome);
    }
}
