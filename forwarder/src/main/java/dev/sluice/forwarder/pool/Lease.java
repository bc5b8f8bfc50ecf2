package dev.sluice.forwarder.pool;

import dev.sluice.core.Origin;
import dev.sluice.forwarder.connection.Connection;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in a pool with its connection, on loan to an exchange, which must give it back or discard it, exactly once.
 * Used by one thread at a time.
 */
public final class Lease {
    /** Takes leases back. */
    interface Keeper {
        /** Takes back a connection that can be used again. */
        void giveBack(Lease lease);

        /** Closes a connection that cannot be used again. */
        void discard(Lease lease);

        /** Moves a connection that has become a tunnel out of the places for exchanges, unless there are too many. */
        Optional<Lease> becomeTunnel(Lease lease);
    }

    private final Keeper keeper;
    private final Origin client;
    private @Nullable Connection connection;
    /** Its index in {@link Places}. Belongs to the pool, like the next field. */
    int position = -1;
    /** Whether it is held by tunnels. */
    boolean tunnel;

    Lease(Keeper keeper, Origin client, @Nullable Connection connection) {
        this.keeper = keeper;
        this.client = client;
        this.connection = connection;
    }

    /** The client that holds it. */
    Origin client() {
        return client;
    }

    /** Whether it has no connection yet, but the permission to open one. */
    boolean isEmpty() {
        return connection == null;
    }

    void fill(Connection opened) {
        connection = opened;
    }

    /** The connection. */
    public Connection connection() {
        return Objects.requireNonNull(connection, "a place without a connection");
    }

    /** Returns the connection to the pool: its exchange ended cleanly, so it can be reused. */
    public void giveBack() {
        keeper.giveBack(this);
    }

    /** Closes the connection: it cannot be reused. */
    public void discard() {
        keeper.discard(this);
    }

    /**
     * Turns the connection into a tunnel, which frees its place for exchanges.
     *
     * @return the tunnel's lease, in place of this one; empty if there are too many tunnels, and this one is still to
     *     be brought back
     */
    public Optional<Lease> becomeTunnel() {
        return keeper.becomeTunnel(this);
    }
}
