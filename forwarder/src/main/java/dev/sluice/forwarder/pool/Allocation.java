package dev.sluice.forwarder.pool;

import dev.sluice.core.Failure;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.core.peer.Origin;
import dev.sluice.forwarder.connection.Connection;
import dev.sluice.forwarder.connection.MultiplexedConnection;
import dev.sluice.forwarder.connection.MultiplexedConnection.UpstreamStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Which request gets what of a pool's connections, and which waits. Thread-safe by one small lock, which is never held while
 * dialling, closing or waiting; it may be held when the lock of an HTTP/2 connection is taken, and never the other way round.
 */
final class Allocation implements MultiplexedConnection.Owner {
    private final Upstream upstream;
    private final ReentrantLock lock = new ReentrantLock();
    private final Stock stock;
    private final Places places;
    private final Line line;
    private final Tunnels tunnels;
    private final boolean keepsNone;
    private boolean retired;
    private long usedAt;
    /** Whether requests may be waiting for room: set with the lock, before they look for it the last time. */
    private volatile boolean awaited;

    /**
     * Nothing is open.
     *
     * @param keeper takes leases back
     * @param multiplexes whether the upstream may speak HTTP/2
     * @param now nanoseconds
     */
    Allocation(Upstream upstream, PoolLimits limits, Lease.Keeper keeper, boolean multiplexes, long now) {
        this.upstream = upstream;
        this.stock = new Stock(limits, keeper, multiplexes);
        this.places = new Places(stock.places(), limits.clientShare());
        this.line = new Line(limits.maxWaiting(), limits.clientShare());
        this.tunnels = new Tunnels(upstream, limits);
        this.keepsNone = limits.idleTimeout().isZero();
        this.usedAt = now;
    }

    Tunnels tunnels() {
        return tunnels;
    }

    // --- taking

    /**
     * A stream, an idle connection or the permission to open one, if there is one; else a place in the queue.
     *
     * @throws TransferException if the queue is full
     */
    Turn take(Origin client) {
        lock.lock();
        try {
            Optional<Lease> lease = lease(client);
            if (lease.isEmpty()) {
                awaited = true; // before looking again: who makes room from now on tells of it
                lease = lease(client);
            }
            if (lease.isPresent()) {
                places.add(lease.get());
                return lease.get();
            }
            if (!line.isOpenTo(client)) {
                throw overloaded();
            }
            return line.join(client);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Lease> lease(Origin client) {
        return places.isOpenTo(client) ? stock.lease(client, line.length() + 1) : Optional.empty();
    }

    private TransferException overloaded() {
        return new TransferException(new Failure.Overloaded(places.inUse() + " connections to " + upstream
                + " are in use and " + line.length() + " requests wait for one"));
    }

    /**
     * An idle connection of HTTP/1.1 or the permission to open one.
     *
     * @throws TransferException if there is no room for one
     */
    Lease takeHttp1(Origin client) {
        lock.lock();
        try {
            Lease lease = stock.http1(client).orElseThrow(this::overloaded);
            places.add(lease);
            return lease;
        } finally {
            lock.unlock();
        }
    }

    /** A request leaves the queue before its turn. */
    void leaves(Line.Waiting waiting) {
        lock.lock();
        try {
            line.leave(waiting);
        } finally {
            lock.unlock();
        }
    }

    /** Whether those in the queue wait for a first connection that is being opened. */
    boolean isBeingOpened() {
        lock.lock();
        try {
            return stock.isBeingOpened();
        } finally {
            lock.unlock();
        }
    }

    // --- opening

    /** A connection is opened in place of the lease's, which was closed. */
    void opensAgain() {
        changed(stock::opensAgain);
    }

    /**
     * A connection of HTTP/1.1 was opened.
     *
     * @param chosen whether the upstream could have chosen HTTP/2
     */
    void opened(boolean chosen) {
        changed(() -> stock.opened(chosen));
    }

    /** A connection of HTTP/2 was opened, with the lease's stream as its first. */
    void opened(MultiplexedConnection connection) {
        changed(() -> stock.opened(connection));
    }

    /** The upstream requires HTTP/1.1; what closes the connections that are of no use any more. */
    List<Runnable> requireHttp1(long now) {
        lock.lock();
        try {
            List<Runnable> unused = stock.requireHttp1(now);
            places.resize(stock.places());
            serve();
            return unused;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the upstream requires HTTP/1.1, as far as is known. */
    boolean isHttp1Only() {
        lock.lock();
        try {
            return stock.isHttp1Only();
        } finally {
            lock.unlock();
        }
    }

    /** No connection came about: those who wait for it fail with it, if there is no other. */
    void notOpened(Lease lease, TransferException failed) {
        changed(() -> {
            boolean waitedFor = stock.isBeingOpened() && failed.failure() instanceof Failure.ConnectFailed;
            places.remove(lease);
            stock.notOpened();
            if (waitedFor && !stock.isBeingOpened()) {
                line.fail(failed);
            }
        });
    }

    // --- giving back

    /** A connection is not used any more. Whether it is kept, for the next or as an idle one. */
    boolean keeps(Lease lease) {
        Connection connection = lease.connection();
        lock.lock();
        try {
            usedAt = connection.idleSince();
            places.remove(lease);
            stock.keep(connection);
            serve();
            return !keepsNone() || !stock.drop(connection);
        } finally {
            lock.unlock();
        }
    }

    /** A stream was released. Whether its connection is kept. */
    boolean keeps(Lease lease, UpstreamStream stream, long now) {
        lock.lock();
        try {
            usedAt = now;
            remove(lease);
            serve();
            return !stock.isDone(stream.connection(), !keepsNone());
        } finally {
            lock.unlock();
        }
    }

    private boolean keepsNone() {
        return retired || keepsNone;
    }

    /** A connection was closed, or not opened. */
    void vacate(Lease lease) {
        changed(() -> {
            remove(lease);
            if (lease.isEmpty()) {
                stock.notOpened();
            } else if (!lease.tunnel) {
                stock.closed();
            }
        });
    }

    private void remove(Lease lease) {
        if (lease.tunnel) {
            tunnels.remove(lease);
        } else {
            places.remove(lease);
        }
    }

    /** Moves a lease to the tunnels, unless there are too many. */
    Optional<Lease> becomeTunnel(Lease lease) {
        Lease tunnel = lease.forTunnel();
        if (!tunnels.add(tunnel)) {
            return Optional.empty();
        }
        changed(() -> {
            places.remove(lease);
            if (lease.stream().isEmpty()) {
                stock.closed();
            }
        });
        return Optional.of(tunnel);
    }

    // --- the queue

    /** Changes what there is, and serves the queue with it. */
    private void changed(Runnable change) {
        lock.lock();
        try {
            change.run();
            places.resize(stock.places());
            serve();
        } finally {
            lock.unlock();
        }
    }

    /** With the lock: serves the queue with what there is. */
    private void serve() {
        Optional<Lease> lease = Optional.empty();
        for (Optional<Line.Waiting> next = nextInLine(); next.isPresent(); next = nextInLine()) {
            Line.Waiting waiting = next.get();
            if (lease.isEmpty()) {
                lease = stock.lease(waiting.client(), line.length());
            }
            if (lease.isEmpty()) {
                return;
            }
            line.leave(waiting);
            Lease handed = lease.get();
            handed.handTo(waiting.client());
            if (waiting.place().complete(handed)) {
                places.add(handed);
                lease = Optional.empty();
            }
        }
        lease.ifPresent(stock::putBack);
        boolean anybody = line.length() > 0;
        if (awaited != anybody) { // mostly nobody waits, and a volatile write is a fence
            awaited = anybody;
        }
    }

    private Optional<Line.Waiting> nextInLine() {
        return line.length() == 0 ? Optional.empty() : line.next(places);
    }

    // --- what connections tell

    @Override
    public void settled(MultiplexedConnection which) {
        changed(() -> stock.settled(which));
    }

    @Override
    public void roomChanged() {
        if (awaited) {
            changed(() -> {});
        }
    }

    @Override
    public void ended(MultiplexedConnection which) {
        changed(() -> stock.ended(which));
    }

    // --- age

    /** Takes out what was idle for too long, or has reached its age; what closes it. */
    List<Runnable> expired(long now) {
        lock.lock();
        try {
            return stock.expired(now);
        } finally {
            lock.unlock();
        }
    }

    /** The connections of HTTP/2. */
    List<MultiplexedConnection> multiplexed() {
        lock.lock();
        try {
            return stock.multiplexed();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Retires if nothing is open and it was not used for some time.
     *
     * @param now nanoseconds
     * @param unused nanoseconds
     * @return whether it has retired
     */
    boolean retiresIfUnused(long now, long unused) {
        lock.lock();
        try {
            retired = stock.isEmpty() && tunnels.count() == 0 && now - usedAt >= unused;
            return retired;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps nothing from now on; what closes all that is not in use. */
    List<Runnable> retire() {
        lock.lock();
        try {
            retired = true;
            return stock.unused();
        } finally {
            lock.unlock();
        }
    }

    int open() {
        return read(stock::open);
    }

    /** The connections of HTTP/1.1, tunnels included. */
    OpenCount http1() {
        return read(stock::http1).plus(tunnels.connections());
    }

    /** The connections of HTTP/2. */
    OpenCount http2() {
        return read(stock::http2);
    }

    int waiting() {
        return read(line::length);
    }

    private <T> T read(Supplier<T> value) {
        lock.lock();
        try {
            return value.get();
        } finally {
            lock.unlock();
        }
    }
}
