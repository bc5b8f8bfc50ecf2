package dev.sluice.expression;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a text into tokens, from left to right. */
final class Lexer {
    static final String NAME = "[A-Za-z_][A-Za-z0-9_]*+";

    private static final Pattern NAMES = Pattern.compile(NAME);
    private static final Pattern NUMBERS = Pattern.compile("-?+[0-9]++(?<float>(\\.[0-9]++)?+([eE][+-]?+[0-9]++)?+)");

    private final String text;
    private int at;

    Lexer(String text) {
        this.text = text;
    }

    Token next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return new Token(Token.Kind.END, at, "", "");
        }
        return switch (text.charAt(at)) {
            case '"' -> quoted();
            case '`' -> raw();
            default -> unquoted();
        };
    }

    private Token unquoted() {
        Matcher name = NAMES.matcher(text).region(at, text.length());
        if (name.lookingAt()) {
            return token(Token.Kind.NAME, name.end(), name.group());
        }
        Matcher number = NUMBERS.matcher(text).region(at, text.length());
        if (number.lookingAt()) {
            boolean whole = number.start("float") == number.end("float");
            return token(whole ? Token.Kind.INT : Token.Kind.FLOAT, number.end(), number.group());
        }
        for (Token.Kind kind : Token.Kind.values()) {
            String symbol = kind.symbol();
            if (!symbol.isEmpty() && text.startsWith(symbol, at)) {
                return token(kind, at + symbol.length(), symbol);
            }
        }
        throw error(
                at,
                "unexpected character " + text.substring(at, text.offsetByCodePoints(at, 1))
                        + "; operators are && || ! == != < <= > >=");
    }

    private Token raw() {
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
            throw error(at, "this string does not end; expected ` behind it");
        }
        return token(Token.Kind.STRING, end + 1, text.substring(at + 1, end));
    }

    private Token quoted() {
        StringBuilder value = new StringBuilder();
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            if (text.charAt(i) == '\\') {
                int length = Quotes.unescape(text, i, value);
                if (length == 0) {
                    throw error(i, "expected an escape: \\\" \\\\ \\n \\r \\t or \\u and four hex digits");
                }
                i += length;
            } else {
                value.append(text.charAt(i++));
            }
        }
        if (i == text.length()) {
            throw error(at, "this string does not end; expected \" behind it");
        }
        return token(Token.Kind.STRING, i + 1, value.toString());
    }

    private Token token(Token.Kind kind, int end, String value) {
        Token token = new Token(kind, at, text.substring(at, end), value);
        at = end;
        return token;
    }

    ExpressionException error(int where, String problem) {
        return new ExpressionException(problem, text, where + 1);
    }
}
