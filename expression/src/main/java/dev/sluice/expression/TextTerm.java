package dev.sluice.expression;

import java.util.function.Function;

/**
 * A text that a function returns; a comparison makes an {@link Expression} of it. Case matters. Immutable.
 *
 * @param <T> the subject that the function is called with
 */
public final class TextTerm<T> implements Operand<T> {
    private final String call;
    private final Function<T, String> value;

    TextTerm(String call, Function<T, String> value) {
        this.call = call;
        this.value = value;
    }

    /**
     * The condition that it equals another value: {@code ==}.
     *
     * @param other the other value
     * @return the condition
     */
    public Expression<T> equalTo(String other) {
        return compared(Operator.EQUAL, new Literal.Text(other));
    }

    /**
     * The condition that it does not equal another value: {@code !=}.
     *
     * @param other the other value
     * @return the condition
     */
    public Expression<T> notEqualTo(String other) {
        return compared(Operator.NOT_EQUAL, new Literal.Text(other));
    }

    Expression<T> compared(Operator operator, Literal.Text literal) {
        boolean wanted = operator == Operator.EQUAL;
        return Fact.of(
                call + " " + operator + " " + literal,
                subject -> value.apply(subject).equals(literal.value()) == wanted);
    }

    @Override
    public String toString() {
        return call;
    }
}
