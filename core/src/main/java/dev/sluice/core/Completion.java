package dev.sluice.core;

/** What a gate does when an exchange has ended. It must be quick and must not throw; it may run on any thread. */
@FunctionalInterface
public interface Completion {
    /**
     * Runs exactly once: after the last byte was sent, when the response was discarded, or when the transfer broke.
     *
     * @param outcome how it ended
     */
    void ended(Outcome outcome);
}
