package dev.sluice.forwarder;

import dev.sluice.core.Ticker;
import dev.sluice.core.Timers;
import dev.sluice.forwarder.connection.ConnectionParts;
import dev.sluice.forwarder.connection.Dialer;
import dev.sluice.forwarder.http1.Http1Exchange;
import dev.sluice.forwarder.pool.Pools;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
    /** Few: looked through, since a hash of such options takes milliseconds to link at the first call. */
    private final List<Shared> shared = new ArrayList<>();

    /** The connections of equal options, and how many use them. */
    private static final class Shared {
        final TransportOptions options;
        final Pools pools;
        int users;

        Shared(TransportOptions options, Pools pools) {
            this.options = options;
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
        Shared found = shared(options);
        found.users++;
        String id = HexFormat.of().toHexDigits(random.nextLong());
        return new Transport(options, found.pools, ticker, id, () -> release(found));
    }

    private Shared shared(TransportOptions options) {
        for (Shared known : shared) {
            if (known.options.equals(options)) {
                return known;
            }
        }
        Shared made = new Shared(options, pools(options));
        shared.add(made);
        return made;
    }

    private Pools pools(TransportOptions options) {
        ConnectionParts parts = ConnectionParts.of(ticker, timers, options.maxResponseHead());
        return new Pools(
                options.poolLimits(),
                parts,
                new Dialer(parts, options.dialSettings()),
                (lease, progress) -> new Http1Exchange(lease, progress, parts.limits()));
    }

    private void release(Shared left) {
        synchronized (this) {
            left.users--;
            if (left.users > 0) {
                return;
            }
            shared.remove(left);
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
