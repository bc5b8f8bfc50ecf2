package dev.sluice.core;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A server that requests are forwarded to. Two are the same if scheme, host, port and base path are.
 *
 * @param scheme {@code http} or {@code https}
 * @param host name or address; IPv6 without brackets
 * @param port explicit, or the scheme's default
 * @param basePath what targets are joined to: empty, or starts with a slash and does not end with one
 */
public record Upstream(String scheme, String host, int port, String basePath) {
    /**
     * Parses {@code http://host[:port][/base]}; what is not ASCII in the base path is percent-encoded.
     *
     * @param url absolute; no user info, query or fragment
     * @return the upstream
     * @throws IllegalArgumentException with the reason and the text
     */
    public static Upstream of(String url) {
        URI uri;
        try {
            uri = URI.create(URI.create(url.strip()).toASCIIString());
        } catch (IllegalArgumentException malformed) {
            throw bad(url, "is not a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw bad(url, "must start with http:// or https://");
        }
        checkParts(uri, url);
        int port = uri.getPort() > 0 ? uri.getPort() : defaultPort(scheme);
        return new Upstream(scheme, unbracketed(uri.getHost()), port, trimmed(uri.getRawPath()));
    }

    private static void checkParts(URI uri, String url) {
        if (uri.getRawAuthority() == null) {
            throw bad(url, "has no host");
        }
        if (uri.getHost() == null) {
            throw bad(
                    url, "has a host that is not made of letters, digits, '-' and '.', or a port that is not a number");
        }
        if (uri.getUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw bad(url, "must not have user info, a query or a fragment");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw bad(url, "has a port outside 1..65535");
        }
    }

    private static IllegalArgumentException bad(String url, String why) {
        return new IllegalArgumentException("upstream '" + url + "' " + why);
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static String unbracketed(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") ? lower.substring(1, lower.length() - 1) : lower;
    }

    private static String trimmed(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /**
     * Whether the upstream is reached over TLS.
     *
     * @return true for https
     */
    public boolean secure() {
        return scheme.equals("https");
    }

    /**
     * What a Host field names it: the port is left out where it is the scheme's default (RFC 9110 §7.2).
     *
     * @return {@code host[:port]}
     */
    public String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == defaultPort(scheme) ? name : name + ":" + port;
    }

    /** By hand, as {@link #hashCode()}: what the compiler makes is linked at the first call, a twentieth of a start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Upstream that
                && port == that.port
                && scheme.equals(that.scheme)
                && host.equals(that.host)
                && basePath.equals(that.basePath);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * scheme.hashCode() + host.hashCode()) + port) + basePath.hashCode();
    }

    @Override
    public String toString() {
        return scheme + "://" + authority() + basePath;
    }
}
