package dev.sluice.wire;

import dev.sluice.core.Fields;
import dev.sluice.core.NameTable;
import dev.sluice.core.trace.TraceFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a field is to someone who passes messages on (RFC 9110 §7.6.1). The one list of such fields, for both sides of a
 * gateway.
 */
public enum FieldKind {
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
    /** Tells which trace the request belongs to (W3C Trace Context, B3): passes if it is well-formed. */
    TRACE,
    /**
     * Says in a proxy's name who the client is or what it asked for: X-Forwarded- and whatever follows, Forwarded (RFC
     * 7239), X-Real-Ip, Client-Cert (RFC 9440), and what servers and CDNs have in their place.
     */
    FORWARDED,
    /** Is a forwarded field to a server that reads underscores as hyphens. */
    FORWARDED_LOOK_ALIKE,
    /** Is none of these, but is one of the above, and not essential, to a server that reads underscores as hyphens. */
    LOOK_ALIKE;

    private static final String PREFIX = "X-Forwarded-";

    private static final NameTable<FieldKind> KINDS = table(Map.of(
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
            TRACE,
            TraceFields.names(),
            FORWARDED,
            List.of(
                    "Forwarded",
                    "Forwarded-For",
                    "X-Forwarded",
                    // of those that are known by their prefix, the ones that are met most
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Port",
                    "X-Forwarded-Proto",
                    "X-Forwarded-Server",
                    // who it is
                    "X-Real-Ip",
                    "X-Client-Ip",
                    "Client-Ip",
                    "True-Client-Ip",
                    "X-Cluster-Client-Ip",
                    "X-Originating-Ip",
                    "X-Remote-Ip",
                    "X-Remote-Addr",
                    "X-ProxyUser-Ip",
                    "X-Envoy-External-Address",
                    "CF-Connecting-IP",
                    "CF-Connecting-IPv6",
                    "Fastly-Client-IP",
                    "X-Azure-ClientIP",
                    "X-Azure-SocketIP",
                    "Proxy-Client-IP",
                    "WL-Proxy-Client-IP",
                    // what its certificate is
                    "Client-Cert",
                    "Client-Cert-Chain",
                    "SSL-Client-Cert",
                    "X-Client-Cert",
                    "X-SSL-Client-Cert",
                    "X-SSL-Cert",
                    "X-ARR-ClientCert",
                    // what it speaks
                    "Front-End-Https",
                    "X-Url-Scheme",
                    "X-Scheme",
                    // what it asked for
                    "X-Host",
                    "X-HTTP-Host-Override",
                    "X-Original-For",
                    "X-Original-Host",
                    "X-Original-Method",
                    "X-Original-Proto",
                    "X-Original-URI",
                    "X-Original-URL",
                    "X-Rewrite-URL"),
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

    private static NameTable<FieldKind> table(Map<FieldKind, List<String>> names) {
        Map<String, FieldKind> kinds = new HashMap<>();
        names.forEach((kind, all) -> all.forEach(name -> kinds.put(name, kind)));
        return NameTable.of(kinds);
    }

    /**
     * The kind of a field line. Looks at its name only.
     *
     * @param fields of a message
     * @param i which line
     * @return the kind
     */
    public static FieldKind of(Fields fields, int i) {
        FieldKind known = KINDS.get(fields, i);
        if (known != null) {
            return known;
        }
        FieldKind seen = KINDS.lookAlike(fields, i);
        if (seen != null) {
            return seen.seenWithUnderscores();
        }
        if (!fields.startsLike(i, PREFIX)) {
            return ORDINARY;
        }
        return fields.startsNamed(i, PREFIX) ? FORWARDED : FORWARDED_LOOK_ALIKE;
    }

    private FieldKind seenWithUnderscores() {
        return switch (this) {
            case ESSENTIAL, REFERENCE, TRACE -> ORDINARY;
            case FORWARDED -> FORWARDED_LOOK_ALIKE;
            default -> LOOK_ALIKE;
        };
    }
}
