package dev.sluice.server.exchange;

/** Says what a connection is doing right now. Thread-safe. */
@FunctionalInterface
public interface Activity {
    /** Its exchanges and tunnels. */
    UnderWay underWay();
}
