package dev.sluice.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A middleware as data.
 *
 * @param type which middleware
 * @param options its options
 * @param place where it was written; not part of its equality
 * @param <O> the options, an immutable record
 */
public record Step<O>(StepType<O> type, O options, Place place) implements Part<O> {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Step<?> that && type.name().equals(that.type.name()) && options.equals(that.options);
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
