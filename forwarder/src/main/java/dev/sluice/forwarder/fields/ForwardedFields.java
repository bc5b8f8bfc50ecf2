package dev.sluice.forwarder.fields;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.syntax.Tokens;
import java.util.List;

/**
 * Writes the forwarded fields anew from the client's origin, so that they agree: X-Real-Ip is the origin's address;
 * X-Forwarded-For has the claimed addresses before it, the origin, and all trusted hops after it; the others have the
 * scheme, host and port that the origin asked for.
 */
final class ForwardedFields {
    private static final Fields PROTO = Fields.of("X-Forwarded-Proto", "http", "X-Forwarded-Proto", "https");
    private static final Fields PORT = Fields.of("X-Forwarded-Port", "80", "X-Forwarded-Port", "443");
    private static final List<String> WRITTEN_ANEW = List.of(
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Server",
            "X-Real-Ip",
            "Forwarded");

    private final Fields server;
    private final boolean rfc7239;

    ForwardedFields(FieldRules rules) {
        server = Fields.of("X-Forwarded-Server", rules.forwardedServer());
        rfc7239 = rules.forwarded();
    }

    /** Whether a line is left out because it is written here. */
    static boolean isWrittenAnew(Fields received, int i) {
        return WRITTEN_ANEW.stream().anyMatch(name -> received.isNamed(i, name));
    }

    void addTo(FieldsBuilder fields, Origin origin) {
        if (origin.address().isPresent()) {
            fields.add("X-Real-Ip", origin.text());
            fields.add("X-Forwarded-For", way(origin));
        }
        fields.add(PROTO, origin.secure() ? 1 : 0);
        addPort(fields, origin.port());
        if (!origin.authority().isEmpty()) {
            fields.add("X-Forwarded-Host", origin.authority());
        }
        fields.add(server, 0);
        if (rfc7239) {
            fields.add("Forwarded", elements(origin));
        }
    }

    private static String way(Origin origin) {
        Origin.Way way = origin.way();
        if (way.claims().isEmpty() && way.hops().isEmpty()) {
            return origin.text();
        }
        StringBuilder list = new StringBuilder();
        way.claims().forEach(claim -> list.append(claim).append(", "));
        list.append(origin.text());
        way.hops().forEach(hop -> list.append(", ").append(hop));
        return list.toString();
    }

    private static void addPort(FieldsBuilder fields, int port) {
        switch (port) {
            case 80 -> fields.add(PORT, 0);
            case 443 -> fields.add(PORT, 1);
            default -> fields.add("X-Forwarded-Port", port);
        }
    }

    /** RFC 7239 §4: an element for each hop; that of the origin has also proto and host. */
    private static String elements(Origin origin) {
        StringBuilder list = new StringBuilder();
        for (String claim : origin.way().claims()) {
            list.append("for=").append(node(claim)).append(", ");
        }
        list.append("for=").append(origin.address().isPresent() ? node(origin.text()) : "unknown");
        list.append(";proto=").append(origin.scheme());
        if (!origin.authority().isEmpty()) {
            list.append(";host=\"").append(origin.authority().replace("\"", "")).append('"');
        }
        for (String hop : origin.way().hops()) {
            list.append(", for=").append(node(hop));
        }
        return list.toString();
    }

    /**
     * RFC 7239 §6: an IPv6 address in brackets and quotes; a claim that is no node identifier is written as {@code
     * unknown}.
     */
    private static String node(String text) {
        if (Tokens.isToken(text)) {
            return text;
        }
        boolean address = text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
        return address && text.indexOf(':') >= 0 ? "\"[" + text + "]\"" : "unknown";
    }
}
