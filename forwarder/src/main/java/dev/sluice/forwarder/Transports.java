package dev.sluice.forwarder;

import dev.sluice.core.Ticker;
import dev.sluice.core.Timers;
import dev.sluice.forwarder.connection.ConnectionParts;
import dev.sluice.forwarder.connection.Dialer;
import dev.sluice.forwarder.http1.Http1Exchange;
import dev.sluice.forwarder.pool.Pools;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The transports that are in use: one for distinct {@link TransportOptions}, so that fifty routes to one upstream share
 * its connections and their bound. Counts the users of each, and closes its connections with the last. Thread-safe by
 * its own lock, which is not held while connections are closed.
 */
public final class Transports {
    private final Ticker ticker;
    private final Timers timers;
    private final RandomGenerator random;
    private final Map<TransportOptions, Shared> shared = new HashMap<>();

    /** The connections of equal options, and how many use them. */
    private static final class Shared {
        final Pools pools;
        int users;

        Shared(Pools pools) {
            this.pools = pools;
        }
    }

    /**
     * No transports yet.
     *
     * @param ticker the time
     * @param timers who looks after timeouts
     * @param random for ids by which forwarders know their own requests: need not be secret, but not be repeated by
     *     another gateway
     */
    public Transports(Ticker ticker, Timers timers, RandomGenerator random) {
        this.ticker = ticker;
        this.timers = timers;
        this.random = random;
    }

    /**
     * A transport for one more user, who closes it in the end.
     *
     * @param options how upstreams are reached
     * @return with new connections, or with those of others with equal options
     */
    public synchronized Transport open(TransportOptions options) {
        Shared found = shared.computeIfAbsent(options, distinct -> new Shared(pools(distinct)));
        found.users++;
        String id = HexFormat.of().toHexDigits(random.nextLong());
        return new Transport(options, found.pools, ticker, id, () -> release(options, found));
    }

    private Pools pools(TransportOptions options) {
        ConnectionParts parts = ConnectionParts.of(ticker, timers, options.maxResponseHead());
        return new Pools(
                options.poolLimits(),
                parts,
                new Dialer(parts, options.dialSettings()),
                (lease, progress) -> new Http1Exchange(lease, progress, parts.limits()));
    }

    private void release(TransportOptions options, Shared left) {
        synchronized (this) {
            left.users--;
            if (left.users > 0) {
                return;
            }
            shared.remove(options);
        }
        left.pools.close();
    }

    /**
     * How many there are.
     *
     * @return distinct ones in use
     */
    public synchronized int size() {
        return shared.size();
    }
}
