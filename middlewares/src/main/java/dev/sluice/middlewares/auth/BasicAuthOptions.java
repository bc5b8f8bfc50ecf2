package dev.sluice.middlewares.auth;

import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Whom {@link BasicAuth} lets in. Immutable.
 *
 * @param realm what a browser shows; printable ASCII without quotes and backslashes
 * @param check whether a user has a password
 */
public record BasicAuthOptions(String realm, BiPredicate<String, String> check) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming the option and its value
     */
    public BasicAuthOptions {
        if (realm.chars().anyMatch(c -> c < ' ' || c > '~' || c == '"' || c == '\\')) {
            throw new IllegalArgumentException(
                    "basicAuth: realm '" + realm + "' must be printable ASCII without quotes and backslashes");
        }
    }

    /**
     * Starts from the realm {@code restricted}.
     *
     * @return a builder, which needs users or a check
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final Map<String, byte[]> users = new HashMap<>();
        private String realm = "restricted";
        private BiPredicate<String, String> check = (user, password) -> false;
        private boolean checked;

        private Builder() {}

        /**
         * What a browser shows.
         *
         * @param name by default {@code restricted}
         * @return this
         */
        public Builder realm(String name) {
            realm = name;
            return this;
        }

        /**
         * Lets a user in. Only a digest of the password is kept, and it is compared in constant time.
         *
         * @param name without a colon
         * @param password any text
         * @return this
         */
        public Builder user(String name, String password) {
            if (name.indexOf(':') >= 0) {
                throw new IllegalArgumentException("basicAuth: user '" + name + "' must not have a colon");
            }
            users.put(name, Digest.of(password));
            return this;
        }

        /**
         * Asks a program about those who are not named by {@link #user}. Where it looks passwords up, it should compare
         * in constant time too.
         *
         * @param program gets user and password; may block
         * @return this
         */
        public Builder check(BiPredicate<String, String> program) {
            check = program;
            checked = true;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         */
        public BasicAuthOptions build() {
            if (users.isEmpty() && !checked) {
                throw new IllegalArgumentException("basicAuth: there are neither users nor a check");
            }
            Map<String, byte[]> known = Map.copyOf(users);
            byte[] nobody = Digest.of("");
            BiPredicate<String, String> named =
                    (user, password) -> MessageDigest.isEqual(known.getOrDefault(user, nobody), Digest.of(password))
                            && known.containsKey(user);
            return new BasicAuthOptions(realm, named.or(check));
        }
    }
}
