package dev.sluice.expression;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a text in the place of what a regular expression finds first. In the replacement {@code $1} and
 * <code>${name}</code> stand for what a group matched, {@code $0} for the whole match, and a backslash takes the meaning
 * from the character behind it. What a text holds is never read as a replacement. Immutable, compared by its texts.
 */
public final class Substitution {
    private final Regex regex;
    private final String replacement;
    private final List<Part> parts;

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Group(int number) implements Part {}
    }

    private Substitution(Regex regex, String replacement, List<Part> parts) {
        this.regex = regex;
        this.replacement = replacement;
        this.parts = List.copyOf(parts);
    }

    /**
     * Checks a replacement against the groups of an expression.
     *
     * @param regex what is looked for
     * @param replacement what takes its place
     * @return the substitution
     * @throws ExpressionException with the position in the replacement, if it names a group that there is not
     */
    public static Substitution of(Regex regex, String replacement) {
        return new Substitution(regex, replacement, new Reader(regex, replacement).parts());
    }

    /**
     * Replaces the first match.
     *
     * @param text any
     * @return the text with the match replaced, or empty if there is none
     */
    public Optional<String> apply(String text) {
        Matcher match = regex.firstIn(text);
        if (match == null) {
            return Optional.empty();
        }
        StringBuilder result = new StringBuilder(text.length() + replacement.length());
        result.append(text, 0, match.start());
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> result.append(literal.text());
                case Part.Group group -> appendGroup(match, group.number(), text, result);
            }
        }
        return Optional.of(result.append(text, match.end(), text.length()).toString());
    }

    /** A group that took no part in the match is nothing. */
    private static void appendGroup(Matcher match, int group, String text, StringBuilder result) {
        if (match.start(group) >= 0) {
            result.append(text, match.start(group), match.end(group));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Substitution that && regex.equals(that.regex) && replacement.equals(that.replacement);
    }

    @Override
    public int hashCode() {
        return 31 * regex.hashCode() + replacement.hashCode();
    }

    @Override
    public String toString() {
        return regex + " -> " + replacement;
    }

    /** Reads a replacement, once. */
    private static final class Reader {
        private final Regex regex;
        private final String text;
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();
        private int at;

        Reader(Regex regex, String text) {
            this.regex = regex;
            this.text = text;
        }

        List<Part> parts() {
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '$') {
                    group(at);
                } else if (c == '\\') {
                    literal.append(escaped());
                } else {
                    literal.append(c);
                }
            }
            endLiteral();
            return parts;
        }

        private char escaped() {
            if (at == text.length()) {
                throw new ExpressionException("a character must follow the backslash", text, at);
            }
            return text.charAt(at++);
        }

        private void endLiteral() {
            if (!literal.isEmpty()) {
                parts.add(new Part.Literal(literal.toString()));
                literal.setLength(0);
            }
        }

        /** Behind a dollar sign, whose position from 1 this is. */
        private void group(int dollar) {
            endLiteral();
            parts.add(new Part.Group(at < text.length() && text.charAt(at) == '{' ? named(dollar) : numbered(dollar)));
        }

        private int named(int dollar) {
            int end = text.indexOf('}', at);
            if (end < 0) {
                throw new ExpressionException("a } must end the name of the group", text, dollar);
            }
            String name = text.substring(at + 1, end);
            Integer number = regex.groupNames().get(name);
            if (number == null) {
                throw new ExpressionException("there is no group '" + name + "'", text, dollar);
            }
            at = end + 1;
            return number;
        }

        /** As many digits as there are groups: with nine groups {@code $10} is the first and a zero. */
        private int numbered(int dollar) {
            int number = digit();
            if (number < 0) {
                throw new ExpressionException("a number or {name} of a group must follow the $", text, dollar);
            }
            at++;
            if (number > regex.groups()) {
                throw new ExpressionException("there is no group " + number, text, dollar);
            }
            while (digit() >= 0 && number * 10 + digit() <= regex.groups()) {
                number = number * 10 + digit();
                at++;
            }
            return number;
        }

        private int digit() {
            char c = at < text.length() ? text.charAt(at) : ' ';
            return c >= '0' && c <= '9' ? c - '0' : -1;
        }
    }
}
