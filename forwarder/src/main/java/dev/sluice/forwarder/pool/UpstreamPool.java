package dev.sluice.forwarder.pool;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.time.Timers.Timer;
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

/**
 * The connections to one upstream, limited in number. The connection that became idle last is taken first; one that
 * carries several exchanges at a time is filled before another one. A request that finds none waits in a bounded queue, for
 * a bounded time. What has become a tunnel is counted separately. The pool also remembers the HTTP version of the upstream,
 * and logs its failures.
 *
 * <p>Thread-safe: what is shared is guarded by {@link Allocation}.
 */
public final class UpstreamPool implements Lease.Keeper {
    private final Upstream upstream;
    private final String authority;
    private final PoolLimits limits;
    private final ConnectionParts parts;
    private final Dialer dialer;
    private final ExchangeOpener opener;
    private final FailureLog failures;
    private final Allocation allocation;
    private volatile boolean http10;

    UpstreamPool(Upstream upstream, PoolLimits limits, ConnectionParts parts, Dialer dialer, ExchangeOpener opener) {
        this.upstream = upstream;
        this.authority = upstream.authority();
        this.limits = limits;
        this.parts = parts;
        this.dialer = dialer;
        this.opener = opener;
        this.failures = new FailureLog(upstream, parts.ticker());
        this.allocation = new Allocation(
                upstream,
                limits,
                this,
                dialer.mayBeHttp2(upstream),
                parts.ticker().nanos());
    }

    /** {@link Upstream#authority()}. */
    public String authority() {
        return authority;
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
                return dialled(lease, allocation.isHttp1Only(), timing, progress);
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
        return opener.open(dialled(lease, allocation.isHttp1Only(), timing, progress), progress);
    }

    /**
     * An exchange that may become a tunnel.
     *
     * @param protocols that the client offers
     * @return empty if the upstream speaks HTTP/2 only, and has no such tunnels (RFC 8441)
     */
    public Optional<UpstreamExchange> takeForTunnel(
            List<String> protocols, Origin client, Timing timing, Progress progress) {
        allocation.tunnels().checkRoom(client);
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
            throw stopped(progress);
        }
    }

    /** A connection of HTTP/1.1 to an upstream that speaks HTTP/2, too. */
    private Lease http1(Origin client, Timing timing, Progress progress) {
        Lease lease = allocation.takeHttp1(client);
        if (!lease.isEmpty()) {
            if (lease.connection().quiet()) {
                return lease;
            }
            empty(lease);
        }
        return dialled(lease, true, timing, progress);
    }

    private void empty(Lease lease) {
        lease.emptied().close();
        allocation.opensAgain();
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
                allocation.opened(!http1);
            }
            return lease;
        } catch (TransferException failed) {
            allocation.notOpened(lease, failed);
            throw failed;
        } catch (RuntimeException | Error bug) {
            allocation.vacate(lease);
            throw bug;
        }
    }

    /** Makes a connection one that carries many exchanges, with the lease's as the first. */
    private void share(Lease lease, Connection connection, Progress progress) {
        if (!progress.letGo()) {
            connection.close();
            throw stopped(progress);
        }
        MultiplexedConnection shared = MultiplexedConnection.over(connection, upstream.urlScheme(), parts, allocation);
        lease.fill(shared.open(1).orElseThrow());
        allocation.opened(shared);
        shared.start();
    }

    /** A place, with a stream or an idle connection if there is one. */
    private Lease place(Origin client, Timing timing, Progress progress) {
        return switch (allocation.take(client)) {
            case Lease lease -> lease;
            case Line.Waiting waiting -> awaited(waiting, timing, progress);
        };
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
            throw stopped(progress);
        } finally {
            timing.queued(parts.ticker().nanos() - start);
        }
    }

    private static TransferException stopped(Progress progress) {
        return new TransferException(progress.causeOr(new Failure.Overloaded("stopped waiting")));
    }

    /** What those in the queue wait for: a place, or the one connection that others are opening. */
    private Phase awaitedPhase() {
        return allocation.isBeingOpened() ? Phase.CONNECT : Phase.POOL;
    }

    /** Leaves the queue. A lease that was handed over in the same moment goes to the next request. */
    private void leaveLine(Line.Waiting waiting) {
        allocation.leaves(waiting);
        if (!waiting.place().isCompletedExceptionally()) {
            Lease lease = waiting.place().join();
            if (lease.isEmpty()) {
                allocation.vacate(lease);
            } else {
                giveBack(lease);
            }
        }
    }

    @Override
    public void giveBack(Lease lease) {
        if (lease.stream().isPresent()) {
            release(lease, lease.stream().get());
        } else if (!allocation.keeps(lease)) {
            lease.connection().close();
        }
    }

    private void release(Lease lease, UpstreamStream stream) {
        stream.stream().release();
        if (!allocation.keeps(lease, stream, parts.ticker().nanos())) {
            stream.connection().close();
        }
    }

    @Override
    public void discard(Lease lease) {
        if (lease.stream().isPresent()) {
            release(lease, lease.stream().get());
        } else {
            lease.connection().close();
            allocation.vacate(lease);
        }
    }

    @Override
    public boolean requireHttp1() {
        if (dialer.isHttp2(upstream)) {
            return false;
        }
        allocation.requireHttp1(parts.ticker().nanos()).forEach(Runnable::run);
        return true;
    }

    @Override
    public Optional<Lease> becomeTunnel(Lease lease) {
        return allocation.becomeTunnel(lease);
    }

    /**
     * Closes connections that were idle for too long, or have reached their age, and tests those that are silent. Returns
     * true, and retires, if the pool itself was unused for as long, or for an hour if it knows that the upstream speaks
     * HTTP/1.0 or requires HTTP/1.1.
     */
    boolean retireIfUnused(long now) {
        failures.tell(now);
        allocation.expired(now).forEach(Runnable::run);
        if (!limits.pingAfter().isZero()) {
            long silence = limits.pingAfter().toNanos();
            allocation.multiplexed().forEach(connection -> connection.testIfSilent(now, silence));
        }
        long unused = limits.idleTimeout().toNanos();
        boolean known = http10 || allocation.isHttp1Only();
        return failures.isEmpty()
                && allocation.retiresIfUnused(now, known ? Math.max(unused, Stock.VERSION_KNOWN) : unused);
    }

    /** Closes idle connections, and keeps none from now on: those in use are closed when they are given back. */
    void retire() {
        allocation.retire().forEach(Runnable::run);
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
        return allocation.open();
    }

    /** The connections of HTTP/1.1, tunnels included. */
    public OpenCount http1() {
        return allocation.http1();
    }

    /** The connections of HTTP/2. */
    public OpenCount http2() {
        return allocation.http2();
    }

    /** How many tunnels are open. */
    public int tunnels() {
        return allocation.tunnels().count();
    }

    /** How many requests wait for a connection. */
    public int waiting() {
        return allocation.waiting();
    }
}
