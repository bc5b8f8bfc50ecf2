package dev.sluice.core;

/** Tells whoever works on an exchange that its client has left, so that the work can be aborted. Thread-safe. */
public interface Cancellation {
    /** A cancellation that never comes: for work that no client waits for. */
    Cancellation NEVER = action -> () -> {};

    /**
     * Registers an action that runs when the client leaves, immediately if it has left already. It never runs on a host
     * that does not notice clients leave. The action must be quick and may run on any thread.
     *
     * @param action what aborts the work, such as closing a connection
     * @return the registration, to be cancelled when the work is done
     */
    Registration onGone(Runnable action);

    /** A registered action that can be withdrawn. */
    @FunctionalInterface
    interface Registration {
        /** Withdraws the action: it does not run afterwards. One that is running is not waited for. */
        void cancel();
    }
}
