package dev.sluice.expression;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** A function of a vocabulary: its name, the types of its parameters, and what a call evaluates to. */
record Word<T>(String name, List<Type> parameters, BiFunction<String, Arguments, Operand<T>> meaning) {
    Word {
        parameters = List.copyOf(parameters);
        if (!name.matches(Lexer.NAME)) {
            throw new IllegalArgumentException("function name '" + name + "' must be letters, digits and _");
        }
        if (parameters.contains(Type.BOOLEAN)) {
            throw new IllegalArgumentException("function " + name + " must not take a bool: there is no such literal");
        }
    }

    /** A literal as the i-th argument, converted to its parameter's type. */
    Literal argument(int i, Literal literal) {
        if (i >= parameters.size()) {
            throw new IllegalArgumentException("too many arguments: " + this);
        }
        return literal.as(parameters.get(i));
    }

    /** A call with arguments that {@link #argument} has taken. */
    Operand<T> call(List<Literal> values) {
        if (values.size() < parameters.size()) {
            throw new IllegalArgumentException("too few arguments: " + this);
        }
        Arguments arguments = new Arguments(values);
        return meaning.apply(name + arguments, arguments);
    }

    /** The signature, such as {@code ResponseCodeRatio(int, int, int, int)}. */
    @Override
    public String toString() {
        return name + parameters.stream().map(Type::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
