package dev.sluice.forwarder;

import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.forwarder.pool.Pools;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One user's handle on the connections to upstreams that are reached by some options. It is made by {@link Transports},
 * which shares the connections among all users with equal options. Thread-safe.
 */
public final class Transport implements AutoCloseable {
    private final TransportOptions options;
    private final Pools pools;
    private final Ticker ticker;
    private final Timers timers;
    private final String id;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    Transport(TransportOptions options, Pools pools, Ticker ticker, Timers timers, String id, Runnable release) {
        this.options = options;
        this.pools = pools;
        this.ticker = ticker;
        this.timers = timers;
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

    Timers timers() {
        return timers;
    }

    /** An id that is unique to this handle, also among gateways. */
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
