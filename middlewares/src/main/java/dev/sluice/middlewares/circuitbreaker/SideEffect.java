package dev.sluice.middlewares.circuitbreaker;

import java.util.function.Consumer;

/**
 * An action that is run when a breaker changes its state. It runs on a virtual thread of its own, so no exchange waits
 * for it. Exceptions it throws are logged.
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
     * Its name in the log.
     *
     * @return a few words
     */
    String name();

    /**
     * Runs the action.
     *
     * @param event which breaker changed, and its new state
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
     * Calls a URL by a sender of the program instead of the JDK's HTTP client.
     *
     * @param webhook what to call
     * @param sender how
     * @return the effect
     */
    static SideEffect webhook(Webhook webhook, WebhookSender sender) {
        return new Action(webhook.name(), event -> sender.send(webhook.about(event)));
    }
}
