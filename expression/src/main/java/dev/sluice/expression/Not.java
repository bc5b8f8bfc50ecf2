package dev.sluice.expression;

/**
 * The opposite of a condition.
 *
 * @param part the condition, no negation from {@link Expression#not()}
 * @param <T> what it is about
 */
public record Not<T>(Expression<T> part) implements Expression<T> {
    static <T> Expression<T> of(Expression<T> condition) {
        return condition instanceof Not<T> not ? not.part : new Not<>(condition);
    }

    @Override
    public boolean test(T subject) {
        return !part.test(subject);
    }

    @Override
    public String toString() {
        return part instanceof Fact<T> fact && fact.call() ? "!" + part : "!(" + part + ")";
    }
}
