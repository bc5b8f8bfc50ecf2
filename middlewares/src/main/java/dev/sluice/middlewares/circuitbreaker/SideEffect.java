package dev.sluice.middlewares.circuitbreaker;

/**
 * Something to do when a breaker changes its state. It runs on a virtual thread of its own, so no exchange waits for it;
 * what it throws is logged.
 *
 * @param name for the log
 * @param action may block
 */
public record SideEffect(String name, Runnable action) {
    /**
     * Calls a URL, by the JDK's client, with a timeout of ten seconds.
     *
     * @param webhook what to call
     * @return the effect
     */
    public static SideEffect webhook(Webhook webhook) {
        return webhook(webhook, new JdkWebhookSender());
    }

    /**
     * Calls a URL.
     *
     * @param webhook what to call
     * @param sender how
     * @return the effect
     */
    public static SideEffect webhook(Webhook webhook, WebhookSender sender) {
        return new SideEffect("webhook " + webhook.url(), () -> sender.send(webhook));
    }
}
