package dev.sluice.server.http1;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Outcome;
import dev.sluice.core.Peer;
import dev.sluice.core.Request;
import dev.sluice.core.Trust;
import dev.sluice.server.rules.Arrivals;
import dev.sluice.server.rules.HostTime;
import dev.sluice.wire.BufferPool;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** What all connections of one listener share. Thread-safe. */
public final class WireListener {
    private final ClientLimits limits;
    private final Trust trust;
    private final BiConsumer<Request, Outcome> refused;
    private final BufferPool buffers = new BufferPool();
    private final MemoryBudget memory;
    private final LongAdder slowRequests = new LongAdder();
    private final LongAdder slowResponses = new LongAdder();
    private final HostTime time;
    private final ErrorRenderer errors;
    private final Set<Activity> open = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /**
     * Shared by connections that are still to come.
     *
     * @param limits what each of them grants
     * @param trust whose word about clients is believed
     * @param refused told of each message that is refused before it is served
     * @param errors what errors of the gateway's own look like
     * @param time what connections are timed by
     */
    public WireListener(
            ClientLimits limits,
            Trust trust,
            BiConsumer<Request, Outcome> refused,
            ErrorRenderer errors,
            HostTime time) {
        this.time = time;
        this.errors = errors;
        this.limits = limits;
        this.memory = new MemoryBudget(limits.memory());
        this.trust = trust;
        this.refused = refused;
    }

    /** No connection takes a further request, nor do those that Helidon does not know of yet. */
    public void drain() {
        draining = true;
    }

    /** A connection has begun. */
    void begun(Activity connection) {
        open.add(connection);
    }

    /** A connection has ended. */
    void ended(Activity connection) {
        open.remove(connection);
    }

    /** What its connections are doing right now. */
    public UnderWay underWay() {
        int exchanges = 0;
        int tunnels = 0;
        for (Activity connection : open) {
            if (connection.isTunnelling()) {
                tunnels++;
            } else if (connection.isServing()) {
                exchanges++;
            }
        }
        return new UnderWay(exchanges, tunnels);
    }

    boolean draining() {
        return draining;
    }

    ClientLimits limits() {
        return limits;
    }

    Arrivals arrivals(Peer peer) {
        return new Arrivals(peer, trust);
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
        slowRequests.increment();
    }

    /** A response is taken too slowly. */
    void slowResponse() {
        slowResponses.increment();
    }

    /** How many bodies of requests came too slowly. */
    public long slowRequests() {
        return slowRequests.sum();
    }

    /** How many responses were taken too slowly. */
    public long slowResponses() {
        return slowResponses.sum();
    }

    /** How many heads and tunnels were refused for want of memory. */
    public long refusedForMemory() {
        return memory.refused();
    }

    void refused(Request request, Outcome outcome) {
        refused.accept(request, outcome);
    }
}
