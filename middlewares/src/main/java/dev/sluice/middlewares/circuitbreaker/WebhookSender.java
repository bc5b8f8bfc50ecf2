package dev.sluice.middlewares.circuitbreaker;

/** Makes the call of a {@link Webhook}. */
@FunctionalInterface
public interface WebhookSender {
    /**
     * Makes the call and waits for the answer, within a time limit of its own. May throw: it is logged.
     *
     * @param webhook what to call
     */
    void send(Webhook webhook);
}
