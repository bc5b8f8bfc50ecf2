package dev.sluice.core;

/**
 * A gate that keeps a record of every exchange: a trace, a meter, a journal. Wherever it stands, it is told of each
 * exchange exactly once: of one that comes to its place by its own completion, with the request as it was there; of one
 * that ends before (refused by the host as malformed, rejected or answered by a step before it) by the host, with the
 * request as received.
 */
public interface ExchangeRecorder extends Gate {
    /**
     * Takes down an exchange that has ended. Quick, must not throw, may run on any thread.
     *
     * @param request what could be read of it
     * @param outcome how it ended
     */
    void record(Request request, Outcome outcome);

    /**
     * Opens the files that it writes to anew: a log has been rotated. Returns at once; what it wrote to is let go soon. A
     * recorder without files does nothing.
     */
    default void reopen() {}

    @Override
    default Verdict admit(Request request) {
        return Verdict.admit(outcome -> record(request, outcome));
    }
}
