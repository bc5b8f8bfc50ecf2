package dev.sluice.core;

/** Tells those who work for somebody that nobody waits for the result any more. Thread-safe. */
public interface Cancellation {
    /** What is never cancelled. */
    Cancellation NEVER = action -> () -> {};

    /**
     * Runs an action as soon as the work is cancelled, at once if it already was. Who cannot notice never runs it. The
     * action must be quick; it may run on any thread.
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
