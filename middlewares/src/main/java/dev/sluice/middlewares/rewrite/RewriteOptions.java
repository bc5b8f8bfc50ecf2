package dev.sluice.middlewares.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What {@link Rewrite} does to a target. Immutable.
 *
 * @param steps what is done to the target, in order
 * @param names what {@code explain()} calls them
 */
public record RewriteOptions(List<UnaryOperator<String>> steps, List<String> names) {
    /** Checks and copies the options. */
    public RewriteOptions {
        steps = List.copyOf(steps);
        names = List.copyOf(names);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("rewrite: there is nothing to do");
        }
    }

    /**
     * Starts from no steps.
     *
     * @return a builder, which needs at least one
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects steps; they run in the order in which they are written. Not thread-safe. */
    public static final class Builder {
        private final List<UnaryOperator<String>> steps = new ArrayList<>();
        private final List<String> names = new ArrayList<>();

        private Builder() {}

        /**
         * Removes whole segments from the front of the path: {@code /api} of {@code /api/x} and {@code /api?q}, and
         * nothing of {@code /apis}.
         *
         * @param prefix starts with a slash, does not end with one
         * @return this
         */
        public Builder stripPrefix(String prefix) {
            checkPrefix("stripPrefix", prefix);
            return step("stripPrefix " + prefix, target -> stripped(target, prefix));
        }

        private static String stripped(String target, String prefix) {
            if (!target.startsWith(prefix)) {
                return target;
            }
            String rest = target.substring(prefix.length());
            return rest.startsWith("/") || rest.startsWith("?") || rest.isEmpty() ? rest : target;
        }

        /**
         * Puts segments in front of the path.
         *
         * @param prefix starts with a slash, does not end with one
         * @return this
         */
        public Builder addPrefix(String prefix) {
            checkPrefix("addPrefix", prefix);
            return step("addPrefix " + prefix, target -> prefix + target);
        }

        private static void checkPrefix(String option, String prefix) {
            if (!prefix.startsWith("/") || prefix.endsWith("/") || Targets.hasForbidden(prefix)) {
                throw new IllegalArgumentException("rewrite: " + option + " '" + prefix
                        + "' must start with a slash, not end with one, and be encoded");
            }
        }

        /**
         * Replaces the path and keeps the query.
         *
         * @param path starts with a slash, has no query
         * @return this
         */
        public Builder replacePath(String path) {
            if (!path.startsWith("/") || path.indexOf('?') >= 0 || Targets.hasForbidden(path)) {
                throw new IllegalArgumentException(
                        "rewrite: replacePath '" + path + "' must be an encoded path that starts with a slash");
            }
            return step("replacePath " + path, target -> {
                int query = target.indexOf('?');
                return query < 0 ? path : path + target.substring(query);
            });
        }

        /**
         * Replaces what an expression finds first in path and query.
         *
         * @param expression a {@link java.util.regex.Pattern}
         * @param replacement with {@code $1} or <code>${name}</code> for groups
         * @return this
         */
        public Builder regex(String expression, String replacement) {
            Substitution substitution = Substitution.of("rewrite: regex", expression, replacement);
            if (Targets.hasForbidden(replacement)) {
                throw new IllegalArgumentException("rewrite: replacement '" + replacement + "' must be encoded");
            }
            return step(
                    "regex " + expression, target -> substitution.apply(target).orElse(target));
        }

        private Builder step(String name, UnaryOperator<String> step) {
            names.add(name);
            steps.add(target -> Targets.rooted(step.apply(target)));
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         */
        public RewriteOptions build() {
            return new RewriteOptions(steps, names);
        }
    }
}
