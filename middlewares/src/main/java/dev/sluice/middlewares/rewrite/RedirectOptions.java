package dev.sluice.middlewares.rewrite;

import java.net.URI;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * Where {@link Redirect} sends clients. Immutable.
 *
 * @param expression looks at the URL that the client asked for: scheme, Host field and target
 * @param location what the whole match becomes, with {@code $1} for groups
 * @param status 301, 302, 307 or 308
 */
public record RedirectOptions(String expression, String location, int status) {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 307, 308);
    private static final int FOUND = 302;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming the option and its value
     */
    public RedirectOptions {
        Substitution.of("redirect: regex", expression, location);
        if (location.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("redirect: location '" + location + "' must be encoded");
        }
        if (!STATUSES.contains(status)) {
            throw new IllegalArgumentException("redirect: status must be 301, 302, 307 or 308, is " + status);
        }
    }

    /**
     * Sends everybody to another place, path and query preserved.
     *
     * @param base such as {@code https://new.example.com/base}
     * @return options with status 302
     */
    public static RedirectOptions to(String base) {
        String scheme = String.valueOf(URI.create(base).getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("redirect: to '" + base + "' must start with http:// or https://");
        }
        String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return regex("^[a-z]+://[^/]*(/.*)$", Matcher.quoteReplacement(trimmed) + "$1");
    }

    /**
     * Sends clients that speak plain HTTP to the same URL over TLS, at the standard port.
     *
     * @return options with status 302; 308 is what to choose once it works
     */
    public static RedirectOptions https() {
        return regex("^http://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]*)?(/.*)$", "https://$1$2");
    }

    /**
     * Sends clients whose URL matches elsewhere; the others pass.
     *
     * @param expression a {@link java.util.regex.Pattern} for the URL, such as {@code ^https?://[^/]+/old/(.*)$}
     * @param location a URL or a path, with {@code $1} for groups
     * @return options with status 302
     */
    public static RedirectOptions regex(String expression, String location) {
        return new RedirectOptions(expression, location, FOUND);
    }

    /**
     * A copy with another status.
     *
     * @param code 301 or 308 for good, 302 or 307 for now; 307 and 308 keep the method
     * @return the copy
     */
    public RedirectOptions status(int code) {
        return new RedirectOptions(expression, location, code);
    }
}
