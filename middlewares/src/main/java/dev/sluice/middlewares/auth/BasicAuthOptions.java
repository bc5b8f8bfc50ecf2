package dev.sluice.middlewares.auth;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.options.Secret;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Whom {@link BasicAuth} lets in. Immutable.
 *
 * @param realm what a browser shows; printable ASCII without quotes and backslashes
 * @param users passwords by user name. A name has no colon (RFC 7617 §2)
 * @param check code that is asked about users who are not listed, with name and password. Exists in Java only
 */
public record BasicAuthOptions(String realm, Map<String, Secret> users, Optional<BiPredicate<String, String>> check) {
    static final String DEFAULT_REALM = "restricted";

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public BasicAuthOptions {
        users = Collections.unmodifiableMap(new TreeMap<>(users));
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                realm.chars().noneMatch(c -> c < ' ' || c > '~' || c == '"' || c == '\\'),
                "realm '" + realm + "' must be printable ASCII without quotes and backslashes");
        for (String user : users.keySet()) {
            mistakes.unless(user.indexOf(':') < 0, "user '" + user + "' must not have a colon");
        }
        mistakes.unless(!users.isEmpty() || check.isPresent(), "there are neither users nor a check");
        mistakes.throwIfAny();
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
        private final Map<String, Secret> users = new HashMap<>();
        private String realm = DEFAULT_REALM;
        private Optional<BiPredicate<String, String>> check = Optional.empty();

        private Builder() {}

        /**
         * What a browser shows when it asks for the password.
         *
         * @param name by default {@code restricted}
         * @return this
         */
        public Builder realm(String name) {
            realm = name;
            return this;
        }

        /**
         * Users who are let in.
         *
         * @param passwords by names without colons; added to those that were given before
         * @return this
         */
        public Builder users(Map<String, Secret> passwords) {
            users.putAll(passwords);
            return this;
        }

        /**
         * One user who is let in.
         *
         * @param name without a colon
         * @param password any text
         * @return this
         */
        public Builder user(String name, String password) {
            users.put(name, Secret.of(password));
            return this;
        }

        /**
         * Code that is asked about users who are not listed by {@link #user}. It should compare passwords in constant
         * time.
         *
         * @param program gets user and password; may block; must be thread-safe
         * @return this
         */
        public Builder check(BiPredicate<String, String> program) {
            check = Optional.of(program);
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public BasicAuthOptions build() {
            return new BasicAuthOptions(realm, users, check);
        }
    }
}
