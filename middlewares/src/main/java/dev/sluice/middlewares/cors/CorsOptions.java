package dev.sluice.middlewares.cors;

import dev.sluice.core.Tokens;
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
    private static final Pattern ORIGIN = Pattern.compile("null|[a-z][a-z0-9+.-]*://[^/?#\\s\"]+");

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming the option and its value
     */
    public CorsOptions {
        origins = Set.copyOf(origins);
        methods = ordered("methods", methods);
        headers = ordered("headers", headers);
        exposed = ordered("exposed", exposed);
        if (origins.isEmpty()) {
            throw new IllegalArgumentException("cors: origins must not be empty");
        }
        for (String origin : origins) {
            if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        "cors: origin '" + origin + "' must be scheme://host[:port] in lower case");
            }
        }
        if (credentials && origins.contains(ANY)) {
            throw new IllegalArgumentException("cors: origin '*' and credentials would open every user to every site");
        }
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("cors: maxAge must be 0 or more, is " + maxAge);
        }
    }

    private static Set<String> ordered(String option, Set<String> tokens) {
        for (String token : tokens) {
            if (!Tokens.isToken(token)) {
                throw new IllegalArgumentException("cors: " + option + " has '" + token + "', which is not a name");
            }
        }
        return Collections.unmodifiableSet(new TreeSet<>(tokens));
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
        private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

        private final Set<String> origins = new LinkedHashSet<>();
        private Set<String> methods = Set.of("GET", "HEAD", "POST");
        private final Set<String> headers = new LinkedHashSet<>();
        private final Set<String> exposed = new LinkedHashSet<>();
        private boolean credentials;
        private Duration maxAge = TEN_MINUTES;

        private Builder() {}

        /**
         * Who may use the service.
         *
         * @param sites such as {@code https://app.example.com}, or {@code *}; more are added
         * @return this
         */
        public Builder origins(String... sites) {
            origins.addAll(Arrays.asList(sites));
            return this;
        }

        /**
         * The methods that scripts may use.
         *
         * @param names by default GET, HEAD and POST, which these replace
         * @return this
         */
        public Builder methods(String... names) {
            methods = new LinkedHashSet<>(Arrays.asList(names));
            return this;
        }

        /**
         * The request fields that scripts may set, besides those that they always may.
         *
         * @param names in any case, or {@code *}; more are added
         * @return this
         */
        public Builder headers(String... names) {
            headers.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * The response fields that scripts may see, besides those that they always may.
         *
         * @param names in any case; more are added
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
         * How long a browser may remember what a preflight was told.
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
         */
        public CorsOptions build() {
            return new CorsOptions(origins, methods, headers, exposed, credentials, maxAge);
        }
    }
}
