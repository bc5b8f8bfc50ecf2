package dev.sluice.middlewares.rewrite;

import dev.sluice.core.options.Mistakes;
import dev.sluice.expression.Regex;
import dev.sluice.expression.Substitution;

/** Which requests are redirected, and to which location: data, compared by value. */
public sealed interface Redirection {
    /**
     * All requests, to another base URL; path and query are preserved.
     *
     * @param base such as {@code https://new.example.com/base}; a slash at its end is dropped
     */
    record ToBase(String base) implements Redirection {
        /**
         * Checks the base.
         *
         * @throws IllegalArgumentException naming it
         */
        public ToBase {
            int authority = base.startsWith("https://") ? "https://".length() : "http://".length();
            boolean web = base.startsWith("http://") || base.startsWith("https://");
            if (!web || base.length() == authority || base.charAt(authority) == '/') {
                throw new IllegalArgumentException(
                        "to '" + base + "' must start with http:// or https:// and name a host");
            }
            if (base.indexOf('?') >= 0 || !Texts.isEncoded(base)) {
                throw new IllegalArgumentException("to '" + base + "' must be encoded and have no query");
            }
            base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        }

        @Override
        public String toString() {
            return base;
        }
    }

    /**
     * Requests over plain HTTP, to the same URL over TLS.
     *
     * @param port where TLS is spoken
     */
    record Https(int port) implements Redirection {
        /** The port that a URL does not name. */
        static final int STANDARD = 443;

        /**
         * Checks the port.
         *
         * @throws IllegalArgumentException naming it
         */
        public Https {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("the port of https must be 1..65535, is " + port);
            }
        }

        /** The port as it is written behind the host of a URL; empty for 443. */
        String suffix() {
            return port == STANDARD ? "" : ":" + port;
        }

        @Override
        public String toString() {
            return "https" + suffix();
        }
    }

    /**
     * Requests whose URL matches a regular expression.
     *
     * @param expression a {@link Regex} for scheme, Host field and target, such as {@code ^https?://[^/]+/old/(.*)$}
     * @param location the location, in place of the match: a URL or a path, with {@code $1} or <code>${name}</code> for
     *     groups
     */
    record Matching(String expression, String location) implements Redirection {
        /**
         * Checks both.
         *
         * @throws IllegalArgumentException naming every mistake and its position
         */
        public Matching {
            Mistakes mistakes = new Mistakes();
            Patterns.check(expression, "location", location, mistakes);
            mistakes.unless(
                    location.chars().allMatch(c -> c > ' ' && c <= '~'),
                    "regex: location '" + location + "' must be encoded");
            mistakes.throwIfAny();
        }

        Substitution substitution() {
            return Substitution.of(Regex.of(expression), location);
        }

        @Override
        public String toString() {
            return location + " from " + expression;
        }
    }
}
