package dev.sluice.forwarder;

import dev.sluice.core.Upstream;
import dev.sluice.io.Deadlines.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A pool for each upstream that is in use; one that is not is forgotten. Thread-safe.
 *
 * <p>A pool that is forgotten in the moment in which it is found serves that request and keeps nothing, so the bound on
 * connections may be exceeded by those few.
 */
final class Pools implements AutoCloseable {
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private final Environment environment;
    private final Dialer dialer;
    private final Map<Upstream, UpstreamPool> pools = new ConcurrentHashMap<>();
    private final Deadline sweep;
    private volatile boolean closed;

    Pools(Environment environment) {
        this.environment = environment;
        this.dialer = new Dialer(environment);
        this.sweep = environment.deadlines().deadline(this::sweep);
        this.sweep.set(LONGEST_REST);
    }

    UpstreamPool of(Upstream upstream) {
        UpstreamPool pool = pools.get(upstream);
        return pool != null ? pool : pools.computeIfAbsent(upstream, this::opened);
    }

    private UpstreamPool opened(Upstream upstream) {
        UpstreamPool pool = new UpstreamPool(upstream, environment, dialer);
        if (closed) {
            pool.retire();
        }
        return pool;
    }

    private void sweep() {
        long now = environment.ticker().nanos();
        pools.values().removeIf(pool -> pool.retireIfUnused(now));
        sweep.set(LONGEST_REST);
    }

    /** How many upstreams are remembered. */
    int size() {
        return pools.size();
    }

    @Override
    public void close() {
        closed = true;
        sweep.close();
        pools.values().forEach(UpstreamPool::retire);
    }
}
