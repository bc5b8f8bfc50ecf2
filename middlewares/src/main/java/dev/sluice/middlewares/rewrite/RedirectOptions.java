package dev.sluice.middlewares.rewrite;

import java.util.Set;

/**
 * Where {@link Redirect} sends clients. Immutable.
 *
 * @param where which requests are redirected, and to which location
 * @param status 301, 302, 307 or 308
 */
public record RedirectOptions(Redirection where, int status) {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 307, 308);
    static final int FOUND = 302;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming the option and its value
     */
    public RedirectOptions {
        if (!STATUSES.contains(status)) {
            throw new IllegalArgumentException("status must be 301, 302, 307 or 308, is " + status);
        }
    }

    /**
     * Redirects all requests to another base URL; path and query are preserved.
     *
     * @param base such as {@code https://new.example.com/base}
     * @return options with status 302
     */
    public static RedirectOptions to(String base) {
        return new RedirectOptions(new Redirection.ToBase(base), FOUND);
    }

    /**
     * Redirects plain HTTP requests to the same URL over TLS, at port 443.
     *
     * @return options with status 302. Browsers remember 308 for good, so set that only once https works
     */
    public static RedirectOptions https() {
        return https(Redirection.Https.STANDARD);
    }

    /**
     * Sends clients that speak plain HTTP to the same URL over TLS.
     *
     * @param port where TLS is spoken
     * @return options with status 302; 308 is what to choose once it works
     */
    public static RedirectOptions https(int port) {
        return new RedirectOptions(new Redirection.Https(port), FOUND);
    }

    /**
     * Redirects requests whose URL matches; the others pass.
     *
     * @param expression a {@link dev.sluice.expression.Regex} for the URL, such as {@code ^https?://[^/]+/old/(.*)$}
     * @param location a URL or a path, with {@code $1} for groups
     * @return options with status 302
     */
    public static RedirectOptions regex(String expression, String location) {
        return new RedirectOptions(new Redirection.Matching(expression, location), FOUND);
    }

    /**
     * A copy with another status.
     *
     * @param code 301 or 308 if the move is permanent, 302 or 307 if it is temporary; with 307 and 308 the client keeps
     *     the method
     * @return the copy
     */
    public RedirectOptions status(int code) {
        return new RedirectOptions(where, code);
    }
}
