package dev.sluice.forwarder;

import dev.sluice.core.Upstream;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.forwarder.connection.ConnectionParts;
import dev.sluice.forwarder.connection.Dialer;
import dev.sluice.forwarder.http1.Http1Exchange;
import dev.sluice.forwarder.http2.StreamExchange;
import dev.sluice.forwarder.pool.OpenCount;
import dev.sluice.forwarder.pool.Pools;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The transports of a gateway: one for each distinct {@link TransportOptions}, so that all routes to an upstream share
 * its connections and their limit. The users of each are counted; when the last one closes it, its connections are
 * closed. Thread-safe by its own lock, which is not held while connections are closed.
 */
public final class Transports {
    private final Ticker ticker;
    private final Timers timers;
    private final RandomGenerator random;
    /**
     * A list, since there are few: hashing such options takes milliseconds at the first call, which is part of the
     * start.
     */
    private final List<Shared> shared = new ArrayList<>();

    /** The connections for some options, and the number of their users. */
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
     * @param timers runs timeouts
     * @param random for the ids by which forwarders recognise their own requests, and for the ages of connections: need
     *     not be unpredictable, but must differ among gateways; thread-safe
     */
    public Transports(Ticker ticker, Timers timers, RandomGenerator random) {
        this.ticker = ticker;
        this.timers = timers;
        this.random = random;
    }

    /**
     * A transport for one more user, who has to close it.
     *
     * @param options how upstreams are reached
     * @return with new connections, or with those of others with equal options
     */
    public synchronized Transport open(TransportOptions options) {
        Shared found = shared(options);
        found.users++;
        String id = HexFormat.of().toHexDigits(random.nextLong());
        return new Transport(options, found.pools, ticker, timers, id, () -> release(found));
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
        ConnectionParts parts = ConnectionParts.of(ticker, timers, options.maxResponseHead(), options.lifetime(random));
        return new Pools(
                options.poolLimits(),
                parts,
                new Dialer(parts, options.dialSettings()),
                (lease, progress) -> lease.stream().isPresent()
                        ? new StreamExchange(lease, progress, parts)
                        : new Http1Exchange(lease, progress, parts.limits()));
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
     * The connections to an upstream that are reached by the same options and speak one version of HTTP.
     *
     * @param upstream the upstream
     * @param http2 whether they speak HTTP/2
     * @param idle how many carry no exchange
     * @param active how many carry exchanges or a tunnel
     */
    public record Connections(Upstream upstream, boolean http2, int idle, int active) {
        private static Connections of(Upstream upstream, boolean http2, OpenCount open) {
            return new Connections(upstream, http2, open.idle(), open.active());
        }
    }

    /**
     * The connections to all upstreams.
     *
     * @return for metrics: those of each upstream that has been used of late
     */
    public List<Connections> connections() {
        List<Connections> all = new ArrayList<>();
        for (Pools pools : all()) {
            pools.forEach((upstream, pool) -> {
                all.add(Connections.of(upstream, false, pool.http1()));
                all.add(Connections.of(upstream, true, pool.http2()));
            });
        }
        return all;
    }

    private synchronized List<Pools> all() {
        return shared.stream().map(one -> one.pools).toList();
    }

    /**
     * How many distinct transports are in use.
     *
     * @return for metrics
     */
    public synchronized int size() {
        return shared.size();
    }
}
