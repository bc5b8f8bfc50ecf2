package dev.sluice.model;

import dev.sluice.core.Middleware;
import dev.sluice.model.option.PartType;

/**
 * A kind of middleware.
 *
 * {@snippet :
 * public final class ConnLimitType implements StepType<ConnLimitOptions> { ... }
 *
 * Step<ConnLimitOptions> step = new Step<>(ConnLimitType.TYPE, options, Place.of("gateway.yaml:12"));
 * Middleware running = step.type().make(step.options(), environment);
 * }
 *
 * @param <O> the options, an immutable record that is compared by value
 */
public interface StepType<O> extends PartType<O> {
    /** The part of a program that a step may stand in, from the client to the upstream. */
    enum Stage {
        /** Before a route is taken: gates, sizes, identity. */
        EDGE,
        /** On a route: rewrites, headers, answers. */
        ROUTE,
        /** Around the pick of a pool's member: balance, health, retry. */
        POOL,
        /** Around each attempt at a member. */
        ATTEMPT
    }

    /**
     * The earliest stage it may stand in; it may stand in the later ones that still have what it needs.
     *
     * @return the stage
     */
    default Stage stage() {
        return Stage.EDGE;
    }

    /**
     * Makes the middleware with its state.
     *
     * @param options of the step
     * @param environment time, timers, randomness, instruments
     * @return a new one, which whoever made it closes; but see {@link #lent}
     */
    Middleware make(O options, Environment environment);

    /**
     * Whether what {@link #make} makes is a {@link dev.sluice.core.Gate}: it decides by the head alone.
     *
     * @param options of the step
     * @return true for a gate
     */
    default boolean gates(O options) {
        return false;
    }

    /**
     * Whether {@link #make} hands out somebody else's instance, which stays its owner's to close.
     *
     * @param options of the step
     * @return true for what a user passed to {@code use}
     */
    default boolean lent(O options) {
        return false;
    }
}
