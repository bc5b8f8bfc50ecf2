package dev.sluice.forwarder.pool;

import dev.sluice.core.Origin;
import dev.sluice.forwarder.connection.Connection;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in a pool and the connection in it, which an exchange has and must bring back, once, one way or the other. Used
 * by one thread at a time.
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
    /** Its position among those that are held; the pool's own, as the next. */
    int position = -1;
    /** Whether it is held by tunnels. */
    boolean tunnel;

    Lease(Keeper keeper, Origin client, @Nullable Connection connection) {
        this.keeper = keeper;
        this.client = client;
        this.connection = connection;
    }

    /** Whom it is held for. */
    Origin client() {
        return client;
    }

    /** Whether it is only leave to open a connection yet. */
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

    /** Brings the connection back: its exchange ended well, and another may follow. */
    public void giveBack() {
        keeper.giveBack(this);
    }

    /** Has the connection closed: nothing may follow on it. */
    public void discard() {
        keeper.discard(this);
    }

    /**
     * The connection is a tunnel's from now on, and takes no place of exchanges any more.
     *
     * @return the tunnel's lease, in place of this one; empty if there are too many tunnels, and this one is still to be
     *     brought back
     */
    public Optional<Lease> becomeTunnel() {
        return keeper.becomeTunnel(this);
    }
}
