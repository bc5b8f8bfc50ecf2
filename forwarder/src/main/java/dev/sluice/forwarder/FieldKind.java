package dev.sluice.forwarder;

import dev.sluice.core.Fields;
import java.util.ArrayList;
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
    /** Says who the client is: X-Forwarded-…, X-Real-Ip, Forwarded (RFC 7239). */
    FORWARDED,
    /** Is none of these, but is one of the four above to a server that reads underscores as hyphens. */
    LOOK_ALIKE;

    private static final List<List<Known>> BY_LENGTH = byLength(Map.of(
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
                    "Content-Location",
                    "Content-Range",
                    "Content-Disposition",
                    "Content-Security-Policy",
                    "Strict-Transport-Security",
                    "Cache-Control",
                    "Date",
                    "Age",
                    "Expires",
                    "Vary",
                    "Location",
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
                    "Via")));

    private record Known(String name, FieldKind kind) {}

    private static List<List<Known>> byLength(Map<FieldKind, List<String>> names) {
        List<List<Known>> table = new ArrayList<>();
        names.forEach((kind, all) -> all.forEach(name -> {
            while (table.size() <= name.length()) {
                table.add(new ArrayList<>());
            }
            table.get(name.length()).add(new Known(name, kind));
        }));
        return List.copyOf(table);
    }

    /** The kind of a field line; looks at its name only, and at few names to compare it with. */
    static FieldKind of(Fields fields, int i) {
        int length = fields.nameLength(i);
        if (length >= BY_LENGTH.size()) {
            return ORDINARY;
        }
        List<Known> candidates = BY_LENGTH.get(length);
        for (int c = 0; c < candidates.size(); c++) {
            Known known = candidates.get(c);
            if (fields.looksLike(i, known.name)) {
                return fields.isNamed(i, known.name) ? known.kind : known.kind.seenWithUnderscores();
            }
        }
        return ORDINARY;
    }

    private FieldKind seenWithUnderscores() {
        return this == ESSENTIAL ? ORDINARY : LOOK_ALIKE;
    }
}
