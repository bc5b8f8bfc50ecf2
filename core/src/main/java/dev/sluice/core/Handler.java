package dev.sluice.core;

/**
 * Turns a request into a response that nobody has sent yet.
 *
 * <p>Whoever receives the {@link Response} returns it or closes it. Failures of the network are responses that carry a
 * {@link Failure}; an exception means a bug and becomes 500 once, at the edge.
 */
@FunctionalInterface
public interface Handler {
    /**
     * Answers one request. Runs on a virtual thread and may block.
     *
     * @param request what the client asked for
     * @return the answer, not yet sent
     */
    Response handle(Request request);
}
