package dev.sluice.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model says about something that lives longer than a generation, such as the members of a pool.
 *
 * @param type which kind of thing
 * @param options what it shall be like
 * @param place where it was written; not part of its equality
 * @param <O> the options, an immutable record
 */
public record Spec<O>(SpecType<O> type, O options, Place place) implements Part<O> {
    /** Brings the thing to what is written. */
    void apply(Environment environment) {
        type.apply(options, environment);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Spec<?> that && type.name().equals(that.type.name()) && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type.name(), options);
    }

    @Override
    public String toString() {
        return describe();
    }
}
