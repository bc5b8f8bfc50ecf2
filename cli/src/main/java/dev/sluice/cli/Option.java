package dev.sluice.cli;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/** An option or operand that was declared, and what was typed for it once the command line is parsed. */
final class Option<T> {
    private final ArgSpec spec;

    Option(ArgSpec spec) {
        this.spec = spec;
    }

    /** Null if it was not typed, or typed wrong. */
    @Nullable
    T value() {
        return spec.getValue();
    }

    T or(T otherwise) {
        T value = value();
        return value == null ? otherwise : value;
    }

    boolean isSet() {
        return value() != null;
    }

    void ifSet(Consumer<T> set) {
        T value = value();
        if (value != null) {
            set.accept(value);
        }
    }

    /** Something with the value added, or as it was if none was typed. */
    <S> S addTo(S something, BiFunction<S, T, S> with) {
        T value = value();
        return value == null ? something : with.apply(something, value);
    }
}
