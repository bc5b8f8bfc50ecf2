package dev.sluice.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The functions that an {@link Expression} about a subject may call. Immutable.
 *
 * <p>The typed form takes its terms from here: {@code words.integer("Attempts").lessThan(3)}. A middleware wraps each in
 * a static method, so that its users write {@code attempts().lessThan(3)}.
 *
 * @param <T> the subject
 */
public final class Vocabulary<T> {
    private final Map<String, Word<T>> words;

    private Vocabulary(Map<String, Word<T>> words) {
        this.words = words;
    }

    /**
     * Starts an empty vocabulary.
     *
     * @param <T> the subject
     * @return a builder
     */
    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /**
     * A call of a boolean function.
     *
     * @param name the function's name
     * @param arguments each an int, long, double or String
     * @return the condition
     * @throws IllegalArgumentException if the function is not of that kind or does not take the arguments
     */
    public Expression<T> flag(String name, Object... arguments) {
        if (call(name, arguments) instanceof Fact<T> fact) {
            return fact;
        }
        throw unlike(name, Type.BOOLEAN);
    }

    /**
     * A call of an integer function.
     *
     * @param name the function's name
     * @param arguments each an int, long, double or String
     * @return the term
     * @throws IllegalArgumentException if the function is not of that kind or does not take the arguments
     */
    public IntTerm<T> integer(String name, Object... arguments) {
        if (call(name, arguments) instanceof IntTerm<T> term) {
            return term;
        }
        throw unlike(name, Type.INT);
    }

    /**
     * A call of a float function.
     *
     * @param name the function's name
     * @param arguments each an int, long, double or String
     * @return the term
     * @throws IllegalArgumentException if the function is not of that kind or does not take the arguments
     */
    public FloatTerm<T> real(String name, Object... arguments) {
        if (call(name, arguments) instanceof FloatTerm<T> term) {
            return term;
        }
        throw unlike(name, Type.FLOAT);
    }

    /**
     * A call of a string function.
     *
     * @param name the function's name
     * @param arguments each an int, long, double or String
     * @return the term
     * @throws IllegalArgumentException if the function is not of that kind or does not take the arguments
     */
    public TextTerm<T> text(String name, Object... arguments) {
        if (call(name, arguments) instanceof TextTerm<T> term) {
            return term;
        }
        throw unlike(name, Type.STRING);
    }

    private Operand<T> call(String name, Object... arguments) {
        Word<T> word = word(name);
        List<Literal> literals = new ArrayList<>(arguments.length);
        for (Object argument : arguments) {
            literals.add(word.argument(literals.size(), Literal.of(argument)));
        }
        try {
            return word.call(literals);
        } catch (ArgumentMistake mistake) {
            throw new IllegalArgumentException(
                    name + ": " + mistake.getMessage() + " (argument " + (mistake.index() + 1) + ")", mistake);
        }
    }

    private static IllegalArgumentException unlike(String name, Type wanted) {
        return new IllegalArgumentException("function " + name + " does not give a " + wanted);
    }

    Word<T> word(String name) {
        Word<T> word = words.get(name);
        if (word == null) {
            throw new IllegalArgumentException("unknown function " + name + "; known are " + this);
        }
        return word;
    }

    /** The signatures of the functions. */
    @Override
    public String toString() {
        return words.values().stream().map(Word::toString).collect(Collectors.joining(", "));
    }

    /**
     * Declares functions. The form with parameters is given the arguments once, when an expression is made: it checks
     * them there, by an {@link IllegalArgumentException} that parsing turns into an {@link ExpressionException}.
     *
     * @param <T> the subject
     */
    public static final class Builder<T> {
        private final Map<String, Word<T>> words = new LinkedHashMap<>();

        private Builder() {}

        /**
         * A boolean function without parameters.
         *
         * @param name the function's name: letters, digits and _
         * @param value the function of a subject
         * @return this
         */
        public Builder<T> flag(String name, Predicate<T> value) {
            return flag(name, List.of(), arguments -> value);
        }

        /**
         * A boolean function.
         *
         * @param name the function's name: letters, digits and _
         * @param parameters the types of its parameters
         * @param value makes the function of a subject from the arguments of a call
         * @return this
         */
        public Builder<T> flag(String name, List<Type> parameters, Function<Arguments, Predicate<T>> value) {
            return declare(name, parameters, (call, arguments) -> Fact.of(call, value.apply(arguments)));
        }

        /**
         * A boolean function whose calls are made by hand: with parameters that may be left out or repeated, or with
         * arguments that have a normal form of their own.
         *
         * @param name the function's name: letters, digits and _
         * @param parameters what a call may give
         * @param value the condition that a call stands for, from {@link Fact#call}
         * @return this
         */
        public Builder<T> fact(String name, Parameters parameters, Function<Arguments, Fact<T>> value) {
            return declare(name, parameters, (call, arguments) -> value.apply(arguments));
        }

        /**
         * An integer function without parameters.
         *
         * @param name the function's name: letters, digits and _
         * @param value the function of a subject
         * @return this
         */
        public Builder<T> integer(String name, ToLongFunction<T> value) {
            return integer(name, List.of(), arguments -> value);
        }

        /**
         * An integer function.
         *
         * @param name the function's name: letters, digits and _
         * @param parameters the types of its parameters
         * @param value makes the function of a subject from the arguments of a call
         * @return this
         */
        public Builder<T> integer(String name, List<Type> parameters, Function<Arguments, ToLongFunction<T>> value) {
            return declare(name, parameters, (call, arguments) -> new IntTerm<>(call, value.apply(arguments)));
        }

        /**
         * A float function without parameters.
         *
         * @param name the function's name: letters, digits and _
         * @param value the function of a subject
         * @return this
         */
        public Builder<T> real(String name, ToDoubleFunction<T> value) {
            return real(name, List.of(), arguments -> value);
        }

        /**
         * A float function.
         *
         * @param name the function's name: letters, digits and _
         * @param parameters the types of its parameters
         * @param value makes the function of a subject from the arguments of a call; NaN makes every comparison but
         *     {@code !=} false
         * @return this
         */
        public Builder<T> real(String name, List<Type> parameters, Function<Arguments, ToDoubleFunction<T>> value) {
            return declare(name, parameters, (call, arguments) -> new FloatTerm<>(call, value.apply(arguments)));
        }

        /**
         * A string function without parameters.
         *
         * @param name the function's name: letters, digits and _
         * @param value the function of a subject, never null
         * @return this
         */
        public Builder<T> text(String name, Function<T, String> value) {
            return text(name, List.of(), arguments -> value);
        }

        /**
         * A string function.
         *
         * @param name the function's name: letters, digits and _
         * @param parameters the types of its parameters
         * @param value makes the function of a subject from the arguments of a call, never null
         * @return this
         */
        public Builder<T> text(String name, List<Type> parameters, Function<Arguments, Function<T, String>> value) {
            return declare(name, parameters, (call, arguments) -> new TextTerm<>(call, value.apply(arguments)));
        }

        private Builder<T> declare(String name, List<Type> types, BiFunction<String, Arguments, Operand<T>> meaning) {
            return declare(name, new Parameters(types, types.size(), false), meaning);
        }

        private Builder<T> declare(
                String name, Parameters parameters, BiFunction<String, Arguments, Operand<T>> meaning) {
            if (words.putIfAbsent(name, new Word<>(name, parameters, meaning)) != null) {
                throw new IllegalArgumentException("function " + name + " is declared twice");
            }
            return this;
        }

        /**
         * The vocabulary.
         *
         * @return the vocabulary, immutable
         */
        public Vocabulary<T> build() {
            return new Vocabulary<>(new LinkedHashMap<>(words));
        }
    }
}
