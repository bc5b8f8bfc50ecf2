package dev.sluice.core;

import io.helidon.http.Status;

/** The client's end of one exchange, as the host offers it to the pipeline. Thread-safe. */
public interface Client {
    /**
     * Who it is.
     *
     * @return the peer
     */
    Peer peer();

    /**
     * Sends an interim response (1xx except 101) before the final one. A host that cannot, or a client that must not
     * get one (HTTP/1.0, RFC 9110 §15.2), makes this a no-op.
     *
     * @param status such as 100 or 103
     * @param fields its fields
     */
    void inform(Status status, Fields fields);

    /**
     * Runs an action as soon as the client is known to have left, at once if it already has. A host that cannot notice
     * never runs it. The action must be quick; it may run on any thread.
     *
     * @param action what to abort
     * @return takes the action back
     */
    Registration onGone(Runnable action);

    /** Takes back a registered action. */
    @FunctionalInterface
    interface Registration {
        /** The action will not run any more, unless it runs already. */
        void cancel();
    }
}
