package dev.sluice.model;

import dev.sluice.core.Handler;

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
}
