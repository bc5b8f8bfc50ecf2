package dev.sluice.expression;

import java.util.function.ToLongFunction;

/**
 * A whole number that a function returns; a comparison makes an {@link Expression} of it. Immutable.
 *
 * @param <T> the subject that the function is called with
 */
public final class IntTerm<T> implements Operand<T> {
    private final String call;
    private final ToLongFunction<T> value;

    IntTerm(String call, ToLongFunction<T> value) {
        this.call = call;
        this.value = value;
    }

    /**
     * The condition that it is less than a bound: {@code <}.
     *
     * @param bound the bound
     * @return the condition
     */
    public Expression<T> lessThan(long bound) {
        return compared(Operator.LESS, new Literal.Int(bound));
    }

    /**
     * The condition that it is at most a bound: {@code <=}.
     *
     * @param bound the bound
     * @return the condition
     */
    public Expression<T> atMost(long bound) {
        return compared(Operator.AT_MOST, new Literal.Int(bound));
    }

    /**
     * The condition that it is greater than a bound: {@code >}.
     *
     * @param bound the bound
     * @return the condition
     */
    public Expression<T> greaterThan(long bound) {
        return compared(Operator.GREATER, new Literal.Int(bound));
    }

    /**
     * The condition that it is at least a bound: {@code >=}.
     *
     * @param bound the bound
     * @return the condition
     */
    public Expression<T> atLeast(long bound) {
        return compared(Operator.AT_LEAST, new Literal.Int(bound));
    }

    /**
     * The condition that it equals another value: {@code ==}.
     *
     * @param other the other value
     * @return the condition
     */
    public Expression<T> equalTo(long other) {
        return compared(Operator.EQUAL, new Literal.Int(other));
    }

    /**
     * The condition that it does not equal another value: {@code !=}.
     *
     * @param other the other value
     * @return the condition
     */
    public Expression<T> notEqualTo(long other) {
        return compared(Operator.NOT_EQUAL, new Literal.Int(other));
    }

    Expression<T> compared(Operator operator, Literal.Int literal) {
        return Fact.of(
                call + " " + operator + " " + literal,
                subject -> operator.holds(Long.compare(value.applyAsLong(subject), literal.value())));
    }

    @Override
    public String toString() {
        return call;
    }
}
