package dev.sluice.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An option, or the operands, of a command: how it is typed, and what was typed for it once the command line is parsed.
 *
 * @param <T> what its text stands for
 */
final class Option<T> {
    private final List<String> names;
    private final String label;
    private final boolean repeatable;
    private final BiFunction<Optional<T>, String, T> reading;
    private final String description;
    private @Nullable T value;

    /**
     * One that nobody has typed yet.
     *
     * @param names such as {@code -v} and {@code --verbose}; none for operands
     * @param label what stands for its value in the help; empty for a flag
     * @param repeatable whether it may be typed several times
     * @param reading makes a value of the one so far and of a text, or throws {@link IllegalArgumentException}
     * @param description a sentence for the help
     */
    Option(
            List<String> names,
            String label,
            boolean repeatable,
            BiFunction<Optional<T>, String, T> reading,
            String description) {
        this.names = names;
        this.label = label;
        this.repeatable = repeatable;
        this.reading = reading;
        this.description = description;
    }

    List<String> names() {
        return names;
    }

    String label() {
        return label;
    }

    boolean repeatable() {
        return repeatable;
    }

    String description() {
        return description;
    }

    boolean isOperand() {
        return names.isEmpty();
    }

    boolean isFlag() {
        return label.isEmpty();
    }

    /**
     * Takes what was typed for it.
     *
     * @throws IllegalArgumentException if that stands for nothing
     */
    void take(String text) {
        value = reading.apply(Optional.ofNullable(value), text);
    }

    /** Null if it was not typed, or typed wrong. */
    @Nullable
    T value() {
        return value;
    }

    T or(T otherwise) {
        T typed = value;
        return typed == null ? otherwise : typed;
    }

    boolean isSet() {
        return value != null;
    }

    void ifSet(Consumer<T> set) {
        T typed = value;
        if (typed != null) {
            set.accept(typed);
        }
    }

    /** Something with the value added, or as it was if none was typed. */
    <S> S addTo(S something, BiFunction<S, T, S> with) {
        T typed = value;
        return typed == null ? something : with.apply(something, typed);
    }
}
