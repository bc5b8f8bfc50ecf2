package dev.sluice.core;

import dev.sluice.core.syntax.AddressText;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.core.syntax.UriHost;
import java.net.IDN;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server that requests are forwarded to. Two are the same if scheme, host, port, base path and address are.
 *
 * @param scheme {@code http}, {@code https}, or {@code h2c}: HTTP/2 in clear text, known in advance (RFC 9113 §3.3)
 * @param host name or address, in ASCII and lower case; IPv6 without brackets
 * @param port explicit, or the scheme's default: 443 for {@code https}, else 80
 * @param basePath what targets are joined to: empty, or starts with a slash and does not end with one
 * @param address one of the addresses of the host, which connections are opened to in place of looking the name up: the
 *     Host field and TLS have the name all the same. Empty for whichever the name has then
 */
public record Upstream(String scheme, String host, int port, String basePath, Optional<String> address) {
    private static final String H2C = "h2c";

    /** An authority that java.net.URI takes for no host and port. Made for those who have such a name only. */
    private static final class RegName {
        static final Pattern AUTHORITY = Pattern.compile("([^@:\\[\\]]+)(?::([0-9]{0,9}))?");
        static final Pattern ASCII = Pattern.compile("[A-Za-z0-9._~-]+");
    }

    /**
     * A server that is found by its name.
     *
     * @param scheme {@code http}, {@code https} or {@code h2c}
     * @param host name or address, in ASCII and lower case; IPv6 without brackets
     * @param port explicit, or the scheme's default
     * @param basePath empty, or starts with a slash and does not end with one
     */
    public Upstream(String scheme, String host, int port, String basePath) {
        this(scheme, host, port, basePath, Optional.empty());
    }

    /**
     * Parses {@code http://host[:port][/base][#address]}; the scheme may also be {@code https} or {@code h2c}. The host is an address or any name of RFC 3986 §3.2.2 that
     * consists of unreserved characters, such as {@code my_service}; one that is not ASCII gets its ASCII form (RFC 5890).
     * What is not ASCII in the base path is percent-encoded. An address behind {@code #} is connected to in place of
     * looking the name up: {@code https://api.example.com#10.0.0.1}.
     *
     * @param url absolute; no user info or query, and no fragment but an address
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
        if (!scheme.equals("http") && !scheme.equals("https") && !scheme.equals(H2C)) {
            throw bad(url, "must start with http://, https:// or h2c://");
        }
        if (uri.getRawAuthority() == null) {
            throw bad(url, "has no host");
        }
        String fragment = uri.getRawFragment();
        boolean strange = fragment != null && Cidr.address(fragment).isEmpty();
        if (uri.getRawAuthority().indexOf('@') >= 0 || uri.getRawQuery() != null || strange) {
            throw bad(url, "must not have user info, a query or a fragment");
        }
        String host = uri.getHost();
        Upstream named =
                host == null ? named(url, uri, scheme) : at(url, scheme, unbracketed(host), uri.getPort(), uri);
        return fragment == null ? named : named.at(fragment);
    }

    private static Upstream named(String url, URI uri, String scheme) {
        Matcher authority = RegName.AUTHORITY.matcher(uri.getRawAuthority());
        if (!authority.matches()) {
            throw badHost(url);
        }
        String port = authority.group(2);
        String name = asciiName(authority.group(1)).orElseThrow(() -> badHost(url));
        return at(url, scheme, name, port == null || port.isEmpty() ? -1 : Integer.parseInt(port), uri);
    }

    /** A reg-name as it is looked up: percent-encoded or other octets are UTF-8 (RFC 3986 §3.2.2). */
    private static Optional<String> asciiName(String encoded) {
        try {
            String name = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            String ascii = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            return RegName.ASCII.matcher(ascii).matches() ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException neitherNameNorUtf8) {
            return Optional.empty();
        }
    }

    private static Upstream at(String url, String scheme, String host, int port, URI uri) {
        if (port == 0 || port > 65_535) {
            throw bad(url, "has a port outside 1..65535");
        }
        return new Upstream(scheme, host, port > 0 ? port : defaultPort(scheme), trimmed(uri.getRawPath()));
    }

    private static IllegalArgumentException badHost(String url) {
        return bad(
                url,
                "has a host that is not made of letters, digits, '-', '.', '_' and '~', or a port that is not a number");
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
     * The same server at one of its addresses.
     *
     * @param found IPv4 or IPv6, without brackets
     * @return a copy; {@link #host()} stays the name
     * @throws IllegalArgumentException if it is no address
     */
    public Upstream at(String found) {
        String text = Cidr.address(found)
                .map(AddressText::of)
                .orElseThrow(() -> new IllegalArgumentException("'" + found + "' is not an address of " + this));
        return new Upstream(scheme, host, port, basePath, Optional.of(text));
    }

    /**
     * What connections are opened to.
     *
     * @return the address if there is one, or the host
     */
    public String destination() {
        return address.orElse(host);
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
     * Whether the upstream speaks HTTP/2 without TLS, and HTTP/1.1 not at all.
     *
     * @return true for h2c
     */
    public boolean priorKnowledge() {
        return scheme.equals(H2C);
    }

    /**
     * The scheme of its URLs as the upstream itself writes them.
     *
     * @return {@code https} if it is {@link #secure()}, else {@code http}
     */
    public String urlScheme() {
        return secure() ? "https" : "http";
    }

    /**
     * What a Host field names it: the port is left out where it is the scheme's default (RFC 9110 §7.2).
     *
     * @return {@code host[:port]}
     */
    public String authority() {
        String name = UriHost.of(host);
        return port == defaultPort(scheme) ? name : name + ":" + port;
    }

    /** By hand, as {@link #hashCode()}: what the compiler makes is linked at the first call, a twentieth of a start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Upstream that
                && port == that.port
                && scheme.equals(that.scheme)
                && host.equals(that.host)
                && basePath.equals(that.basePath)
                && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * (31 * scheme.hashCode() + host.hashCode()) + port) + basePath.hashCode())
                + address.hashCode();
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        String url = scheme + "://" + authority() + basePath;
        return address.map(at -> url + "#" + at).orElse(url);
    }
}
