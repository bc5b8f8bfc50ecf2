package dev.sluice.server.exchange;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The open connections of a listener, and how often their clients were too slow. Thread-safe. */
public final class OpenConnections {
    private final Set<Activity> open = ConcurrentHashMap.newKeySet();
    private final LongAdder slowRequests = new LongAdder();
    private final LongAdder slowResponses = new LongAdder();
    private volatile boolean draining;
    private volatile boolean drainOver;

    /** No connection takes a further request, nor do those that Helidon does not know of yet. */
    public void drain() {
        draining = true;
    }

    boolean draining() {
        return draining;
    }

    /** Whatever has not ended is cut from now on. */
    public void drainOver() {
        drainOver = true;
    }

    boolean drainIsOver() {
        return drainOver;
    }

    void begun(Activity connection) {
        open.add(connection);
    }

    void ended(Activity connection) {
        open.remove(connection);
    }

    void slowRequest() {
        slowRequests.increment();
    }

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

    /** What its connections are doing right now. */
    public UnderWay underWay() {
        int exchanges = 0;
        int tunnels = 0;
        for (Activity connection : open) {
            UnderWay its = connection.underWay();
            exchanges += its.exchanges();
            tunnels += its.tunnels();
        }
        return new UnderWay(exchanges, tunnels);
    }
}
