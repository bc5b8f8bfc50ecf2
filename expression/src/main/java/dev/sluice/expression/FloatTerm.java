package dev.sluice.expression;

import java.util.function.ToDoubleFunction;

/**
 * A floating-point number that a function returns; a comparison makes an {@link Expression} of it. Immutable.
 *
 * @param <T> the subject that the function is called with
 */
public final class FloatTerm<T> implements Operand<T> {
    private final String call;
    private final ToDoubleFunction<T> value;

    FloatTerm(String call, ToDoubleFunction<T> value) {
        this.call = call;
        this.value = value;
    }

    /**
     * The condition that it is less than a bound: {@code <}.
     *
     * @param bound the bound
     * @return the condition
     */
    public Expression<T> lessThan(double bound) {
        return compared(Operator.LESS, new Literal.Real(bound));
    }

    /**
     * The condition that it is at most a bound: {@code <=}.
     *
     * @param bound the bound
     * @return the condition
     */
    public Expression<T> atMost(double bound) {
        return compared(Operator.AT_MOST, new Literal.Real(bound));
    }

    /**
     * The condition that it is greater than a bound: {@code >}.
     *
     * @param bound the bound
     * @return the condition
     */
    public Expression<T> greaterThan(double bound) {
        return compared(Operator.GREATER, new Literal.Real(bound));
    }

    /**
     * The condition that it is at least a bound: {@code >=}.
     *
     * @param bound the bound
     * @return the condition
     */
    public Expression<T> atLeast(double bound) {
        return compared(Operator.AT_LEAST, new Literal.Real(bound));
    }

    /**
     * The condition that it equals another value: {@code ==}.
     *
     * @param other the other value
     * @return the condition
     */
    public Expression<T> equalTo(double other) {
        return compared(Operator.EQUAL, new Literal.Real(other));
    }

    /**
     * The condition that it does not equal another value: {@code !=}.
     *
     * @param other the other value
     * @return the condition
     */
    public Expression<T> notEqualTo(double other) {
        return compared(Operator.NOT_EQUAL, new Literal.Real(other));
    }

    Expression<T> compared(Operator operator, Literal.Real literal) {
        return Fact.of(
                call + " " + operator + " " + literal,
                subject -> holds(value.applyAsDouble(subject), operator, literal.value()));
    }

    /** Compares as Java's operators do (IEEE 754): NaN equals nothing, 0.0 equals -0.0. */
    private static boolean holds(double left, Operator operator, double right) {
        if (Double.isNaN(left)) {
            return operator == Operator.NOT_EQUAL;
        }
        return operator.holds(left < right ? -1 : left > right ? 1 : 0);
    }

    @Override
    public String toString() {
        return call;
    }
}
