package dev.sluice.model;

import dev.sluice.core.Handler;
import dev.sluice.model.option.PartType;
import java.util.Optional;

/**
 * A kind of end: forward, respond, redirect.
 *
 * @param <O> the options, an immutable record that is compared by value
 */
public interface TerminalType<O> extends PartType<O> {
    /**
     * Makes the handler.
     *
     * @param options of the terminal
     * @param environment time, timers, randomness, instruments, the network
     * @return a new one; if it is {@link AutoCloseable}, whoever made it closes it
     */
    Handler make(O options, Environment environment);

    /**
     * The pool of the model that takes the requests, if this kind of end only names one; nothing is made then.
     *
     * @param options of the terminal
     * @return the name of the pool
     */
    default Optional<String> pool(O options) {
        return Optional.empty();
    }
}
