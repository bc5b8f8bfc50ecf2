package dev.sluice.middlewares.circuitbreaker;

import java.util.function.Consumer;

/**
 * Something to do when a breaker changes its state. It runs on a virtual thread of its own, so no exchange waits for it;
 * what it throws is logged.
 */
public sealed interface SideEffect permits Webhook, SideEffect.Action {
    /**
     * Code of a program's own.
     *
     * @param name for the log
     * @param code told of the event; may block
     */
    record Action(String name, Consumer<BreakerEvent> code) implements SideEffect {
        @Override
        public void run(BreakerEvent event) {
            code.accept(event);
        }
    }

    /**
     * What it is, for the log.
     *
     * @return a few words
     */
    String name();

    /**
     * Does it.
     *
     * @param event what has happened
     */
    void run(BreakerEvent event);

    /**
     * Code of a program's own.
     *
     * @param name for the log
     * @param code told of the event; may block
     * @return the effect
     */
    static SideEffect of(String name, Consumer<BreakerEvent> code) {
        return new Action(name, code);
    }

    /**
     * Calls a URL in another way than by the JDK's client.
     *
     * @param webhook what to call
     * @param sender how
     * @return the effect
     */
    static SideEffect webhook(Webhook webhook, WebhookSender sender) {
        return new Action(webhook.name(), event -> sender.send(webhook.about(event)));
    }
}
