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
     * An {@link Type#INT} argument.
     *
     * @param i from 0
     * @return its value
     */
    public long integer(int i) {
        return ((Literal.Int) values.get(i)).value();
    }

    /**
     * A {@link Type#FLOAT} argument.
     *
     * @param i from 0
     * @return its value
     */
    public double real(int i) {
        return ((Literal.Real) values.get(i)).value();
    }

    /**
     * A {@link Type#STRING} argument.
     *
     * @param i from 0
     * @return its value
     */
    public String text(int i) {
        return ((Literal.Text) values.get(i)).value();
    }

    /** As it is written in a call, with its parentheses. */
    @Override
    public String toString() {
        return values.stream().map(Literal::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
