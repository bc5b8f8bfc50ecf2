package dev.sluice.forwarder;

/**
 * A connection that an exchange has from a pool and must bring back, once, one way or the other.
 *
 * @param connection what was taken
 * @param pool where from
 */
record Lease(Connection connection, UpstreamPool pool) {
    /** It can be used again. */
    void giveBack() {
        pool.giveBack(connection);
    }

    /** It cannot. */
    void discard() {
        pool.discard(connection);
    }
}
