package dev.sluice.middlewares.cors;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Tokens;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What {@link Cors} allows. Immutable. {@code *} stands for any origin, or any header.
 *
 * @param origins such as {@code https://app.example.com}
 * @param methods in the case they are used in
 * @param headers request fields that scripts may set, in any case
 * @param exposed response fields that scripts may see
 * @param credentials whether cookies and {@code Authorization} are sent along
 * @param maxAge how long a browser may remember a preflight; whole seconds
 */
public record CorsOptions(
        Set<String> origins,
        Set<String> methods,
        Set<String> headers,
        Set<String> exposed,
        boolean credentials,
        Duration maxAge) {
    static final String ANY = "*";
    static final Set<String> DEFAULT_METHODS = Set.of("GET", "HEAD", "POST");
    static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(10);
    private static final Pattern ORIGIN = Pattern.compile("null|[a-z][a-z0-9+.-]*://[^/?#\\s\"]+");

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public CorsOptions {
        origins = ordered(origins);
        methods = ordered(methods);
        headers = ordered(headers);
        exposed = ordered(exposed);
        Mistakes mistakes = new Mistakes();
        mistakes.unless(!origins.isEmpty(), "origins must not be empty");
        origins.forEach(origin -> mistakes.trying(() -> origin(origin)));
        checkTokens("methods", methods, mistakes);
        checkTokens("headers", headers, mistakes);
        checkTokens("exposed", exposed, mistakes);
        mistakes.unless(
                !credentials || !origins.contains(ANY),
                "origins '*' together with credentials would open every user's session to every site");
        mistakes.unless(!maxAge.isNegative(), "maxAge must be 0 or more, is " + maxAge);
        mistakes.throwIfAny();
    }

    /** Checks an origin and returns it. */
    static String origin(String origin) {
        if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException("origin '" + origin + "' must be scheme://host[:port] in lower case");
        }
        return origin;
    }

    private static void checkTokens(String option, Set<String> tokens, Mistakes mistakes) {
        for (String token : tokens) {
            mistakes.unless(Tokens.isToken(token), option + " has '" + token + "', which is not a name");
        }
    }

    private static Set<String> ordered(Set<String> texts) {
        return Collections.unmodifiableSet(new TreeSet<>(texts));
    }

    /**
     * Starts from the defaults: GET, HEAD and POST, no headers, no credentials, 10 minutes.
     *
     * @return a builder, which needs an origin
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final Set<String> origins = new LinkedHashSet<>();
        private Set<String> methods = DEFAULT_METHODS;
        private final Set<String> headers = new LinkedHashSet<>();
        private final Set<String> exposed = new LinkedHashSet<>();
        private boolean credentials;
        private Duration maxAge = DEFAULT_MAX_AGE;

        private Builder() {}

        /**
         * Whose scripts may use the service.
         *
         * @param sites such as {@code https://app.example.com}, or {@code *}; added to those that were given before
         * @return this
         */
        public Builder origins(String... sites) {
            origins.addAll(Arrays.asList(sites));
            return this;
        }

        /**
         * The methods that scripts may use.
         *
         * @param names in place of those that were given before; by default GET, HEAD and POST
         * @return this
         */
        public Builder methods(String... names) {
            methods = new LinkedHashSet<>(Arrays.asList(names));
            return this;
        }

        /**
         * The request fields that scripts may set, besides those that CORS always allows (Fetch §2.2.2).
         *
         * @param names in any case, or {@code *}; added to those that were given before
         * @return this
         */
        public Builder headers(String... names) {
            headers.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * The response fields that scripts may see, besides those that CORS always shows (Fetch §2.2.2).
         *
         * @param names in any case; added to those that were given before
         * @return this
         */
        public Builder exposed(String... names) {
            exposed.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * Whether the browser sends cookies and {@code Authorization} along. Not with the origin {@code *}.
         *
         * @param sent by default false
         * @return this
         */
        public Builder credentials(boolean sent) {
            credentials = sent;
            return this;
        }

        /**
         * How long a browser may remember the answer to a preflight.
         *
         * @param duration by default 10 minutes
         * @return this
         */
        public Builder maxAge(Duration duration) {
            maxAge = duration;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public CorsOptions build() {
            return new CorsOptions(origins, methods, headers, exposed, credentials, maxAge);
        }
    }
}
