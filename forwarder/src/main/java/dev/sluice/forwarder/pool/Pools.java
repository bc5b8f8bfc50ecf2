package dev.sluice.forwarder.pool;

import dev.sluice.core.Upstream;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.forwarder.connection.ConnectionParts;
import dev.sluice.forwarder.connection.Dialer;
import dev.sluice.forwarder.connection.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * A pool for each upstream that is in use; a pool that is unused for the idle timeout is dropped. Thread-safe.
 *
 * <p>A pool that is dropped in the moment in which a request has found it serves that request and keeps no connection,
 * so the limit of connections may be exceeded by these few.
 */
public final class Pools implements AutoCloseable {
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private final PoolLimits limits;
    private final ConnectionParts parts;
    private final Dialer dialer;
    private final ExchangeOpener opener;
    private final Map<Upstream, UpstreamPool> pools = new ConcurrentHashMap<>();
    private final Timer sweep;
    private volatile boolean closed;

    /** Pools of connections that are opened by one dialer. */
    public Pools(PoolLimits limits, ConnectionParts parts, Dialer dialer, ExchangeOpener opener) {
        this.limits = limits;
        this.parts = parts;
        this.dialer = dialer;
        this.opener = opener;
        this.sweep = parts.timers().deadline(this::sweep);
        this.sweep.set(LONGEST_REST);
    }

    /** The pool of an upstream, made if there is none. */
    public UpstreamPool of(Upstream upstream) {
        UpstreamPool pool = pools.get(upstream);
        return pool != null ? pool : pools.computeIfAbsent(upstream, this::opened);
    }

    /**
     * Opens a connection that is closed at once and belongs to no pool.
     *
     * @throws dev.sluice.core.TransferException if none comes about
     */
    public void connect(Upstream upstream, Progress progress) {
        dialer.dial(upstream, progress).close();
    }

    private UpstreamPool opened(Upstream upstream) {
        UpstreamPool pool = new UpstreamPool(upstream, limits, parts, dialer, opener);
        if (closed) {
            pool.retire();
        }
        return pool;
    }

    private void sweep() {
        long now = parts.ticker().nanos();
        pools.values().removeIf(pool -> pool.retireIfUnused(now));
        sweep.set(LONGEST_REST);
    }

    /** Shows the pool of each upstream. */
    public void forEach(BiConsumer<Upstream, UpstreamPool> action) {
        pools.forEach(action);
    }

    /** How many upstreams have a pool. */
    public int size() {
        return pools.size();
    }

    @Override
    public void close() {
        closed = true;
        sweep.close();
        pools.values().forEach(UpstreamPool::retire);
    }
}
