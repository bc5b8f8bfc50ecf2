package dev.sluice.middlewares.rewrite;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What an expression finds, replaced by a text with {@code $1} or <code>${name}</code> for its groups. */
record Substitution(Pattern pattern, String replacement) {
    /** A target is one line: byte 0x85, which Java takes for a line's end, must not hide what is behind it. */
    private static final int ONE_LINE = Pattern.DOTALL | Pattern.UNIX_LINES;

    /** Checks both when a program is built, where the mistake is, and not at the first request that matches. */
    static Substitution of(String option, String regex, String replacement) {
        try {
            Pattern pattern = Pattern.compile(regex, ONE_LINE);
            Pattern alwaysMatches = Pattern.compile("(?:" + regex + ")|", ONE_LINE);
            alwaysMatches.matcher("").replaceFirst(replacement);
            return new Substitution(pattern, replacement);
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException(option + " '" + regex + "': " + malformed.getDescription(), malformed);
        } catch (IllegalArgumentException | IndexOutOfBoundsException noSuchGroup) {
            throw new IllegalArgumentException(
                    option + " '" + regex + "': replacement '" + replacement + "': " + noSuchGroup.getMessage(),
                    noSuchGroup);
        }
    }

    /** The text with the first match replaced; empty if there is none. */
    Optional<String> apply(String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.replaceFirst(replacement)) : Optional.empty();
    }
}
