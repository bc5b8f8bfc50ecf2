package dev.sluice.expression;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All of several conditions, asked in order. Flat: a conjunction of conjunctions is one conjunction. */
record And<T>(List<Expression<T>> parts) implements Expression<T> {
    static <T> Expression<T> of(Expression<T> left, Expression<T> right) {
        return new And<>(Stream.concat(parts(left), parts(right)).toList());
    }

    private static <T> Stream<Expression<T>> parts(Expression<T> side) {
        return side instanceof And<T> and ? and.parts.stream() : Stream.of(side);
    }

    @Override
    public boolean test(T subject) {
        for (Expression<T> part : parts) {
            if (!part.test(subject)) {
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
