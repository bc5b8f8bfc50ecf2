package dev.sluice.middlewares.auth;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.options.Secret;
import dev.sluice.core.syntax.Tokens;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which keys {@link ApiKey} takes. Immutable.
 *
 * @param header the field that carries the key
 * @param keys the keys that are valid
 * @param check code that is asked about keys which are not listed. Exists in Java only
 */
public record ApiKeyOptions(String header, Set<Secret> keys, Optional<Predicate<String>> check) {
    static final String DEFAULT_HEADER = "X-Api-Key";

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public ApiKeyOptions {
        keys = Set.copyOf(keys);
        Mistakes mistakes = new Mistakes();
        mistakes.unless(Tokens.isToken(header), "header '" + header + "' is not a field name");
        mistakes.unless(keys.stream().noneMatch(Secret::isEmpty), "keys must not be empty texts");
        mistakes.unless(!keys.isEmpty() || check.isPresent(), "there are neither keys nor a check");
        mistakes.throwIfAny();
    }

    /**
     * Starts from the field {@code X-Api-Key}.
     *
     * @return a builder, which needs keys or a check
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final Set<Secret> keys = new LinkedHashSet<>();
        private String header = DEFAULT_HEADER;
        private Optional<Predicate<String>> check = Optional.empty();

        private Builder() {}

        /**
         * The field that carries the key.
         *
         * @param name by default {@code X-Api-Key}
         * @return this
         */
        public Builder header(String name) {
            header = name;
            return this;
        }

        /**
         * Keys that are valid.
         *
         * @param texts not empty; added to those that were given before
         * @return this
         */
        public Builder keys(String... texts) {
            for (String text : texts) {
                keys.add(Secret.of(text));
            }
            return this;
        }

        /**
         * Code that is asked about keys which are not listed. It should compare keys in constant time.
         *
         * @param program gets the key; may block; must be thread-safe
         * @return this
         */
        public Builder check(Predicate<String> program) {
            check = Optional.of(program);
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public ApiKeyOptions build() {
            return new ApiKeyOptions(header, keys, check);
        }
    }
}
