package dev.sluice.middlewares.rewrite;

import dev.sluice.core.options.Mistakes;
import dev.sluice.expression.ExpressionException;
import dev.sluice.expression.Regex;
import dev.sluice.expression.Substitution;

/** Checks regular expressions and replacements when a program is written, instead of at the first match. */
final class Patterns {
    private Patterns() {}

    static void check(String expression, String option, String replacement, Mistakes mistakes) {
        Regex regex;
        try {
            regex = Regex.of(expression);
        } catch (ExpressionException malformed) {
            mistakes.add("regex '" + expression + "': " + malformed.getMessage());
            return;
        }
        try {
            Substitution.of(regex, replacement);
        } catch (ExpressionException noSuchGroup) {
            mistakes.add(
                    "regex '" + expression + "': " + option + " '" + replacement + "': " + noSuchGroup.getMessage());
        }
    }
}
