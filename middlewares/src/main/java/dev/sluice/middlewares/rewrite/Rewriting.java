package dev.sluice.middlewares.rewrite;

import dev.sluice.core.options.Mistakes;
import dev.sluice.expression.Regex;
import dev.sluice.expression.Substitution;
import dev.sluice.routing.Template;

/** One change of a target: data, compared by value. */
public sealed interface Rewriting {
    /**
     * Removes whole segments from the front of the path: {@code /api} of {@code /api/x} and {@code /api?q}, and nothing
     * of {@code /apis}.
     *
     * @param prefix starts with a slash, does not end with one
     */
    record StripPrefix(String prefix) implements Rewriting {
        /**
         * Checks the prefix.
         *
         * @throws IllegalArgumentException naming it
         */
        public StripPrefix {
            checkPrefix("stripPrefix", prefix);
        }

        @Override
        public String toString() {
            return "stripPrefix " + prefix;
        }
    }

    /**
     * Puts segments in front of the path.
     *
     * @param prefix starts with a slash, does not end with one; <code>{name}</code> stands for what the route has captured
     */
    record AddPrefix(String prefix) implements Rewriting {
        /**
         * Checks the prefix.
         *
         * @throws IllegalArgumentException naming it
         */
        public AddPrefix {
            checkPrefix("addPrefix", prefix);
        }

        @Override
        public String toString() {
            return "addPrefix " + prefix;
        }
    }

    /**
     * Replaces the path and keeps the query.
     *
     * @param path starts with a slash, has no query; <code>{name}</code> stands for what the route has captured
     */
    record ReplacePath(String path) implements Rewriting {
        /**
         * Checks the path.
         *
         * @throws IllegalArgumentException naming it
         */
        public ReplacePath {
            if (!path.startsWith("/") || path.indexOf('?') >= 0 || !Texts.isEncoded(withoutNames(path))) {
                throw new IllegalArgumentException(
                        "replacePath '" + path + "' must be an encoded path that starts with a slash");
            }
        }

        @Override
        public String toString() {
            return "replacePath " + path;
        }
    }

    /**
     * Replaces the first match of a regular expression in the path. The query is kept; one in the replacement is put
     * before it.
     *
     * @param expression a {@link Regex}
     * @param replacement a path and maybe a query, with {@code $1} or <code>${name}</code> for groups
     */
    record RegexPath(String expression, String replacement) implements Rewriting {
        /**
         * Checks both.
         *
         * @throws IllegalArgumentException naming every mistake and its position
         */
        public RegexPath {
            Mistakes mistakes = new Mistakes();
            Patterns.check(expression, "replacement", replacement, mistakes);
            mistakes.unless(Texts.isEncoded(replacement), "regex: replacement '" + replacement + "' must be encoded");
            mistakes.throwIfAny();
        }

        Substitution substitution() {
            return Substitution.of(Regex.of(expression), replacement);
        }

        @Override
        public String toString() {
            return "regex " + expression + " -> " + replacement;
        }
    }

    /** A template with a letter in the place of each capture. */
    private static String withoutNames(String template) {
        return Template.in(template)
                .map(known ->
                        known.names().stream().reduce(template, (text, name) -> text.replace("{" + name + "}", "x")))
                .orElse(template);
    }

    private static void checkPrefix(String option, String prefix) {
        if (!prefix.startsWith("/")
                || prefix.endsWith("/")
                || prefix.indexOf('?') >= 0
                || !Texts.isEncoded(withoutNames(prefix))) {
            throw new IllegalArgumentException(option + " '" + prefix
                    + "' must be an encoded path that starts with a slash and does not end with one");
        }
    }
}
