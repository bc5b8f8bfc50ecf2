package dev.sluice.server.http1;

/** What a connection is doing right now: written by its thread, read by whoever wants to know. */
final class Activity {
    private volatile boolean serving;
    private volatile boolean tunnelling;

    /** A request is being answered, or no longer. */
    void serving(boolean now) {
        serving = now;
    }

    /** Bytes go both ways from now on, to the end of the connection. */
    void tunnelling() {
        tunnelling = true;
    }

    boolean isServing() {
        return serving && !tunnelling;
    }

    boolean isTunnelling() {
        return tunnelling;
    }
}
