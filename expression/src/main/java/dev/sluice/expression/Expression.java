package dev.sluice.expression;

import java.util.List;

/**
 * A condition about a subject, parsed from a text or put together from a {@link Vocabulary}'s terms; either way it is the
 * same value.
 *
 * <p>The language: {@code && || !} and parentheses; {@code == != < <= > >=} between a function's result and a literal, on
 * either side; calls such as {@code IsNetworkError()} or {@code LatencyAtQuantileMS(50.0)}. Literals are integers
 * ({@code 3}), floats ({@code 0.5}, {@code 1e-3}) and strings ({@code "GET"}, or raw between back quotes). Where a float
 * is wanted an integer will do (oxy insists on the point). Strings are compared by {@code ==} and {@code !=} only.
 * {@code !} binds tighter than {@code &&}, that tighter than {@code ||}; both stop as soon as the answer is known.
 *
 * <p>Whoever must look into one matches it: {@code switch (expression) { case And<T> and -> …; case Or<T> or -> …; case
 * Not<T> not -> …; case Fact<T> fact -> …; }}.
 *
 * <p>{@link Object#toString() toString()} is the normalised text, which parses to an equal expression. Immutable and thread-safe if the
 * vocabulary's functions are.
 *
 * @param <T> what the condition is about
 */
public sealed interface Expression<T> permits And, Fact, Not, Or {
    /** The longest text that {@link #parse} takes, in chars. */
    int MAX_LENGTH = 4096;

    /** The most parentheses and {@code !} inside one another that {@link #parse} takes. */
    int MAX_DEPTH = 64;

    /**
     * Parses a text.
     *
     * @param text the expression
     * @param vocabulary the functions it may call
     * @param <T> what it is about
     * @return the expression
     * @throws ExpressionException with the position and what was expected there
     */
    static <T> Expression<T> parse(String text, Vocabulary<T> vocabulary) {
        return new Parser<>(text, vocabulary).parse();
    }

    /**
     * Whether the condition holds.
     *
     * @param subject what the condition is about, such as an attempt
     * @return true if it holds
     */
    boolean test(T subject);

    /**
     * The conditions without parts that it is made of.
     *
     * @return in the order of the text, the negated ones too
     */
    default List<Fact<T>> facts() {
        return switch (this) {
            case And<T> and ->
                and.parts().stream().flatMap(part -> part.facts().stream()).toList();
            case Or<T> or ->
                or.parts().stream().flatMap(part -> part.facts().stream()).toList();
            case Not<T> not -> not.part().facts();
            case Fact<T> fact -> List.of(fact);
        };
    }

    /**
     * Both conditions: {@code this && other}.
     *
     * @param other evaluated only if this holds
     * @return the conjunction
     */
    default Expression<T> and(Expression<T> other) {
        return And.of(this, other);
    }

    /**
     * Either condition: {@code this || other}.
     *
     * @param other evaluated only if this does not hold
     * @return the disjunction
     */
    default Expression<T> or(Expression<T> other) {
        return Or.of(this, other);
    }

    /**
     * The opposite of the condition: {@code !this}.
     *
     * @return the negation
     */
    default Expression<T> not() {
        return Not.of(this);
    }
}
