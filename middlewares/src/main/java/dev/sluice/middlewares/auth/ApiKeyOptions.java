package dev.sluice.middlewares.auth;

import dev.sluice.core.Tokens;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which keys {@link ApiKey} takes. Immutable.
 *
 * @param header the field that carries the key
 * @param check whether a key is valid
 */
public record ApiKeyOptions(String header, Predicate<String> check) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming the option and its value
     */
    public ApiKeyOptions {
        if (!Tokens.isToken(header)) {
            throw new IllegalArgumentException("apiKey: header '" + header + "' is not a name");
        }
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
        private final Set<ByteBuffer> digests = new HashSet<>();
        private String header = "X-Api-Key";
        private Predicate<String> check = key -> false;
        private boolean checked;

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
         * Takes some keys. Only digests of them are kept, so that looking one up tells nothing about another.
         *
         * @param keys not empty; more are added
         * @return this
         */
        public Builder keys(String... keys) {
            for (String key : keys) {
                if (key.isEmpty()) {
                    throw new IllegalArgumentException("apiKey: a key must not be empty");
                }
                digests.add(ByteBuffer.wrap(Digest.of(key)));
            }
            return this;
        }

        /**
         * Asks a program about keys that are not listed.
         *
         * @param program gets the key; may block
         * @return this
         */
        public Builder check(Predicate<String> program) {
            check = program;
            checked = true;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         */
        public ApiKeyOptions build() {
            if (digests.isEmpty() && !checked) {
                throw new IllegalArgumentException("apiKey: there are neither keys nor a check");
            }
            Set<ByteBuffer> known = Set.copyOf(digests);
            Predicate<String> listed = key -> known.contains(ByteBuffer.wrap(Digest.of(key)));
            return new ApiKeyOptions(header, listed.or(check));
        }
    }
}
