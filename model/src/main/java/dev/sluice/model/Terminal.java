package dev.sluice.model;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of a pipeline as data: where its requests go.
 *
 * @param type which kind of end
 * @param options its options
 * @param place where it was written; not part of its equality
 * @param <O> the options, an immutable record
 */
public record Terminal<O>(TerminalType<O> type, O options, Place place) implements Part<O>, Node {
    /**
     * The pool of the model that takes the requests.
     *
     * @return its name; empty if the terminal is an end by itself
     */
    public Optional<String> pool() {
        return type.pool(options);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Terminal<?> that
                && type.name().equals(that.type.name())
                && options.equals(that.options);
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
