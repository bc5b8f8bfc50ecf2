package dev.sluice.middlewares.rewrite;

import dev.sluice.core.options.Mistakes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What {@link Rewrite} does to a target. Immutable.
 *
 * @param steps what is done to the target, in order
 * @param allowDotSegments whether a path with {@code .} or {@code ..} in it is rewritten like any other; by default it is
 *     refused
 */
public record RewriteOptions(List<Rewriting> steps, boolean allowDotSegments) {
    /**
     * Checks and copies the options.
     *
     * @throws IllegalArgumentException if there is no step
     */
    public RewriteOptions {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("steps must not be empty");
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
        private final List<Rewriting> steps = new ArrayList<>();
        private final Mistakes mistakes = new Mistakes();
        private boolean allowDotSegments;

        private Builder() {}

        /**
         * Removes whole segments from the front of the path: {@code /api} of {@code /api/x} and {@code /api?q}, and
         * nothing of {@code /apis}.
         *
         * @param prefix starts with a slash, does not end with one
         * @return this
         */
        public Builder stripPrefix(String prefix) {
            return step(() -> new Rewriting.StripPrefix(prefix));
        }

        /**
         * Puts segments in front of the path.
         *
         * @param prefix starts with a slash, does not end with one
         * @return this
         */
        public Builder addPrefix(String prefix) {
            return step(() -> new Rewriting.AddPrefix(prefix));
        }

        /**
         * Replaces the path and keeps the query.
         *
         * @param path starts with a slash, has no query
         * @return this
         */
        public Builder replacePath(String path) {
            return step(() -> new Rewriting.ReplacePath(path));
        }

        /**
         * Replaces the first match of a regular expression in the path. The query is kept; one in the replacement is
         * put before it.
         *
         * @param expression a {@link dev.sluice.expression.Regex}
         * @param replacement with {@code $1} or <code>${name}</code> for groups
         * @return this
         */
        public Builder regex(String expression, String replacement) {
            return step(() -> new Rewriting.RegexPath(expression, replacement));
        }

        /**
         * Lets paths with the segments {@code .} or {@code ..} pass, in whatever spelling. Without this they are
         * answered 400, because an upstream that resolves them may serve another path than the steps were written for.
         *
         * @return this
         */
        public Builder allowDotSegments() {
            allowDotSegments = true;
            return this;
        }

        private Builder step(Supplier<Rewriting> step) {
            mistakes.trying(() -> steps.add(step.get()));
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public RewriteOptions build() {
            mistakes.throwIfAny();
            return new RewriteOptions(steps, allowDotSegments);
        }
    }
}
