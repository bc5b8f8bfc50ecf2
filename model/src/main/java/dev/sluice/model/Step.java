package dev.sluice.model;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A middleware as data.
 *
 * @param type which middleware
 * @param options its options
 * @param shared the name of the one instance that all steps with it stand for; empty for one of its own
 * @param place where it was written; not part of its equality
 * @param <O> the options, an immutable record
 */
public record Step<O>(StepType<O> type, O options, Optional<String> shared, Place place) implements Part<O> {
    /**
     * A step with an instance of its own.
     *
     * @param type which middleware
     * @param options its options
     * @param place where it was written
     */
    public Step(StepType<O> type, O options, Place place) {
        this(type, options, Optional.empty(), place);
    }

    /**
     * The same step with a shared instance.
     *
     * @param name of the one instance that all steps with it stand for
     * @return a copy
     */
    Step<O> sharing(String name) {
        return new Step<>(type, options, Optional.of(name), place);
    }

    /**
     * Whether it is a gate.
     *
     * @return true if it decides by the head alone
     */
    public boolean gates() {
        return type.gates(options);
    }

    /**
     * Whether it picks a member of a pool: the steps behind it run for each attempt.
     *
     * @return true for the balancer's step
     */
    public boolean picks() {
        return type.stage() == StepType.Stage.POOL;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Step<?> that
                && type.name().equals(that.type.name())
                && options.equals(that.options)
                && shared.equals(that.shared);
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
