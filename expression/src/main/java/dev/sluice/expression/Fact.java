package dev.sluice.expression;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition without parts: a call, a comparison, or code of a user's. The normalised text of a call or a comparison
 * says all of it, so that equality is that of the texts; {@linkplain #opaque opaque} code is equal only to itself.
 * Immutable.
 *
 * @param <T> what the condition is about
 */
public final class Fact<T> implements Expression<T>, Operand<T> {
    private final String text;
    private final Predicate<T> meaning;
    private final boolean opaque;

    private Fact(String text, Predicate<T> meaning, boolean opaque) {
        this.text = Objects.requireNonNull(text, "text");
        this.meaning = Objects.requireNonNull(meaning, "meaning");
        this.opaque = opaque;
    }

    static <T> Fact<T> of(String text, Predicate<T> meaning) {
        return new Fact<>(text, meaning, false);
    }

    /**
     * A call of a word of a {@link Vocabulary}, with its arguments in normal form.
     *
     * @param word the function's name
     * @param arguments each an int, long, double or String
     * @param meaning what it evaluates to, a function of the arguments alone
     * @param <T> what it is about
     * @return the condition, whose text is the call
     */
    public static <T> Fact<T> call(String word, List<?> arguments, Predicate<T> meaning) {
        String text = arguments.stream()
                .map(argument -> Literal.of(argument).toString())
                .collect(Collectors.joining(", ", word + "(", ")"));
        return new Fact<>(text, meaning, false);
    }

    /**
     * Code of a user's, of which nothing is known but a name. Its text does not parse.
     *
     * @param name says what it asks, not blank
     * @param code the condition
     * @param <T> what it is about
     * @return the condition, equal only to those of the same name and the same object
     */
    public static <T> Fact<T> opaque(String name, Predicate<T> code) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a condition must not be blank");
        }
        return new Fact<>("when " + Quotes.quote(name), code, true);
    }

    @Override
    public boolean test(T subject) {
        return meaning.test(subject);
    }

    /**
     * What it evaluates to; whoever has made the vocabulary knows its classes.
     *
     * @return the function
     */
    public Predicate<T> meaning() {
        return meaning;
    }

    /**
     * Whether it is code of a user's.
     *
     * @return true if its text does not parse
     */
    public boolean isOpaque() {
        return opaque;
    }

    /** Whether it is a call without a comparison: its text then ends in a parenthesis, not in a literal. */
    boolean call() {
        return text.endsWith(")");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fact<?> fact
                && text.equals(fact.text)
                && opaque == fact.opaque
                && (!opaque || meaning.equals(fact.meaning));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
