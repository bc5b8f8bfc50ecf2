package dev.sluice.forwarder.pool;

import dev.sluice.core.peer.Origin;
import dev.sluice.forwarder.connection.Connection;
import dev.sluice.forwarder.connection.MultiplexedConnection.UpstreamStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in a pool, with a connection or with one of the streams of a connection, on loan to an exchange, which must give
 * it back or discard it, exactly once. Used by one thread at a time.
 */
public final class Lease implements Turn {
    /** Takes leases back. */
    interface Keeper {
        /** Takes back what can be used again. A stream that is not complete is reset. */
        void giveBack(Lease lease);

        /** Closes a connection that cannot be used again; resets a stream. */
        void discard(Lease lease);

        /** The upstream requires HTTP/1.1. Whether it may be spoken to in it. */
        boolean requireHttp1();

        /** Moves what has become a tunnel out of the places for exchanges, unless there are too many. */
        Optional<Lease> becomeTunnel(Lease lease);
    }

    private final Keeper keeper;
    private Origin client;
    private @Nullable Connection connection;
    private @Nullable UpstreamStream stream;
    /** Its index in {@link Places}. Belongs to the pool, like the next field. */
    int position = -1;
    /** Whether it is held by tunnels. */
    boolean tunnel;

    private Lease(Keeper keeper, Origin client, @Nullable Connection connection, @Nullable UpstreamStream stream) {
        this.keeper = keeper;
        this.client = client;
        this.connection = connection;
        this.stream = stream;
    }

    /** The permission to open a connection. */
    static Lease empty(Keeper keeper, Origin client) {
        return new Lease(keeper, client, null, null);
    }

    static Lease of(Keeper keeper, Origin client, Connection connection) {
        return new Lease(keeper, client, connection, null);
    }

    static Lease of(Keeper keeper, Origin client, UpstreamStream stream) {
        return new Lease(keeper, client, null, stream);
    }

    /** The same for a tunnel. */
    Lease forTunnel() {
        return new Lease(keeper, client, connection, stream);
    }

    /** The client that holds it. */
    Origin client() {
        return client;
    }

    /** Gives it to another client, before anybody has used it. */
    void handTo(Origin other) {
        client = other;
    }

    /** Whether it has no connection yet, but the permission to open one. */
    boolean isEmpty() {
        return connection == null && stream == null;
    }

    void fill(Connection opened) {
        connection = opened;
    }

    void fill(UpstreamStream opened) {
        stream = opened;
    }

    /** Takes the connection out, so that another one may be opened in its place. */
    Connection emptied() {
        Connection taken = connection();
        connection = null;
        return taken;
    }

    /** The connection, which belongs to the exchange alone. */
    public Connection connection() {
        return Objects.requireNonNull(connection, "a place without a connection of its own");
    }

    /** The stream, if it is one. */
    public Optional<UpstreamStream> stream() {
        return Optional.ofNullable(stream);
    }

    /** Returns the connection or stream to the pool: its exchange has ended, cleanly on a connection. */
    public void giveBack() {
        keeper.giveBack(this);
    }

    /** Closes the connection, which cannot be reused, or resets the stream. */
    public void discard() {
        keeper.discard(this);
    }

    /**
     * The upstream requires HTTP/1.1 in place of this stream (RFC 9113 §7): for an hour its pool has no other connections.
     *
     * @return false if the upstream may be spoken to in HTTP/2 only
     */
    public boolean requireHttp1() {
        return keeper.requireHttp1();
    }

    /**
     * Turns the connection or stream into a tunnel, which frees its place for exchanges.
     *
     * @return the tunnel's lease, in place of this one; empty if there are too many tunnels, and this one is still to
     *     be brought back
     */
    public Optional<Lease> becomeTunnel() {
        return keeper.becomeTunnel(this);
    }
}
