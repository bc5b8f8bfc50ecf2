package dev.sluice.expression;

import dev.sluice.expression.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Recursive descent over the grammar
 *
 * <pre>
 * or    = and { "||" and }
 * and   = unary { "&amp;&amp;" unary }
 * unary = "!" ( "!" … | "(" or ")" | call ) | "(" or ")" | condition
 * condition = call | call operator literal | literal operator call
 * call  = name "(" [ literal { "," literal } ] ")"
 * </pre>
 */
final class Parser<T> {
    private final Vocabulary<T> vocabulary;
    private final Lexer lexer;
    private Token token;

    Parser(String text, Vocabulary<T> vocabulary) {
        if (text.length() > Expression.MAX_LENGTH) {
            throw new ExpressionException(
                    "expected at most " + Expression.MAX_LENGTH + " characters, found " + text.length(),
                    text.substring(0, 40) + "…",
                    41);
        }
        this.vocabulary = vocabulary;
        this.lexer = new Lexer(text);
        this.token = lexer.next();
    }

    Expression<T> parse() {
        Expression<T> expression = or(0);
        if (token.kind() != Kind.END) {
            throw expected("&&, || or the end");
        }
        return expression;
    }

    private Expression<T> or(int depth) {
        Expression<T> expression = and(depth);
        while (accept(Kind.OR)) {
            expression = expression.or(and(depth));
        }
        return expression;
    }

    private Expression<T> and(int depth) {
        Expression<T> expression = unary(depth);
        while (accept(Kind.AND)) {
            expression = expression.and(unary(depth));
        }
        return expression;
    }

    private Expression<T> unary(int depth) {
        if (depth > Expression.MAX_DEPTH) {
            throw error(token, "expected at most " + Expression.MAX_DEPTH + " levels of ( and !");
        }
        if (accept(Kind.NOT)) {
            return negated(depth + 1);
        }
        if (!accept(Kind.OPEN)) {
            return condition();
        }
        Expression<T> expression = or(depth + 1);
        require(Kind.CLOSE);
        return expression;
    }

    /**
     * What follows a {@code !}. A comparison needs parentheses there, so that nobody has to know which binds tighter.
     */
    private Expression<T> negated(int depth) {
        if (token.kind() == Kind.NOT || token.kind() == Kind.OPEN) {
            return unary(depth).not();
        }
        Token start = token;
        if (call() instanceof Fact<T> fact) {
            return fact.not();
        }
        throw error(start, "expected a condition behind !; put a comparison in parentheses");
    }

    private Expression<T> condition() {
        Token start = token;
        if (start.isLiteral()) {
            advance();
            Operator mirrored = operator().mirrored();
            return compared(call(), mirrored, start);
        }
        Operand<T> operand = call();
        if (operand instanceof Fact<T> fact) {
            return fact;
        }
        Operator operator = operator();
        Token literal = token;
        if (!literal.isLiteral()) {
            throw expected("a literal to compare " + operand + " with");
        }
        advance();
        return compared(operand, operator, literal);
    }

    private Expression<T> compared(Operand<T> operand, Operator operator, Token literal) {
        return switch (operand) {
            case IntTerm<T> term -> term.compared(operator, (Literal.Int) literal(literal, Type.INT));
            case FloatTerm<T> term -> term.compared(operator, (Literal.Real) literal(literal, Type.FLOAT));
            case TextTerm<T> term
            when operator == Operator.EQUAL || operator == Operator.NOT_EQUAL ->
                term.compared(operator, (Literal.Text) literal(literal, Type.STRING));
            case TextTerm<T> term -> throw error(literal, "expected == or != for the string " + term);
            case Fact<T> fact -> throw error(literal, "expected a number or string to compare, " + fact + " is a bool");
        };
    }

    private Literal literal(Token literal, Type type) {
        return at(literal, () -> literal.literal().as(type));
    }

    private Operator operator() {
        Operator operator = switch (token.kind()) {
            case EQUAL -> Operator.EQUAL;
            case NOT_EQUAL -> Operator.NOT_EQUAL;
            case LESS -> Operator.LESS;
            case AT_MOST -> Operator.AT_MOST;
            case GREATER -> Operator.GREATER;
            case AT_LEAST -> Operator.AT_LEAST;
            default -> throw expected("a comparison (== != < <= > >=)");
        };
        advance();
        return operator;
    }

    private Operand<T> call() {
        Token name = token;
        if (name.kind() != Kind.NAME) {
            throw expected("a function (" + vocabulary + ")");
        }
        Word<T> word = at(name, () -> vocabulary.word(name.value()));
        advance();
        require(Kind.OPEN);
        List<Token> tokens = new ArrayList<>();
        List<Literal> arguments = arguments(word, tokens);
        try {
            return at(name, () -> word.call(arguments));
        } catch (ArgumentMistake mistake) {
            throw error(tokens.get(mistake.index()), word.name() + ": " + mistake.getMessage());
        }
    }

    private List<Literal> arguments(Word<T> word, List<Token> tokens) {
        List<Literal> arguments = new ArrayList<>();
        if (accept(Kind.CLOSE)) {
            return arguments;
        }
        do {
            Token argument = token;
            tokens.add(argument);
            arguments.add(at(argument, () -> word.argument(arguments.size(), argument.literal())));
            advance();
        } while (accept(Kind.COMMA));
        if (!accept(Kind.CLOSE)) {
            throw expected(", or )");
        }
        return arguments;
    }

    private boolean accept(Kind kind) {
        boolean found = token.kind() == kind;
        if (found) {
            advance();
        }
        return found;
    }

    private void require(Kind kind) {
        if (!accept(kind)) {
            throw expected(kind.symbol());
        }
    }

    private void advance() {
        token = lexer.next();
    }

    /** Runs a step, and adds the position of a token to the mistake that it throws. */
    private <R> R at(Token where, Supplier<R> step) {
        try {
            return step.get();
        } catch (ExpressionException | ArgumentMistake located) {
            throw located;
        } catch (IllegalArgumentException wrong) {
            throw error(where, String.valueOf(wrong.getMessage()));
        }
    }

    private ExpressionException expected(String what) {
        return error(token, "expected " + what + ", found " + token);
    }

    private ExpressionException error(Token where, String problem) {
        return lexer.error(where.at(), problem);
    }
}
