package dev.sluice.forwarder.pool;

import dev.sluice.forwarder.connection.Connection;

/**
 * A connection that an exchange has from a pool and must bring back, once, one way or the other.
 *
 * @param connection what was taken
 * @param keeper where from
 */
public record Lease(Connection connection, Keeper keeper) {
    /** Takes connections back. */
    interface Keeper {
        /** Takes back a connection that can be used again. */
        void giveBack(Connection connection);

        /** Closes a connection that cannot be used again. */
        void discard(Connection connection);
    }

    /** Brings the connection back: its exchange ended well, and another may follow. */
    public void giveBack() {
        keeper.giveBack(connection);
    }

    /** Has the connection closed: nothing may follow on it. */
    public void discard() {
        keeper.discard(connection);
    }
}
