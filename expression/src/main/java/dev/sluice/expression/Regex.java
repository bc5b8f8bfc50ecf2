package dev.sluice.expression;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that a person wrote, in the syntax of RE2 (https://github.com/google/re2/wiki/Syntax). The only
 * way in which the gateway looks at what a client sent with an expression of a user's: the time is proportional to the
 * length of the text, whatever the expression is, so that no text can keep a processor busy.
 *
 * <p>That is why there are no back-references, no lookahead and lookbehind, no atomic groups and no possessive
 * quantifiers: an expression with one is refused, and the message says so. The dot matches any character, {@code ^} and
 * {@code $} the beginning and the end of the text, never those of a line. Immutable, compared by its text.
 */
public final class Regex {
    /** Instructions of the compiled expression. Time to match is at most their number times the length of the text. */
    private static final int MOST_INSTRUCTIONS = 5_000;

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles an expression.
     *
     * @param text in the syntax of RE2
     * @return the expression
     * @throws ExpressionException with the position of the mistake, if it is none, or too large
     */
    public static Regex of(String text) {
        Pattern compiled;
        try {
            compiled = compile(text);
        } catch (PatternSyntaxException refused) {
            throw RegexMistakes.in(text, refused);
        }
        if (compiled.programSize() > MOST_INSTRUCTIONS) {
            throw new ExpressionException("the expression repeats too much", text, 1);
        }
        return new Regex(compiled);
    }

    static Pattern compile(String text) {
        return Pattern.compile(text, Pattern.DOTALL);
    }

    /**
     * Whether the expression matches somewhere in a text; anchor it to match the whole.
     *
     * @param text any
     * @return true if it does
     */
    public boolean isIn(CharSequence text) {
        return pattern.matcher(text).find();
    }

    /**
     * The names of its groups, <code>(?P&lt;name&gt;…)</code>.
     *
     * @return the names
     */
    public Set<String> names() {
        return Set.copyOf(pattern.namedGroups().keySet());
    }

    /**
     * What the named groups hold in the first match in a text.
     *
     * @param text any
     * @return by name; groups that took no part are left out, and so are all if there is no match
     */
    public Map<String, String> named(String text) {
        Matcher matcher = firstIn(text);
        Map<String, String> found = new HashMap<>();
        if (matcher != null) {
            for (String name : pattern.namedGroups().keySet()) {
                String group = matcher.group(name);
                if (group != null) {
                    found.put(name, group);
                }
            }
        }
        return found;
    }

    /** The first match in a text, or null. */
    @Nullable
    Matcher firstIn(String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher : null;
    }

    int groups() {
        return pattern.groupCount();
    }

    /** The numbers of the groups that have names. */
    Map<String, Integer> groupNames() {
        return pattern.namedGroups();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Regex that && pattern.pattern().equals(that.pattern.pattern());
    }

    @Override
    public int hashCode() {
        return pattern.pattern().hashCode();
    }

    /** The expression as it was written. */
    @Override
    public String toString() {
        return pattern.pattern();
    }
}
