package dev.sluice.forwarder;

import dev.sluice.core.Ticker;
import dev.sluice.forwarder.pool.Pools;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A way to reach upstreams, with its connections, as one of its users has it: made by {@link Transports}, which shares
 * the connections among all users with equal options. Thread-safe.
 */
public final class Transport implements AutoCloseable {
    private final TransportOptions options;
    private final Pools pools;
    private final Ticker ticker;
    private final String id;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    Transport(TransportOptions options, Pools pools, Ticker ticker, String id, Runnable release) {
        this.options = options;
        this.pools = pools;
        this.ticker = ticker;
        this.id = id;
        this.release = release;
    }

    /**
     * How upstreams are reached.
     *
     * @return the options it was made with
     */
    public TransportOptions options() {
        return options;
    }

    Pools pools() {
        return pools;
    }

    Ticker ticker() {
        return ticker;
    }

    /** A word that no other use of a transport has, in this gateway or another. */
    String id() {
        return id;
    }

    /**
     * Ends this use. With the last use of equal options the idle connections are closed at once, and those in use when
     * their exchange ends. May be called again.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
