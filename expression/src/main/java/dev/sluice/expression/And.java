package dev.sluice.expression;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All of several conditions, asked in order. Flat: a conjunction of conjunctions is one conjunction.
 *
 * @param parts the conditions, at least two, none of them a conjunction
 * @param <T> what they are about
 */
public record And<T>(List<Expression<T>> parts) implements Expression<T> {
    /** Flattens the parts. */
    public And {
        parts = parts.stream().flatMap(And::parts).toList();
        if (parts.size() < 2) {
            throw new IllegalArgumentException("a conjunction must have two parts, has " + parts);
        }
    }

    static <T> Expression<T> of(Expression<T> left, Expression<T> right) {
        return new And<>(List.of(left, right));
    }

    private static <T> Stream<Expression<T>> parts(Expression<T> side) {
        return side instanceof And<T> and ? and.parts.stream() : Stream.of(side);
    }

    @Override
    public boolean test(T subject) {
        for (int i = 0; i < parts.size(); i++) { // no iterator: asked for every request
            if (!parts.get(i).test(subject)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return parts.stream()
                .map(part -> part instanceof Or ? "(" + part + ")" : part.toString())
                .collect(Collectors.joining(" && "));
    }
}
