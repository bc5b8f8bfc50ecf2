package dev.sluice.forwarder.pool;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Origin;
import dev.sluice.core.Timers.Timer;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.forwarder.connection.Connection;
import dev.sluice.forwarder.connection.ConnectionParts;
import dev.sluice.forwarder.connection.Dialer;
import dev.sluice.forwarder.connection.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one upstream, limited in number. The connection that became idle last is taken first. A request
 * that finds none waits in a bounded queue, for a bounded time. Connections that have become tunnels are counted
 * separately. The pool also remembers the HTTP version of the upstream, and logs its failures.
 *
 * <p>Thread-safe by one small lock, which is never held while dialling, closing or waiting.
 */
public final class UpstreamPool implements Lease.Keeper {
    /** Nanoseconds: how long it is known of an unused upstream that it speaks HTTP/1.0. */
    private static final long HTTP_10_KNOWN = TimeUnit.HOURS.toNanos(1);

    private final Upstream upstream;
    private final PoolLimits limits;
    private final ConnectionParts parts;
    private final Dialer dialer;
    private final ExchangeOpener opener;
    private final FailureLog failures;
    private final Tunnels tunnels;
    private final ReentrantLock lock = new ReentrantLock();
    /** Newest first. */
    private final Deque<Connection> idle = new ArrayDeque<>();

    private final Places places;
    private final Line line;
    private int open;
    private boolean retired;
    private long usedAt;
    private volatile boolean http10;

    UpstreamPool(Upstream upstream, PoolLimits limits, ConnectionParts parts, Dialer dialer, ExchangeOpener opener) {
        this.upstream = upstream;
        this.limits = limits;
        this.parts = parts;
        this.dialer = dialer;
        this.opener = opener;
        this.failures = new FailureLog(upstream, parts.ticker());
        this.places = new Places(limits.maxConnections(), limits.clientShare());
        this.tunnels = new Tunnels(upstream, limits);
        this.line = new Line(limits.maxWaiting(), limits.clientShare());
        this.usedAt = parts.ticker().nanos();
    }

    /**
     * An exchange for an attempt, on an idle connection or, if there is none, on a new one.
     *
     * @param client the client
     * @param once whether the request cannot be sent twice, so that an idle connection is probed even if it was used
     *     just before
     * @throws TransferException if no connection can be had
     */
    public UpstreamExchange take(Origin client, boolean once, Timing timing, Progress progress) {
        while (true) {
            Lease lease = place(client, timing, progress);
            if (lease.isEmpty()) {
                return dial(lease, timing, progress);
            }
            Connection connection = lease.connection();
            if ((!once && connection.seemsQuiet()) || connection.quiet()) {
                return opener.open(lease, progress);
            }
            discard(lease);
        }
    }

    /** An exchange on a new connection. If the pool is full, an idle connection is closed for it. */
    public UpstreamExchange takeNew(Origin client, Timing timing, Progress progress) {
        Lease lease = place(client, timing, progress);
        if (!lease.isEmpty()) {
            lease.connection().close();
        }
        return dial(lease, timing, progress);
    }

    private UpstreamExchange dial(Lease lease, Timing timing, Progress progress) {
        long start = parts.ticker().nanos();
        try {
            lease.fill(dialer.dial(upstream, progress));
            timing.connected(parts.ticker().nanos() - start);
            return opener.open(lease, progress);
        } catch (RuntimeException | Error failed) {
            vacate(lease);
            throw failed;
        }
    }

    /** A place, with an idle connection if there is one. */
    private Lease place(Origin client, Timing timing, Progress progress) {
        Line.Waiting waiting;
        lock.lock();
        try {
            if (places.isOpenTo(client)) {
                Connection newest = idle.pollFirst();
                if (newest != null || open < limits.maxConnections()) {
                    open += newest == null ? 1 : 0;
                    Lease lease = new Lease(this, client, newest);
                    places.add(lease);
                    return lease;
                }
            }
            waiting = queue(client);
        } finally {
            lock.unlock();
        }
        return awaited(waiting, timing, progress);
    }

    private Line.Waiting queue(Origin client) {
        if (!line.isOpenTo(client)) {
            throw new TransferException(new Failure.Overloaded(places.inUse() + " connections to " + upstream
                    + " are in use and " + line.length() + " requests wait for one"));
        }
        return line.join(client);
    }

    private Lease awaited(Line.Waiting waiting, Timing timing, Progress progress) {
        long start = parts.ticker().nanos();
        try (Timer deadline = parts.timers().deadline(() -> progress.timedOut(Phase.POOL))) {
            progress.hold(() -> waiting.place().cancel(false));
            deadline.set(limits.waitTimeout());
            return waiting.place().join();
        } catch (CancellationException | TransferException stopped) {
            leaveLine(waiting);
            throw new TransferException(progress.causeOr(new Failure.Overloaded("stopped waiting")));
        } finally {
            timing.queued(parts.ticker().nanos() - start);
        }
    }

    /** Leaves the queue. A lease that was handed over in the same moment goes to the next request. */
    private void leaveLine(Line.Waiting waiting) {
        lock.lock();
        try {
            line.leave(waiting);
        } finally {
            lock.unlock();
        }
        if (!waiting.place().isCancelled()) {
            Lease lease = waiting.place().join();
            if (lease.isEmpty()) {
                vacate(lease);
            } else {
                giveBack(lease);
            }
        }
    }

    @Override
    public void giveBack(Lease lease) {
        Connection connection = lease.connection();
        boolean kept;
        lock.lock();
        try {
            usedAt = connection.idleSince();
            places.remove(lease);
            kept = handOver(connection) || keep(connection);
        } finally {
            lock.unlock();
        }
        if (!kept) {
            connection.close();
        }
    }

    private boolean keep(Connection connection) {
        if (retired || limits.idleTimeout().isZero()) {
            open--;
            return false;
        }
        idle.addFirst(connection);
        return true;
    }

    @Override
    public void discard(Lease lease) {
        lease.connection().close();
        vacate(lease);
    }

    private void vacate(Lease lease) {
        if (lease.tunnel) {
            tunnels.remove(lease);
        } else {
            free(lease);
        }
    }

    private void free(Lease lease) {
        lock.lock();
        try {
            places.remove(lease);
            if (!handOver(null)) {
                open--;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Offers a connection, or the permission to open one, to the requests in the queue. */
    private boolean handOver(@Nullable Connection connection) {
        return line.length() > 0 && line.serve(places, client -> new Lease(this, client, connection));
    }

    @Override
    public Optional<Lease> becomeTunnel(Lease lease) {
        Lease tunnel = new Lease(this, lease.client(), lease.connection());
        if (!tunnels.add(tunnel)) {
            return Optional.empty();
        }
        free(lease);
        return Optional.of(tunnel);
    }

    /**
     * Checks that there is room for a tunnel, before an upgrade request is sent.
     *
     * @throws TransferException if there is none
     */
    public void checkRoomForTunnel(Origin client) {
        tunnels.checkRoom(client);
    }

    /**
     * Closes connections that were idle for too long, or have reached their age. Returns true, and retires, if the pool
     * itself was unused for as long, or for an hour if it knows that the upstream speaks HTTP/1.0.
     */
    boolean retireIfUnused(long now) {
        failures.tell(now);
        long idleTimeout = limits.idleTimeout().toNanos();
        List<Connection> expired = new ArrayList<>();
        lock.lock();
        try {
            for (Iterator<Connection> all = idle.iterator(); all.hasNext(); ) {
                Connection connection = all.next();
                if (now - connection.idleSince() >= idleTimeout || connection.isOld(now)) {
                    all.remove();
                    expired.add(connection);
                    open--;
                }
            }
            boolean unused = open == 0 && tunnels.count() == 0 && now - usedAt >= idleTimeout;
            boolean forgettable = !http10 || now - usedAt >= HTTP_10_KNOWN;
            retired = unused && failures.isEmpty() && forgettable;
        } finally {
            lock.unlock();
        }
        expired.forEach(Connection::close);
        return retired;
    }

    /** Closes idle connections, and keeps none from now on: those in use are closed when they are given back. */
    void retire() {
        List<Connection> all;
        lock.lock();
        try {
            retired = true;
            all = List.copyOf(idle);
            open -= idle.size();
            idle.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(Connection::close);
    }

    /** Remembers which version of HTTP/1 the upstream answered in (RFC 9112 §6.1). */
    public void answeredIn(int minorVersion) {
        boolean old = minorVersion == 0;
        if (http10 != old) {
            http10 = old;
        }
    }

    /** Whether the upstream answered in HTTP/1.0 the last time. */
    public boolean speaksHttp10() {
        return http10;
    }

    /** Counts a failure of the upstream, for the log. */
    public void failed(Failure failure) {
        failures.add(failure);
    }

    /** How many connections for exchanges are open, or being opened. */
    public int open() {
        return counted(() -> open);
    }

    /** How many tunnels are open. */
    public int tunnels() {
        return tunnels.count();
    }

    /** How many requests wait for a connection. */
    public int waiting() {
        return counted(line::length);
    }

    private int counted(IntSupplier count) {
        lock.lock();
        try {
            return count.getAsInt();
        } finally {
            lock.unlock();
        }
    }
}
