package dev.sluice.forwarder.fields;

import dev.sluice.core.Fields;
import java.util.List;
import java.util.Map;

/** What a field is to someone who passes messages on (RFC 9110 §7.6.1). */
enum FieldKind {
    /** Passes, unless Connection nominates it. */
    ORDINARY,
    /** Passes whatever Connection says: a peer must not be able to take it away. Not wanted in trailers. */
    ESSENTIAL,
    /** Is meant for the next hop only and ends here. */
    HOP_BY_HOP,
    /** Content-Length: says where the body ends, and is written anew. */
    LENGTH,
    /** Host: says where the request goes. */
    HOST,
    /** Holds a URL, which may name the upstream to the client, or the gateway to the upstream; else as essential. */
    REFERENCE,
    /** Proxy: means nothing in HTTP, but is HTTP_PROXY to a CGI program (httpoxy, CVE-2016-5385). */
    CGI_PROXY,
    /** Says who the client is: X-Forwarded-…, X-Real-Ip, Forwarded (RFC 7239). */
    FORWARDED,
    /** Is none of these, but is one of the above, and not essential, to a server that reads underscores as hyphens. */
    LOOK_ALIKE;

    private static final Known[] BY_HASH = byHash(Map.of(
            HOP_BY_HOP,
            List.of(
                    "Connection",
                    "Proxy-Connection",
                    "Keep-Alive",
                    "TE",
                    "Transfer-Encoding",
                    "Upgrade",
                    "HTTP2-Settings",
                    "Proxy-Authenticate",
                    "Proxy-Authorization",
                    "Proxy-Authentication-Info"),
            LENGTH,
            List.of("Content-Length"),
            HOST,
            List.of("Host"),
            REFERENCE,
            List.of("Location", "Content-Location", "Refresh", "Destination"),
            CGI_PROXY,
            List.of("Proxy"),
            FORWARDED,
            List.of(
                    "X-Forwarded-For",
                    "X-Forwarded-Proto",
                    "X-Forwarded-Host",
                    "X-Forwarded-Port",
                    "X-Forwarded-Server",
                    "X-Real-Ip",
                    "Forwarded"),
            ESSENTIAL,
            List.of(
                    "Authorization",
                    "Cookie",
                    "Set-Cookie",
                    "WWW-Authenticate",
                    "Authentication-Info",
                    "Content-Type",
                    "Content-Encoding",
                    "Content-Language",
                    "Content-Range",
                    "Content-Disposition",
                    "Content-Security-Policy",
                    "Strict-Transport-Security",
                    "Cache-Control",
                    "Date",
                    "Age",
                    "Expires",
                    "Vary",
                    "Retry-After",
                    "Origin",
                    "Range",
                    "If-Match",
                    "If-None-Match",
                    "If-Modified-Since",
                    "If-Unmodified-Since",
                    "If-Range",
                    "Expect",
                    "Max-Forwards",
                    "Trailer",
                    "Via",
                    "CDN-Loop")));

    private record Known(String name, FieldKind kind) {}

    /** Four times as many slots as names; a taken slot's next is taken. */
    private static Known[] byHash(Map<FieldKind, List<String>> names) {
        Known[] table = new Known[256];
        names.forEach((kind, all) -> all.forEach(name -> {
            int slot = Fields.nameHash(name) & (table.length - 1);
            while (table[slot] != null) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = new Known(name, kind);
        }));
        return table;
    }

    /** The kind of a field line; looks at its name only, and at few names to compare it with. */
    static FieldKind of(Fields fields, int i) {
        int slot = fields.nameHash(i) & (BY_HASH.length - 1);
        for (Known known = BY_HASH[slot]; known != null; known = BY_HASH[slot]) {
            if (fields.isNamed(i, known.name)) {
                return known.kind;
            }
            if (fields.looksLike(i, known.name)) {
                return known.kind.seenWithUnderscores();
            }
            slot = (slot + 1) & (BY_HASH.length - 1);
        }
        return ORDINARY;
    }

    private FieldKind seenWithUnderscores() {
        return this == ESSENTIAL || this == REFERENCE ? ORDINARY : LOOK_ALIKE;
    }
}
