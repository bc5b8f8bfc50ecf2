package dev.sluice.core;

/** What to do when an exchange has ended. Must be quick and must not throw; may run on any thread. */
@FunctionalInterface
public interface Completion {
    /**
     * Runs exactly once: after the last byte was sent, when the response was discarded, or when the transfer broke.
     *
     * @param outcome how it ended
     */
    void ended(Outcome outcome);
}
