package dev.sluice.expression;

import java.util.List;
import java.util.stream.Collectors;

/** The arguments of one call, of the types that the function declared. Immutable. */
public final class Arguments {
    private final List<Literal> values;

    Arguments(List<Literal> values) {
        this.values = List.copyOf(values);
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
