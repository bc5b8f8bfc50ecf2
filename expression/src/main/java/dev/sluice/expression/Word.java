package dev.sluice.expression;

import java.util.List;
import java.util.function.BiFunction;

/** A function of a vocabulary: its name, its parameters, and what a call evaluates to. */
record Word<T>(String name, Parameters parameters, BiFunction<String, Arguments, Operand<T>> meaning) {
    Word {
        if (!name.matches(Lexer.NAME)) {
            throw new IllegalArgumentException("function name '" + name + "' must be letters, digits and _");
        }
    }

    /** A literal as the i-th argument, converted to its parameter's type. */
    Literal argument(int i, Literal literal) {
        if (i >= parameters.types().size() && !parameters.repeats()) {
            throw new IllegalArgumentException("too many arguments: " + this);
        }
        return literal.as(parameters.type(i));
    }

    /** A call with arguments that {@link #argument} has taken. */
    Operand<T> call(List<Literal> values) {
        if (values.size() < parameters.required()) {
            throw new IllegalArgumentException("too few arguments: " + this);
        }
        Arguments arguments = new Arguments(values);
        return meaning.apply(name + arguments, arguments);
    }

    /** The signature, such as {@code ResponseCodeRatio(int, int, int, int)}. */
    @Override
    public String toString() {
        return name + parameters;
    }
}
