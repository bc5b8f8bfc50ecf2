package dev.sluice.expression;

import java.util.function.Predicate;

/**
 * A condition without parts: a call or a comparison. Its normalised text says all of it, so that equality is that of
 * the texts.
 */
final class Fact<T> implements Expression<T>, Operand<T> {
    private final String text;
    private final Predicate<T> predicate;

    Fact(String text, Predicate<T> predicate) {
        this.text = text;
        this.predicate = predicate;
    }

    @Override
    public boolean test(T subject) {
        return predicate.test(subject);
    }

    /** Whether it is a call without a comparison: its text then ends in a parenthesis, not in a literal. */
    boolean call() {
        return text.endsWith(")");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fact<?> fact && text.equals(fact.text);
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
