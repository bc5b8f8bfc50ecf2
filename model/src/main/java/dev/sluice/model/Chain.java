package dev.sluice.model;

import java.util.List;

/**
 * Steps, outermost first, around what comes after them.
 *
 * @param steps the steps
 * @param then what they are around
 */
public record Chain(List<Step<?>> steps, Node then) implements Node {
    /** Keeps its own copy. */
    public Chain {
        steps = List.copyOf(steps);
    }
}
