package dev.sluice.forwarder.pool;

/**
 * How many connections are open.
 *
 * @param idle those that carry no exchange
 * @param active the others
 */
public record OpenCount(int idle, int active) {
    /** With tunnels that have a connection of their own. */
    OpenCount plus(int tunnels) {
        return new OpenCount(idle, active + tunnels);
    }
}
