package dev.sluice.expression;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The arguments of one call, of the types that the function declared. Immutable. */
public final class Arguments {
    private final List<Literal> values;

    Arguments(List<Literal> values) {
        this.values = List.copyOf(values);
    }

    /**
     * How many there are.
     *
     * @return the number
     */
    public int size() {
        return values.size();
    }

    /**
     * Makes something of a {@link Type#STRING} argument; a mistake in it is told with its position in the expression.
     *
     * @param i the argument's index, from 0
     * @param reader throws an IllegalArgumentException that says what is wrong with the text
     * @param <R> what is made
     * @return what the reader returned
     */
    public <R> R read(int i, Function<String, R> reader) {
        try {
            return reader.apply(text(i));
        } catch (ExpressionException inside) {
            throw new ArgumentMistake(i, inside.problem() + " in " + values.get(i), inside);
        } catch (IllegalArgumentException wrong) {
            throw new ArgumentMistake(i, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /**
     * The value of an {@link Type#INT} argument.
     *
     * @param i the argument's index, from 0
     * @return its value
     */
    public long integer(int i) {
        return ((Literal.Int) values.get(i)).value();
    }

    /**
     * The value of a {@link Type#FLOAT} argument.
     *
     * @param i the argument's index, from 0
     * @return its value
     */
    public double real(int i) {
        return ((Literal.Real) values.get(i)).value();
    }

    /**
     * The value of a {@link Type#STRING} argument.
     *
     * @param i the argument's index, from 0
     * @return its value
     */
    public String text(int i) {
        return ((Literal.Text) values.get(i)).value();
    }

    /** The arguments as they are written in a call, with the parentheses. */
    @Override
    public String toString() {
        return values.stream().map(Literal::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
