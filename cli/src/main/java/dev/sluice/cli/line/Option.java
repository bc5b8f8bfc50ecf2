package dev.sluice.cli.line;

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
public final class Option<T> {
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

    public List<String> names() {
        return names;
    }

    public String label() {
        return label;
    }

    public boolean repeatable() {
        return repeatable;
    }

    public String description() {
        return description;
    }

    public boolean isOperand() {
        return names.isEmpty();
    }

    public boolean isFlag() {
        return label.isEmpty();
    }

    /**
     * Takes what was typed for it.
     *
     * @throws IllegalArgumentException if that stands for nothing
     */
    public void take(String text) {
        value = reading.apply(Optional.ofNullable(value), text);
    }

    /** Null if it was not typed, or typed wrong. */
    public @Nullable T value() {
        return value;
    }

    public T or(T otherwise) {
        T typed = value;
        return typed == null ? otherwise : typed;
    }

    public boolean isSet() {
        return value != null;
    }

    public void ifSet(Consumer<T> set) {
        T typed = value;
        if (typed != null) {
            set.accept(typed);
        }
    }

    /** Something with the value added, or as it was if none was typed. */
    public <S> S addTo(S something, BiFunction<S, T, S> with) {
        T typed = value;
        return typed == null ? something : with.apply(something, typed);
    }
}
