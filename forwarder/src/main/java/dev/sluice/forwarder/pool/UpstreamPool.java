package dev.sluice.forwarder.pool;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Origin;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.Timers.Timer;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.forwarder.connection.Connection;
import dev.sluice.forwarder.connection.ConnectionParts;
import dev.sluice.forwarder.connection.Dialer;
import dev.sluice.forwarder.connection.MultiplexedConnection;
import dev.sluice.forwarder.connection.MultiplexedConnection.UpstreamStream;
import dev.sluice.forwarder.connection.Progress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * The connections to one upstream, limited in number. The connection that became idle last is taken first; one that
 * carries several exchanges at a time is filled before another one. A request that finds none waits in a bounded queue, for
 * a bounded time. What has become a tunnel is counted separately. The pool also remembers the HTTP version of the upstream,
 * and logs its failures.
 *
 * <p>Thread-safe by one small lock, which is never held while dialling, closing or waiting.
 */
public final class UpstreamPool implements Lease.Keeper, MultiplexedConnection.Owner {
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
    private final Stock stock;
    private final Places places;
    private final Line line;
    private boolean retired;
    private long usedAt;
    private volatile boolean http10;
    /** Whether requests may be waiting for room: set with the lock, before they look for it the last time. */
    private volatile boolean awaited;

    UpstreamPool(Upstream upstream, PoolLimits limits, ConnectionParts parts, Dialer dialer, ExchangeOpener opener) {
        this.upstream = upstream;
        this.limits = limits;
        this.parts = parts;
        this.dialer = dialer;
        this.opener = opener;
        this.failures = new FailureLog(upstream, parts.ticker());
        this.stock = new Stock(limits, this, dialer.mayBeHttp2(upstream));
        this.places = new Places(stock.places(), limits.clientShare());
        this.tunnels = new Tunnels(upstream, limits);
        this.line = new Line(limits.maxWaiting(), limits.clientShare());
        this.usedAt = parts.ticker().nanos();
    }

    /**
     * An exchange for an attempt, on a stream, an idle connection or, if there is none, a new one.
     *
     * @param client the client
     * @param once whether the request cannot be sent twice, so that an idle connection is probed even if it was used
     *     just before
     * @throws TransferException if no connection can be had
     */
    public UpstreamExchange take(Origin client, boolean once, Timing timing, Progress progress) {
        return opener.open(leased(client, once, timing, progress), progress);
    }

    private Lease leased(Origin client, boolean once, Timing timing, Progress progress) {
        while (true) {
            Lease lease = place(client, timing, progress);
            if (lease.isEmpty()) {
                return dialled(lease, false, timing, progress);
            }
            if (lease.stream().isPresent() || isQuiet(lease.connection(), once)) {
                return lease;
            }
            discard(lease);
        }
    }

    private static boolean isQuiet(Connection connection, boolean once) {
        return (!once && connection.seemsQuiet()) || connection.quiet();
    }

    /** An exchange on a new connection, or on a stream. If the pool is full, an idle connection is closed for it. */
    public UpstreamExchange takeNew(Origin client, Timing timing, Progress progress) {
        Lease lease = place(client, timing, progress);
        if (lease.stream().isPresent()) {
            return opener.open(lease, progress);
        }
        if (!lease.isEmpty()) {
            empty(lease);
        }
        return opener.open(dialled(lease, false, timing, progress), progress);
    }

    /**
     * An exchange that may become a tunnel.
     *
     * @param protocols that the client offers
     * @return empty if the upstream speaks HTTP/2 only, and has no such tunnels (RFC 8441)
     */
    public Optional<UpstreamExchange> takeForTunnel(
            List<String> protocols, Origin client, Timing timing, Progress progress) {
        tunnels.checkRoom(client);
        Lease lease = leased(client, true, timing, progress);
        if (lease.stream().isEmpty() || isAllowed(protocols, lease, progress)) {
            return Optional.of(opener.open(lease, progress));
        }
        giveBack(lease);
        return dialer.isHttp2(upstream)
                ? Optional.empty()
                : Optional.of(opener.open(http1(client, timing, progress), progress));
    }

    /** Whether a tunnel may be on a stream, which its connection must have said. */
    private boolean isAllowed(List<String> protocols, Lease lease, Progress progress) {
        MultiplexedConnection connection = lease.stream().orElseThrow().connection();
        if (protocols.size() != 1 || !protocols.getFirst().equalsIgnoreCase("websocket")) {
            return false;
        }
        CompletableFuture<Boolean> settled = connection.settled().copy();
        try (Timer deadline = parts.timers().deadline(() -> progress.timedOut(Phase.CONNECT))) {
            progress.hold(() -> settled.cancel(false));
            deadline.set(limits.waitTimeout());
            return settled.join() && connection.connectProtocol();
        } catch (CancellationException | TransferException stopped) {
            giveBack(lease);
            throw new TransferException(progress.causeOr(new Failure.Overloaded("stopped waiting")));
        }
    }

    /** A connection of HTTP/1.1 to an upstream that speaks HTTP/2, too. */
    private Lease http1(Origin client, Timing timing, Progress progress) {
        Lease lease;
        lock.lock();
        try {
            lease = stock.http1(client).orElseThrow(this::overloaded);
            places.add(lease);
        } finally {
            lock.unlock();
        }
        if (lease.isEmpty()) {
            return dialled(lease, true, timing, progress);
        }
        if (lease.connection().quiet()) {
            return lease;
        }
        empty(lease);
        return dialled(lease, true, timing, progress);
    }

    private Lease dialled(Lease lease, boolean http1, Timing timing, Progress progress) {
        long start = parts.ticker().nanos();
        try {
            Connection connection = http1 ? dialer.dialHttp1(upstream, progress) : dialer.dial(upstream, progress);
            timing.connected(parts.ticker().nanos() - start);
            if (connection.protocol().equals(Connection.HTTP_2)) {
                share(lease, connection, progress);
            } else {
                lease.fill(connection);
                changed(() -> stock.opened(!http1));
            }
            return lease;
        } catch (TransferException failed) {
            notDialled(lease, failed);
            throw failed;
        } catch (RuntimeException | Error bug) {
            vacate(lease);
            throw bug;
        }
    }

    /** Makes a connection one that carries many exchanges, with the lease's as the first. */
    private void share(Lease lease, Connection connection, Progress progress) {
        if (!progress.letGo()) {
            connection.close();
            throw new TransferException(progress.causeOr(new Failure.ConnectFailed("stopped")));
        }
        MultiplexedConnection shared = MultiplexedConnection.over(connection, upstream.urlScheme(), parts, this);
        lease.fill(shared.open(1).orElseThrow());
        changed(() -> stock.opened(shared));
        shared.start();
    }

    private void empty(Lease lease) {
        lease.emptied().close();
        changed(stock::opensAgain);
    }

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

    /** No connection came about: those who wait for it fail with it, if there is no other. */
    private void notDialled(Lease lease, TransferException failed) {
        changed(() -> {
            boolean awaited = stock.isBeingOpened() && failed.failure() instanceof Failure.ConnectFailed;
            places.remove(lease);
            stock.notOpened();
            if (awaited && !stock.isBeingOpened()) {
                line.fail(failed);
            }
        });
    }

    /** A place, with a stream or an idle connection if there is one. */
    private Lease place(Origin client, Timing timing, Progress progress) {
        Line.Waiting waiting;
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
            waiting = line.join(client);
        } finally {
            lock.unlock();
        }
        return awaited(waiting, timing, progress);
    }

    private Optional<Lease> lease(Origin client) {
        return places.isOpenTo(client) ? stock.lease(client, line.length() + 1) : Optional.empty();
    }

    private TransferException overloaded() {
        return new TransferException(new Failure.Overloaded(places.inUse() + " connections to " + upstream
                + " are in use and " + line.length() + " requests wait for one"));
    }

    private Lease awaited(Line.Waiting waiting, Timing timing, Progress progress) {
        long start = parts.ticker().nanos();
        try (Timer deadline = parts.timers().deadline(() -> progress.timedOut(awaitedPhase()))) {
            progress.hold(() -> waiting.place().cancel(false));
            deadline.set(limits.waitTimeout());
            return waiting.place().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof TransferException dial ? new TransferException(dial.failure()) : failed;
        } catch (CancellationException | TransferException stopped) {
            leaveLine(waiting);
            throw new TransferException(progress.causeOr(new Failure.Overloaded("stopped waiting")));
        } finally {
            timing.queued(parts.ticker().nanos() - start);
        }
    }

    /** What those in the queue wait for: a place, or the one connection that others are opening. */
    private Phase awaitedPhase() {
        lock.lock();
        try {
            return stock.isBeingOpened() ? Phase.CONNECT : Phase.POOL;
        } finally {
            lock.unlock();
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
        if (!waiting.place().isCompletedExceptionally()) {
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
        if (lease.stream().isPresent()) {
            giveBack(lease, lease.stream().get());
            return;
        }
        Connection connection = lease.connection();
        boolean kept;
        lock.lock();
        try {
            usedAt = connection.idleSince();
            places.remove(lease);
            stock.keep(connection);
            serve();
            kept = !closesUnused() || !stock.drop(connection);
        } finally {
            lock.unlock();
        }
        if (!kept) {
            connection.close();
        }
    }

    private boolean closesUnused() {
        return retired || limits.idleTimeout().isZero();
    }

    private void giveBack(Lease lease, UpstreamStream stream) {
        stream.stream().release();
        boolean done;
        lock.lock();
        try {
            usedAt = parts.ticker().nanos();
            remove(lease);
            serve();
            done = stock.isDone(stream.connection(), !closesUnused());
        } finally {
            lock.unlock();
        }
        if (done) {
            stream.connection().close();
        }
    }

    @Override
    public void discard(Lease lease) {
        if (lease.stream().isPresent()) {
            giveBack(lease, lease.stream().get());
        } else {
            lease.connection().close();
            vacate(lease);
        }
    }

    private void remove(Lease lease) {
        if (lease.tunnel) {
            tunnels.remove(lease);
        } else {
            places.remove(lease);
        }
    }

    private void vacate(Lease lease) {
        changed(() -> {
            remove(lease);
            if (lease.isEmpty()) {
                stock.notOpened();
            } else if (!lease.tunnel) {
                stock.closed();
            }
        });
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
        awaited = line.length() > 0;
    }

    private Optional<Line.Waiting> nextInLine() {
        return line.length() == 0 ? Optional.empty() : line.next(places);
    }

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

    @Override
    public Optional<Lease> becomeTunnel(Lease lease) {
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

    /**
     * Closes connections that were idle for too long, or have reached their age, and tests those that are silent. Returns
     * true, and retires, if the pool itself was unused for as long, or for an hour if it knows that the upstream speaks
     * HTTP/1.0.
     */
    boolean retireIfUnused(long now) {
        failures.tell(now);
        List<Runnable> expired;
        List<MultiplexedConnection> inUse;
        boolean unused;
        lock.lock();
        try {
            expired = stock.expired(now);
            inUse = stock.inUse();
            boolean rested = now - usedAt >= limits.idleTimeout().toNanos();
            boolean forgettable = !http10 || now - usedAt >= HTTP_10_KNOWN;
            unused = stock.isEmpty() && tunnels.count() == 0 && rested && failures.isEmpty() && forgettable;
            retired = unused;
        } finally {
            lock.unlock();
        }
        expired.forEach(Runnable::run);
        if (!limits.pingAfter().isZero()) {
            inUse.forEach(connection ->
                    connection.testIfSilent(now, limits.pingAfter().toNanos()));
        }
        return unused;
    }

    /** Closes idle connections, and keeps none from now on: those in use are closed when they are given back. */
    void retire() {
        List<Runnable> all;
        lock.lock();
        try {
            retired = true;
            all = stock.unused();
        } finally {
            lock.unlock();
        }
        all.forEach(Runnable::run);
    }

    /** Remembers which version of HTTP the upstream answered in (RFC 9112 §6.1). */
    public void answeredIn(Version version) {
        boolean old = version == Version.HTTP_1_0;
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
        return counted(stock::open);
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
