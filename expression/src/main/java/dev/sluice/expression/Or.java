package dev.sluice.expression;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Any of several conditions, asked in order. Flat, like {@link And}.
 *
 * @param parts the conditions, at least two, none of them a disjunction
 * @param <T> what they are about
 */
public record Or<T>(List<Expression<T>> parts) implements Expression<T> {
    /** Flattens the parts. */
    public Or {
        parts = parts.stream().flatMap(Or::parts).toList();
        if (parts.size() < 2) {
            throw new IllegalArgumentException("a disjunction must have two parts, has " + parts);
        }
    }

    static <T> Expression<T> of(Expression<T> left, Expression<T> right) {
        return new Or<>(List.of(left, right));
    }

    private static <T> Stream<Expression<T>> parts(Expression<T> side) {
        return side instanceof Or<T> or ? or.parts.stream() : Stream.of(side);
    }

    @Override
    public boolean test(T subject) {
        for (int i = 0; i < parts.size(); i++) { // no iterator: asked for every request
            if (parts.get(i).test(subject)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return parts.stream().map(Expression::toString).collect(Collectors.joining(" || "));
    }
}
