package dev.sluice.forwarder.pool;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.forwarder.connection.Connection;
import dev.sluice.forwarder.connection.ConnectionParts;
import dev.sluice.forwarder.connection.Dialer;
import dev.sluice.forwarder.connection.Progress;
import dev.sluice.io.Deadlines.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * The connections to one upstream: never more than allowed, the one that rested shortest is taken first, and a request
 * that finds none waits in line for a bounded time in a bounded queue.
 *
 * <p>Thread-safe by one small lock, which is never held while dialling, closing or waiting.
 */
public final class UpstreamPool implements Lease.Keeper {
    private final Upstream upstream;
    private final PoolLimits limits;
    private final ConnectionParts parts;
    private final Dialer dialer;
    private final ExchangeOpener opener;
    private final ReentrantLock lock = new ReentrantLock();
    /** Newest first. */
    private final Deque<Connection> idle = new ArrayDeque<>();
    /** Whoever completes one hands over a connection, or, empty, leave to open one. */
    private final Deque<CompletableFuture<Optional<Connection>>> waiting = new ArrayDeque<>();

    private int open;
    private boolean retired;
    private long usedAt;

    UpstreamPool(Upstream upstream, PoolLimits limits, ConnectionParts parts, Dialer dialer, ExchangeOpener opener) {
        this.upstream = upstream;
        this.limits = limits;
        this.parts = parts;
        this.dialer = dialer;
        this.opener = opener;
        this.usedAt = parts.ticker().nanos();
    }

    /**
     * An exchange for an attempt, on a connection that is idle or, if none is, new.
     *
     * @param once whether the request cannot be sent twice, so that even one that seems quiet is looked at
     * @throws TransferException if there is none to be had
     */
    public UpstreamExchange take(boolean once, Timing timing, Progress progress) {
        while (true) {
            Optional<Connection> taken = idleOrLeave(timing, progress);
            if (taken.isEmpty()) {
                return dial(timing, progress);
            }
            Connection connection = taken.get();
            if ((!once && connection.seemsQuiet()) || connection.quiet()) {
                return opened(connection, progress);
            }
            discard(connection);
        }
    }

    /** An exchange on a connection that nobody has used, at the cost of an idle one if there is no room for another. */
    public UpstreamExchange takeNew(Timing timing, Progress progress) {
        Optional<Connection> taken = idleOrLeave(timing, progress);
        taken.ifPresent(Connection::close);
        return dial(timing, progress);
    }

    private UpstreamExchange opened(Connection connection, Progress progress) {
        return opener.open(new Lease(connection, this), progress);
    }

    private UpstreamExchange dial(Timing timing, Progress progress) {
        long start = parts.ticker().nanos();
        try {
            Connection connection = dialer.dial(upstream, progress);
            timing.connected(parts.ticker().nanos() - start);
            return opened(connection, progress);
        } catch (RuntimeException | Error failed) {
            vacate();
            throw failed;
        }
    }

    private Optional<Connection> idleOrLeave(Timing timing, Progress progress) {
        CompletableFuture<Optional<Connection>> place;
        lock.lock();
        try {
            Connection newest = idle.pollFirst();
            if (newest != null) {
                return Optional.of(newest);
            }
            if (open < limits.maxConnections()) {
                open++;
                return Optional.empty();
            }
            place = queue();
        } finally {
            lock.unlock();
        }
        return awaited(place, timing, progress);
    }

    private CompletableFuture<Optional<Connection>> queue() {
        if (waiting.size() >= limits.maxWaiting()) {
            throw new TransferException(new Failure.Overloaded(
                    "all connections to " + upstream + " are in use and " + waiting.size() + " requests wait for one"));
        }
        CompletableFuture<Optional<Connection>> place = new CompletableFuture<>();
        waiting.addLast(place);
        return place;
    }

    private Optional<Connection> awaited(
            CompletableFuture<Optional<Connection>> place, Timing timing, Progress progress) {
        long start = parts.ticker().nanos();
        try (Deadline deadline = parts.deadlines().deadline(() -> progress.timedOut(Phase.POOL))) {
            progress.hold(() -> place.cancel(false));
            deadline.set(limits.waitTimeout());
            return place.join();
        } catch (CancellationException | TransferException stopped) {
            leaveQueue(place);
            throw new TransferException(progress.causeOr(new Failure.Overloaded("stopped waiting")));
        } finally {
            timing.queued(parts.ticker().nanos() - start);
        }
    }

    /** Leaves the line; what was handed over in the same moment goes to the next. */
    private void leaveQueue(CompletableFuture<Optional<Connection>> place) {
        lock.lock();
        try {
            waiting.removeIf(CompletableFuture::isDone);
        } finally {
            lock.unlock();
        }
        if (!place.isCancelled()) {
            place.join().ifPresentOrElse(this::giveBack, this::vacate);
        }
    }

    @Override
    public void giveBack(Connection connection) {
        boolean kept;
        lock.lock();
        try {
            usedAt = connection.idleSince();
            kept = handOver(Optional.of(connection)) || keep(connection);
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
    public void discard(Connection connection) {
        connection.close();
        vacate();
    }

    private void vacate() {
        lock.lock();
        try {
            if (!handOver(Optional.empty())) {
                open--;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Offers a connection, or its place, to those in line; those who have left do not take it. */
    private boolean handOver(Optional<Connection> connection) {
        for (var next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
            if (next.complete(connection)) {
                return true;
            }
        }
        return false;
    }

    /** Closes what was idle for too long; true if the pool was not used for as long and is not used any more. */
    boolean retireIfUnused(long now) {
        long idleTimeout = limits.idleTimeout().toNanos();
        List<Connection> expired = new ArrayList<>();
        lock.lock();
        try {
            while (!idle.isEmpty() && now - idle.getLast().idleSince() >= idleTimeout) {
                expired.add(idle.removeLast());
                open--;
            }
            retired = open == 0 && now - usedAt >= idleTimeout;
        } finally {
            lock.unlock();
        }
        expired.forEach(Connection::close);
        return retired;
    }

    /** Closes what is idle, and keeps nothing any more: what is in use now is closed when it is given back. */
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

    /** How many connections are open, or being opened. */
    public int open() {
        return counted(() -> open);
    }

    /** How many requests wait for one. */
    public int waiting() {
        return counted(waiting::size);
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
