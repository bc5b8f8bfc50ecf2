package dev.sluice.expression;

import com.google.re2j.PatternSyntaxException;
import java.util.Locale;
import java.util.Map;

/**
 * Finds out where in a regular expression the mistake is, which RE2/J does not tell, and what to say about it. The
 * position comes from the JDK's compiler, which finds the same mistakes; what only that one knows is named.
 */
final class RegexMistakes {
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "(?=", "lookahead",
            "(?!", "lookahead",
            "(?<=", "lookbehind",
            "(?<!", "lookbehind",
            "(?>", "an atomic group",
            "\\k", "a back-reference");

    private RegexMistakes() {}

    static ExpressionException in(String text, PatternSyntaxException refused) {
        try {
            java.util.regex.Pattern.compile(text);
        } catch (java.util.regex.PatternSyntaxException malformed) {
            return new ExpressionException(lowerCase(malformed.getDescription()), text, positionIn(text, malformed));
        }
        String part = refused.getPattern();
        int at = find(text, refused);
        return new ExpressionException(reason(part, refused.getDescription()), text, at + 1);
    }

    private static String lowerCase(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    private static int positionIn(String text, java.util.regex.PatternSyntaxException malformed) {
        return Math.min(Math.max(malformed.getIndex(), 0), text.length()) + 1;
    }

    private static String reason(String part, String description) {
        for (Map.Entry<String, String> construct : UNSUPPORTED.entrySet()) {
            if (part.startsWith(construct.getKey())) {
                return notLinear(construct.getValue());
            }
        }
        if (part.matches("\\\\[1-9].*")) {
            return notLinear("a back-reference");
        }
        if (part.matches("[*+?}]\\+")) {
            return notLinear("a possessive quantifier");
        }
        return description + " '" + part + "', which RE2 does not have";
    }

    private static String notLinear(String construct) {
        return construct + " is not possible, since expressions are matched in linear time (RE2)";
    }

    /**
     * The first occurrence of the part that was refused at which the text up to there is refused for the same reason: an
     * earlier one may be literal, as in {@code \\1}.
     */
    private static int find(String text, PatternSyntaxException refused) {
        String part = refused.getPattern();
        int at = text.indexOf(part);
        while (at >= 0) {
            if (isRefused(text.substring(0, at + part.length()), refused)) {
                return at;
            }
            at = text.indexOf(part, at + 1);
        }
        return 0;
    }

    private static boolean isRefused(String start, PatternSyntaxException refused) {
        try {
            Regex.compile(start);
            return false;
        } catch (PatternSyntaxException same) {
            return same.getDescription().equals(refused.getDescription())
                    && same.getPattern().equals(refused.getPattern());
        }
    }
}
