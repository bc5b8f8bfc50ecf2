package dev.sluice.forwarder.fields;

import dev.sluice.core.Upstream;
import java.util.Locale;
import java.util.Optional;

/**
 * Translates URLs in fields between two namings of the same server: the upstream's own (scheme, authority, base path)
 * and the client's (scheme and authority of the gateway).
 *
 * @param upstream where requests go
 * @param sentHost the Host field that was sent to the upstream
 * @param clientScheme {@code http} or {@code https}: the scheme of the client
 * @param clientHost the Host field of the client; empty if there was none
 */
record References(Upstream upstream, String sentHost, String clientScheme, String clientHost) {
    /** The parts of a URL; a missing scheme or authority is empty. */
    private record Reference(String scheme, String authority, String tail) {
        static Optional<Reference> of(String text) {
            int start;
            String scheme = "";
            if (text.startsWith("//")) {
                start = 2;
            } else if (text.startsWith("/")) {
                return Optional.of(new Reference("", "", text));
            } else if (text.regionMatches(true, 0, "http://", 0, 7) || text.regionMatches(true, 0, "https://", 0, 8)) {
                scheme = text.substring(0, text.indexOf(':')).toLowerCase(Locale.ROOT);
                start = scheme.length() + 3;
            } else {
                return Optional.empty();
            }
            int end = start;
            while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            return Optional.of(new Reference(scheme, text.substring(start, end), text.substring(end)));
        }
    }

    /** A URL that the upstream wrote, as the client can use it: changed only if it names the upstream. */
    String toClient(String text) {
        return Reference.of(text).flatMap(this::toClient).orElse(text);
    }

    private Optional<String> toClient(Reference reference) {
        Optional<String> tail = withoutBase(reference.tail);
        if (tail.isEmpty()) {
            return Optional.empty(); // elsewhere on the upstream, where no request of this client leads
        }
        if (reference.authority.isEmpty()) {
            return tail;
        }
        String scheme = reference.scheme.isEmpty() ? upstream.urlScheme() : reference.scheme;
        if (isSame(reference.authority, upstream.authority(), scheme, upstream.urlScheme())) {
            String path = tail.get().startsWith("/") ? tail.get() : "/" + tail.get();
            return Optional.of(clientHost.isEmpty() ? path : clientScheme + "://" + clientHost + path);
        }
        if (isSame(reference.authority, sentHost, scheme, scheme)) {
            String prefix = reference.scheme.isEmpty() ? "//" : reference.scheme + "://";
            return Optional.of(prefix + reference.authority + tail.get()); // a scheme may be changed on purpose
        }
        return Optional.empty();
    }

    /** A URL that the client wrote, as the upstream can use it: changed only if it names the gateway. */
    String toUpstream(String text) {
        return Reference.of(text).flatMap(this::toUpstream).orElse(text);
    }

    private Optional<String> toUpstream(Reference reference) {
        if (reference.authority.isEmpty()) {
            return Optional.of(upstream.basePath() + reference.tail);
        }
        String scheme = reference.scheme.isEmpty() ? clientScheme : reference.scheme;
        return isSame(reference.authority, clientHost, scheme, scheme)
                ? Optional.of(upstream.urlScheme() + "://" + sentHost + upstream.basePath() + reference.tail)
                : Optional.empty();
    }

    private Optional<String> withoutBase(String tail) {
        String base = upstream.basePath();
        if (base.isEmpty()) {
            return Optional.of(tail);
        }
        boolean below = tail.startsWith(base)
                && (tail.length() == base.length() || "/?#".indexOf(tail.charAt(base.length())) >= 0);
        if (!below) {
            return Optional.empty();
        }
        String rest = tail.substring(base.length());
        return Optional.of(rest.startsWith("/") ? rest : "/" + rest);
    }

    /** Whether two authorities are equal; a missing port is the scheme's default (RFC 9110 §4.2.3). */
    private static boolean isSame(String authority, String other, String scheme, String otherScheme) {
        return withPort(authority, scheme).equalsIgnoreCase(withPort(other, otherScheme));
    }

    private static String withPort(String authority, String scheme) {
        int colon = authority.lastIndexOf(':');
        boolean has = colon > authority.lastIndexOf(']');
        if (has && colon < authority.length() - 1) {
            return authority;
        }
        String name = has ? authority.substring(0, colon) : authority;
        return name + (scheme.equals("https") ? ":443" : ":80");
    }

    /** The value of {@code Refresh: 5; url=…}, with its URL translated for the client. */
    String refresh(String value) {
        int at = value.toLowerCase(Locale.ROOT).indexOf("url=");
        if (at < 0) {
            return value;
        }
        int start = at + "url=".length();
        boolean quoted = start < value.length() && (value.charAt(start) == '"' || value.charAt(start) == '\'');
        int close = quoted ? value.indexOf(value.charAt(start), start + 1) : -1;
        int from = quoted ? start + 1 : start;
        int to = close < 0 ? value.length() : close;
        return value.substring(0, from) + toClient(value.substring(from, to)) + value.substring(to);
    }
}
