package dev.sluice.forwarder.pool;

import dev.sluice.core.peer.Origin;
import dev.sluice.forwarder.connection.Connection;
import dev.sluice.forwarder.connection.MultiplexedConnection;
import dev.sluice.forwarder.connection.MultiplexedConnection.UpstreamStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The connections of a pool, limited in number: idle ones of HTTP/1.1, of which the newest is taken first, and those of
 * HTTP/2, of which the first with room is filled, so that the others become idle and end. Guarded by the lock of its pool.
 *
 * <p>HTTP/1.1 needs a connection for each exchange. With HTTP/2 one carries many, so that no more are opened than the
 * requests that wait will need: they wait for those that are being opened, or have not said yet how many streams they
 * take. Until the first is open an upstream that may speak HTTP/2 is taken to do so.
 */
final class Stock {
    /** Nanoseconds: how long it is known that an upstream speaks HTTP/1.0, or requires HTTP/1.1. */
    static final long VERSION_KNOWN = TimeUnit.HOURS.toNanos(1);

    private final PoolLimits limits;
    private final Lease.Keeper keeper;
    /** Newest first. */
    private final Deque<Connection> idle = new ArrayDeque<>();
    /** Those that take streams. */
    private final List<MultiplexedConnection> shared = new ArrayList<>();
    /** Those that take no more streams, and end with their last. They are not counted among {@link #open}. */
    private final List<MultiplexedConnection> leaving = new ArrayList<>();

    private boolean multiplexes;
    private boolean http1Only;
    private long http1Since;
    private int streams;
    private int open;
    private int dialling;

    Stock(PoolLimits limits, Lease.Keeper keeper, boolean multiplexes) {
        this.limits = limits;
        this.keeper = keeper;
        this.multiplexes = multiplexes;
        this.streams = limits.maxStreams();
    }

    /** How many exchanges all connections together carry. */
    int places() {
        return multiplexes
                ? (int) Math.min(Integer.MAX_VALUE, (long) limits.maxConnections() * streams)
                : limits.maxConnections();
    }

    /** Those that are open, or being opened. */
    int open() {
        return open + leaving.size();
    }

    /** Those of HTTP/1.1 that are open. */
    OpenCount http1() {
        return new OpenCount(idle.size(), open - dialling - shared.size() - idle.size());
    }

    /** Those of HTTP/2 that are open. */
    OpenCount http2() {
        List<MultiplexedConnection> all = multiplexed();
        int unused = (int)
                all.stream().filter(connection -> connection.streams() == 0).count();
        return new OpenCount(unused, all.size() - unused);
    }

    boolean isEmpty() {
        return open() == 0;
    }

    /** Whether requests wait for the first connection of all to be opened. */
    boolean isBeingOpened() {
        return multiplexes && shared.isEmpty() && dialling > 0;
    }

    /**
     * A stream, an idle connection, or the permission to open one.
     *
     * @param requests how many wait for one, this one included
     */
    Optional<Lease> lease(Origin client, int requests) {
        // before looking for a stream: a connection that settles meanwhile tells the pool, which serves those who wait
        boolean covered = multiplexes && requests <= (long) streams * coming();
        Optional<UpstreamStream> stream = stream();
        if (stream.isPresent()) {
            return Optional.of(Lease.of(keeper, client, stream.get()));
        }
        return connection(client).or(() -> covered ? Optional.empty() : permission(client));
    }

    /** An idle connection of HTTP/1.1. */
    private Optional<Lease> connection(Origin client) {
        return Optional.ofNullable(idle.pollFirst()).map(newest -> Lease.of(keeper, client, newest));
    }

    /** An idle connection of HTTP/1.1, or the permission to open one. */
    Optional<Lease> http1(Origin client) {
        return connection(client).or(() -> permission(client));
    }

    private Optional<Lease> permission(Origin client) {
        if (open >= limits.maxConnections()) {
            return Optional.empty();
        }
        open++;
        dialling++;
        return Optional.of(Lease.empty(keeper, client));
    }

    /** How many connections will have room for more streams soon. */
    private int coming() {
        int count = dialling;
        for (MultiplexedConnection connection : shared) {
            count += connection.isSettled() ? 0 : 1;
        }
        return count;
    }

    private Optional<UpstreamStream> stream() {
        for (int i = 0; i < shared.size(); i++) {
            MultiplexedConnection connection = shared.get(i);
            if (!connection.usable()) {
                leave(i--);
                continue;
            }
            Optional<UpstreamStream> opened = connection.open(limits.maxStreams());
            if (opened.isPresent()) {
                if (connection.isSpent()) {
                    leave(i);
                }
                return opened;
            }
        }
        return Optional.empty();
    }

    private void leave(int i) {
        leaving.add(shared.remove(i));
        open--;
    }

    /** Takes back a lease that nobody has used. */
    void putBack(Lease lease) {
        if (lease.isEmpty()) {
            notOpened();
        } else if (lease.stream().isPresent()) {
            lease.stream().get().stream().release();
        } else {
            idle.addFirst(lease.connection());
        }
    }

    /** A connection is opened in place of one that was closed. */
    void opensAgain() {
        dialling++;
    }

    /** A connection was not opened that was permitted. */
    void notOpened() {
        open--;
        dialling--;
    }

    /** A connection of HTTP/1.1 was opened. */
    void opened(boolean asked) {
        dialling--;
        multiplexes = multiplexes && !asked;
    }

    /** A connection of HTTP/2 was opened, with a first stream. */
    void opened(MultiplexedConnection connection) {
        dialling--;
        multiplexes = !http1Only;
        shared.add(connection);
        if (http1Only) {
            leave(shared.size() - 1);
        }
    }

    /**
     * The upstream requires HTTP/1.1: for an hour no streams are opened, nor connections that could have them.
     *
     * @param now nanoseconds
     * @return what closes the connections of HTTP/2 that are not in use
     */
    List<Runnable> requireHttp1(long now) {
        http1Only = true;
        http1Since = now;
        multiplexes = false;
        List<Runnable> unused = new ArrayList<>();
        while (!shared.isEmpty()) {
            if (shared.getFirst().streams() == 0) {
                unused.add(shared.getFirst()::close);
            }
            leave(0);
        }
        return unused;
    }

    boolean isHttp1Only() {
        return http1Only;
    }

    /** A connection of HTTP/1.1 was closed that was not idle. */
    void closed() {
        open--;
    }

    void keep(Connection connection) {
        idle.addFirst(connection);
    }

    /** Takes an idle connection of HTTP/1.1 out; false if it is in use again. */
    boolean drop(Connection connection) {
        boolean found = idle.remove(connection);
        open -= found ? 1 : 0;
        return found;
    }

    /** A connection of HTTP/2 has ended. */
    void ended(MultiplexedConnection connection) {
        if (shared.remove(connection)) {
            open--;
        } else {
            leaving.remove(connection);
        }
    }

    /** The upstream has said how many streams it allows on a connection. */
    void settled(MultiplexedConnection connection) {
        streams = Math.clamp(connection.streamsAllowed(), 1, limits.maxStreams());
    }

    /** A stream has ended. Whether its connection is to be closed: it has none left, and gets none. */
    boolean isDone(MultiplexedConnection connection, boolean kept) {
        if (connection.streams() > 0) {
            return false;
        }
        connection.rest();
        return !kept || leaving.contains(connection);
    }

    /** Takes out those that were idle for too long, have reached their age or end; forgets what is known for too long. */
    List<Runnable> expired(long now) {
        http1Only &= now - http1Since < VERSION_KNOWN;
        long idleTimeout = limits.idleTimeout().toNanos();
        List<Runnable> expired = new ArrayList<>();
        for (Iterator<Connection> all = idle.iterator(); all.hasNext(); ) {
            Connection connection = all.next();
            if (now - connection.idleSince() >= idleTimeout || connection.isOld(now)) {
                all.remove();
                open--;
                expired.add(connection::close);
            }
        }
        for (int i = 0; i < shared.size(); i++) {
            MultiplexedConnection connection = shared.get(i);
            boolean unused = connection.streams() == 0;
            boolean rested = unused && now - connection.idleSince() >= idleTimeout;
            if (rested || connection.isOld(now) || !connection.usable()) {
                leave(i--);
                if (unused) {
                    expired.add(connection::close);
                }
            }
        }
        return expired;
    }

    /** Takes out all that are not in use. */
    List<Runnable> unused() {
        List<Runnable> all = new ArrayList<>();
        idle.forEach(connection -> all.add(connection::close));
        open -= idle.size();
        idle.clear();
        for (int i = 0; i < shared.size(); i++) {
            if (shared.get(i).streams() == 0) {
                all.add(shared.get(i)::close);
                leave(i--);
            }
        }
        return all;
    }

    /** All of HTTP/2. */
    List<MultiplexedConnection> multiplexed() {
        List<MultiplexedConnection> all = new ArrayList<>(shared);
        all.addAll(leaving);
        return all;
    }
}
