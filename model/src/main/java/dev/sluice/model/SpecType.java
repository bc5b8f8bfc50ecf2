package dev.sluice.model;

import dev.sluice.model.option.PartType;

/**
 * A kind of thing that lives longer than a generation, and is brought to what a model says of it.
 *
 * @param <O> the options, an immutable record that is compared by value
 */
public interface SpecType<O> extends PartType<O> {
    /**
     * Brings the thing to what is written; nothing for a thing that whoever runs the model brings to it, such as a listener.
     * Called when all parts of a model were made, so that nothing can fail any more;
     * must not fail itself.
     *
     * @param options what it shall be like
     * @param environment where it lives
     */
    default void apply(O options, Environment environment) {}
}
