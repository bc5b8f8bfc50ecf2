package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Upstream;

/**
 * Told when an exchange with an upstream begins and when it ends: after the last byte of the body, when the response was
 * discarded, when the transfer broke, and also when a handler throws. May run on any thread: must be quick, must not throw.
 */
@FunctionalInterface
public interface StateListener {
    /** oxy's {@code StateConnected} and {@code StateDisconnected}. */
    enum State {
        /** An exchange begins. */
        CONNECTED,
        /** It has ended. */
        DISCONNECTED
    }

    /**
     * An exchange began or ended.
     *
     * @param upstream with whom
     * @param state which of the two
     */
    void changed(Upstream upstream, State state);
}
